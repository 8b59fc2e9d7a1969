import Foundation

/// Finds the third-party data that tests compare against; absent data means "skipped".
public enum TestData {
  /// The root of this repository.
  public static let repository = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// `$GODSEYE_DATA`, or `../shared/data` beside the repository; nil where there is none.
  public static let root: URL? = {
    let named = ProcessInfo.processInfo.environment["GODSEYE_DATA"]
    let path = named ?? repository.appendingPathComponent("../shared/data").standardized.path
    return FileManager.default.fileExists(atPath: path) ? URL(fileURLWithPath: path) : nil
  }()

  /// Whether a folder or file exists below the data root.
  public static func has(_ path: String) -> Bool { url(path) != nil }

  /// A folder or file below the data root; nil where it is absent.
  public static func url(_ path: String) -> URL? {
    guard let found = root?.appendingPathComponent(path) else { return nil }
    return FileManager.default.fileExists(atPath: found.path) ? found : nil
  }

  /// The files of a folder with that ending, sorted by name; empty where the folder is absent.
  public static func files(_ folder: String, ending: String) -> [URL] {
    guard let folder = url(folder) else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(ending) }.sorted().map { folder.appendingPathComponent($0) }
  }
}
