import Foundation
import Geometry
import TestSupport
import Testing

@Suite("Damaged logs at the command line", .enabled(if: Program.isBuilt, "build the program first"))
struct DamagedLogTests {
  private static let log = TestData.repository
    .appendingPathComponent("Assets/logs/embedded-drive.mcap")

  private static func inspect(_ path: String) throws -> (status: Int32, found: [String: Any]) {
    let outcome = try Program.run(["inspect", path, "--format", "json"])
    let found = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
    return (outcome.status, try #require(found as? [String: Any]))
  }

  @Test("a log cut at twenty random places: exit code 3, what is whole is kept, the loss is named")
  func cuts() throws {
    let folder = try TemporaryFolder()
    let bytes = try Data(contentsOf: Self.log)
    let whole = try #require(try Self.inspect(Self.log.path).found["messages"] as? Int)
    var generator = SeededGenerator(seed: 20, stream: 1)
    let cuts = (0..<20).map { _ in 8 + Int(generator.next() % UInt64(bytes.count - 8)) }
    var kept = 0
    for cut in cuts.sorted() {
      let file = folder.url("cut.mcap")
      try bytes.prefix(cut).write(to: file)
      let (status, found) = try Self.inspect(file.path)
      #expect(status == 3, "cut at \(cut)")
      let messages = try #require(found["messages"] as? Int)
      #expect(messages >= kept && messages <= whole, "cut at \(cut): \(messages) after \(kept)")
      #expect((found["problems"] as? [String])?.count ?? 0 >= 1, "cut at \(cut)")
      kept = messages
    }
    #expect(kept > whole / 2)
  }

  @Test("import mends a cut log: it keeps the rest, says so with exit code 3, and reads well after")
  func mends() throws {
    let folder = try TemporaryFolder()
    let (cut, mended) = (folder.url("cut.mcap"), folder.url("mended.mcap"))
    try Data(contentsOf: Self.log).prefix(2_500_000).write(to: cut)
    let outcome = try Program.run(["import", cut.path, "--to", mended.path])
    #expect(outcome.status == 3, "\(outcome.output) \(outcome.errors)")
    #expect(outcome.errors.contains("bytes lost"), "\(outcome.errors)")
    let (before, after) = (try Self.inspect(cut.path), try Self.inspect(mended.path))
    #expect(after.status == 0)
    #expect(before.found["messages"] as? Int == after.found["messages"] as? Int)
  }
}
