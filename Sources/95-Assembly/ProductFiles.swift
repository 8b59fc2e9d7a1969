import Foundation

/// Finds the product's own files: the vehicles, scenarios and logs that come with it.
public enum ProductFiles {
  /// The folder that holds `Assets` and `Scenarios`: `$GODSEYE_HOME`, else a folder above the
  /// program, else the present folder; nil where none of them does.
  public static let home: URL? = {
    var candidates: [URL] = []
    if let named = ProcessInfo.processInfo.environment["GODSEYE_HOME"] {
      candidates.append(URL(fileURLWithPath: named))
    }
    var folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    for _ in 0..<6 {
      folder.deleteLastPathComponent()
      candidates.append(folder)
    }
    candidates.append(URL(fileURLWithPath: FileManager.default.currentDirectoryPath))
    return candidates.first {
      FileManager.default.fileExists(atPath: $0.appendingPathComponent("Assets/vehicles").path)
    }
  }()

  /// A file or folder below home; nil where it is absent.
  public static func url(_ path: String) -> URL? {
    guard let url = home?.appendingPathComponent(path) else { return nil }
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }

  /// The recorded drives that come with the product, ordered by name.
  public static var embeddedDrives: [String] {
    guard let folder = url("Assets/logs") else { return [] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".mcap") }.sorted().map { "\(folder.path)/\($0)" }
  }

  /// A path as results state it: relative to home where it lies below, so that the same run gives
  /// the same bytes wherever the product is kept.
  public static func stated(_ path: String) -> String {
    guard let home, path.hasPrefix(home.path + "/") else { return path }
    return String(path.dropFirst(home.path.count + 1))
  }
}
