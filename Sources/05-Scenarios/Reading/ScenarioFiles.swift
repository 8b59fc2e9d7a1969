import Foundation

/// Which files are scenarios, and what they are called.
enum ScenarioFiles {
  /// A format that can be read.
  enum Format {
    case own, commonRoad, tpcap

    var sizeLimit: Int {
      switch self {
      case .own: YAMLTree.sizeLimit
      case .commonRoad: XMLTree.sizeLimit
      case .tpcap: TPCAPImporter.sizeLimit
      }
    }
  }

  /// The most files of one folder.
  static let fileLimit = 100_000

  /// The format that the ending of a name promises.
  static func format(of path: String) -> Format? {
    switch path.split(separator: ".").last.map({ $0.lowercased() }) {
    case "yaml", "yml": .own
    case "xml": .commonRoad
    case "csv": .tpcap
    default: nil
    }
  }

  /// The file itself, or the scenario files below a folder.
  static func list(_ path: String) throws(ScenarioFailure) -> [(path: String, isNamed: Bool)] {
    var isFolder: ObjCBool = false
    guard !path.utf8.contains(0),
      FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    else {
      throw ScenarioFailure(
        path: path, found: "no such file or folder", expected: "a scenario or a folder of them",
        advice: "check the path")
    }
    guard isFolder.boolValue else { return [(path, true)] }
    guard let names = FileManager.default.enumerator(atPath: path) else {
      throw ScenarioFailure(
        path: path, found: "a folder that cannot be read", expected: "a readable folder",
        advice: "check its permissions")
    }
    let base = path.hasSuffix("/") ? String(path.dropLast()) : path
    var files: [(path: String, isNamed: Bool)] = []
    while let name = names.nextObject() as? String {
      let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
      if !isHidden, format(of: name) != nil { files.append(("\(base)/\(name)", false)) }
      if files.count > fileLimit { break }
    }
    guard !files.isEmpty, files.count <= fileLimit else {
      throw ScenarioFailure(
        path: path, found: files.isEmpty ? "no scenario files" : "more than \(fileLimit) files",
        expected: "a folder with .yaml, .xml or .csv scenarios", advice: "name another folder")
    }
    return files
  }

  /// Why a file found in a folder is not meant as a scenario; nil where it is, even if broken.
  static func isSomethingElse(_ file: SourceFile, _ format: Format) -> String? {
    switch format {
    case .own:
      guard let tree = try? YAMLTree.read(file), case .map(let entries) = tree.content else {
        return nil
      }
      let ours = ScenarioSchema.file.map(\.name)
      let isOurs = entries.contains { ours.contains($0.key) && $0.key != "title" }
      return isOurs || entries.isEmpty ? nil : "YAML, but no scenario"
    case .commonRoad:
      let head = String(decoding: file.bytes.prefix(4096), as: UTF8.self)
      guard !head.contains("<commonRoad"), let root = try? XMLTree.read(file),
        root.name != "commonRoad"
      else { return nil }
      return "XML, but no CommonRoad scenario"
    case .tpcap:
      let first = file.bytes.first { $0 != UInt8(ascii: " ") } ?? 0
      let isNumber = (0x30...0x39).contains(first) || "+-.".utf8.contains(first)
      return isNumber ? nil : "a table, but no TPCAP case"
    }
  }

  /// The id of a file: its path below the root without the ending, else its name.
  static func id(_ path: String, root: String) -> String {
    let parts = normalised(path)
    let rootParts = normalised(root)
    var below = parts
    if !rootParts.isEmpty, parts.starts(with: rootParts) {
      below = Array(parts.dropFirst(rootParts.count))
    } else if let index = parts.lastIndex(of: rootParts.last ?? "") {
      below = Array(parts.dropFirst(index + 1))
    } else {
      below = parts.suffix(1)
    }
    if var name = below.popLast() {
      if let dot = name.lastIndex(of: "."), dot != name.startIndex { name = String(name[..<dot]) }
      below.append(name)
    }
    let id = below.joined(separator: "/")
    return ScenarioFailure.printable(id.isEmpty ? path : id)
  }

  private static func normalised(_ path: String) -> [String] {
    path.split(separator: "/").map(String.init).filter { $0 != "." && $0 != ".." }
  }
}
