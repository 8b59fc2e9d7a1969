import DrivingCore
import Foundation
import TestSupport
import Testing

@Suite("The frozen highway suite")
struct FrozenSuiteTests {
  static let folder = TestData.repository.appendingPathComponent("Scenarios/highway")
  static let record = ProcessInfo.processInfo.environment["GODSEYE_RECORD_SUITE"] != nil

  /// What `sha256sum *.yaml` prints: one line a file, ordered by name.
  static func lines() throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".yaml") }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return try names.map { name in
      let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
      return "\(SHA256.hexadecimal(of: bytes))  \(name)\n"
    }.joined()
  }

  @Test("The list is rewritten on demand (GODSEYE_RECORD_SUITE=1)", .enabled(if: record))
  func rewrite() throws {
    try Data(Self.lines().utf8).write(to: Self.folder.appendingPathComponent("SUITE.sha256"))
  }

  @Test("No scenario changes unnoticed: planners are compared on what the list names")
  func frozen() throws {
    let listed = try String(
      contentsOf: Self.folder.appendingPathComponent("SUITE.sha256"), encoding: .utf8)
    #expect(try Self.lines() == listed)
  }
}
