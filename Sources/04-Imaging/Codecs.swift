import COpenCV
import Glibc

/// The codec library, loaded on first use: it brings some two hundred shared libraries along, which
/// a run without pictures should not pay for.
enum Codecs {
  /// The library's functions.
  /// - Throws: `ImagingFailure` of kind `codecsMissing`, naming the places looked at.
  static func table() throws(ImagingFailure) -> ge_codec_table { try loaded.get() }

  private static let name = "libGodsEyeCodecs.so"
  private static let loaded: Result<ge_codec_table, ImagingFailure> = load()

  private static func load() -> Result<ge_codec_table, ImagingFailure> {
    var reasons: [String] = []
    for path in candidates() {
      guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
        reasons.append(dlerror().map { String(cString: $0) } ?? path)
        continue
      }
      guard let symbol = dlsym(library, "ge_codecs") else {
        reasons.append("\(path) has no function ge_codecs")
        continue
      }
      typealias Entry = @convention(c) () -> UnsafePointer<ge_codec_table>
      let table = unsafeBitCast(symbol, to: Entry.self)().pointee
      guard table.version == Int32(GE_CODEC_VERSION) else {
        reasons.append("\(path) has version \(table.version), not \(GE_CODEC_VERSION)")
        continue
      }
      return .success(table)
    }
    return .failure(
      ImagingFailure(
        kind: .codecsMissing,
        reason: "no codec library: \(reasons.joined(separator: "; ")); expected \(name) beside the "
          + "program; build without --product or set GODSEYE_CODECS to its path"))
  }

  /// $GODSEYE_CODECS (a file or its folder), then the folder of the program.
  private static func candidates() -> [String] {
    if let named = getenv("GODSEYE_CODECS").map({ String(cString: $0) }), !named.isEmpty {
      return named.hasSuffix(".so") ? [named] : ["\(named)/\(name)"]
    }
    return [programFolder()].compactMap { $0 }.map { "\($0)/\(name)" }
  }

  private static func programFolder() -> String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = buffer.withUnsafeMutableBytes { bytes in
      bytes.baseAddress.map { readlink("/proc/self/exe", $0, bytes.count) } ?? 0
    }
    guard count > 0 else { return nil }
    return folder(of: String(decoding: buffer.prefix(count), as: UTF8.self))
  }

  private static func folder(of path: String) -> String? {
    path.lastIndex(of: "/").map { String(path[..<$0]) }
  }
}
