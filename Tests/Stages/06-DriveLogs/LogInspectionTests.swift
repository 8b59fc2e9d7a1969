import Testing

@testable import DriveLogs

@Suite("What is in a log")
struct LogInspectionTests {
  @Test("a sound log is described, and every number is counted")
  func sound() throws {
    let log = try MCAPTestLog.make(compression: .zstd)
    let found = try LogInspection(MemoryByteSource(log.bytes, path: "a.mcap"))
    #expect(found.isSound && found.hasIndex && found.messages == log.messages.count)
    #expect(found.topics.map(\.topic) == ["/one", "/two"])
    #expect(found.topics.map(\.messages).reduce(0, +) == log.messages.count)
    #expect(found.compressions == ["zstd"] && found.facts["drive"]?["area"] == "yard")
    #expect(found.lines.contains { $0.contains("no problem found") })
  }

  @Test("a damaged log is described as far as it goes, with the place of the damage")
  func damaged() throws {
    let log = try MCAPTestLog.make(compression: .lz4)
    var bytes = log.bytes
    bytes[20_000] ^= 1
    let flipped = try LogInspection(MemoryByteSource(bytes))
    #expect(!flipped.isSound && flipped.lostBytes > 0)
    #expect(flipped.messages < log.messages.count && flipped.messages > log.messages.count / 2)
    let cut = try LogInspection(MemoryByteSource(Array(log.bytes[..<30_000])))
    #expect(!cut.isSound && !cut.hasIndex)
    #expect(cut.problems[0].contains("byte"))
  }
}
