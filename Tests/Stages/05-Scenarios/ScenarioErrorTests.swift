import Foundation
import Testing

@testable import Scenarios

@Suite("Scenario format: what is refused, and how it is said")
struct ScenarioErrorTests {
  static let base = ScenarioFixtures.highway

  @Test(
    "Each mistake gives its place, finding, expectation and advice",
    arguments: [
      (
        base.replacing("lanes: 2", with: "lnaes: 2"),
        "test.yaml:4:3: unknown key 'lnaes' in 'road'", "did you mean 'lanes'?"
      ),
      (
        base.replacing("lanes: 2", with: "lanes: two"), "test.yaml:4:10: 'two' for 'road.lanes'",
        "whole number 1 to 8"
      ),
      (
        base.replacing("lanes: 2", with: "lanes: 9"), "test.yaml:4:10: '9' for 'road.lanes'",
        "1 to 8"
      ),
      (base.replacing("length_m: 500", with: "length_m: .nan"), "test.yaml:6:35: '.nan'", "number"),
      (base.replacing("length_m: 500", with: "length_m: 1e999"), "'1e999'", "number"),
      (base.replacing("length_m: 500", with: "length_m: 0x10"), "'0x10'", "number"),
      (base.replacing("length_m: 500", with: "length_m: 0"), "'0' for", "0.5 to"),
      (base.replacing("length_m: 500", with: "length_m: \"500\""), "'500' for", "number"),
      (base.replacing("length_m: 500", with: "length_m: [500]"), "a list", "number"),
      (base.replacing("title: Test", with: "title: [a]"), "a list for 'title'", "text"),
      (base.replacing("title: Test\n", with: ""), "no 'title'", "what is tested"),
      (
        base.replacing("godseye: 1", with: "godseye: 2"), "test.yaml:1:10: another version",
        "godseye: 1"
      ),
      (base.replacing("godseye: 1\n", with: ""), "no 'godseye'", "begin the file with"),
      (base + "title: Again\n", "the key 'title' stands twice", "every key once"),
      (base + "about: &x text\n", "test.yaml:8:8: an anchor", "write the value out"),
      (base + "about: !!int 3\n", "the tag", "write the value out"),
      (base + "about: *x\n", "undefined alias", "well-formed YAML"),
      (base + "<<: {seed: 2}\n", "a merge key", "write the value out"),
      (base + "? [a]\n: b\n", "a key that is not a word", "key: value"),
      (base + "about: [\n", "test.yaml:", "well-formed YAML"),
      (base + "---\na: b\n", "test.yaml:", "well-formed YAML"),
      (base.replacing("s_m: 50", with: "s_m: 600"), "no lane 1 at 600 m", "road of 500 m"),
      (
        base.replacing("s_m: 50", with: "s_m: 0.5"), "the ego starts outside the drivable area",
        "move it"
      ),
      (base.replacing("speed_kph: 72", with: "speed_kph: 300"), "a start at 83.3", "at most 60"),
      (
        base.replacing("speed_kph: 72", with: "speed_kph: 72, speed_mps: 20"),
        "both speed_kph and speed_mps", "remove one"
      ),
      (
        base.replacing("speed_kph: 72", with: "vehicle: byd-seagul"),
        "the unknown vehicle 'byd-seagul'", "did you mean 'byd-seagull'?"
      ),
      (
        base.replacing(
          "{shape: straight, length_m: 500}",
          with: "{shape: arc, length_m: 50, radius_m: 4, turn: left}"), "a bend too tight",
        "widen radius_m"
      ),
      (
        base.replacing("{shape: straight, length_m: 500}", with: "{shape: arc, length_m: 50}"),
        "a bend without radius", "add them"
      ),
      (
        base.replacing("{shape: straight", with: "{shape: strait"), "'strait' for",
        "did you mean 'straight'?"
      ),
      (
        base + "actors: [{id: a, lane: 1, s_m: 52}]\n", "'a' starts in contact with the ego",
        "move one"
      ),
      (
        base + "actors: [{id: a, lane: 2, s_m: 52}, {id: b, lane: 2, s_m: 55}]\n",
        "'a' and 'b' start in contact", "move one"
      ),
      (
        base + "actors: [{id: a, lane: 2, s_m: 52}, {id: a, lane: 2, s_m: 80}]\n",
        "the name 'a' twice", "unique"
      ),
      (
        base + "actors: [{id: a, lane: 2, s_m: 52, parked: true, follow: {}}]\n",
        "both 'parked' and 'follow'", "one behaviour"
      ),
      (
        base + "actors: [{id: a, lane: 2, s_m: 52, script: [{when: {time_s: 1}}]}]\n",
        "a phase without an action", "change_speed"
      ),
      (base + "known_failure: {reason: x, until: 2027-02-29}\n", "'2027-02-29'", "YYYY-MM-DD"),
      (base + "goal: {s_m: 500}\n", "a goal at 500 m", "before the end"),
      (base + "traffic: {count: 100, speed_kph: 50}\n", "no room for driver", "lengthen the road"),
      (base + "title: ${gap_m}\n", "stands twice", "every key once"),
      (
        base.replacing("title: Test", with: "title: ${gap_m}"), "test.yaml:2:8: '${gap_m}'",
        "without a sweep"
      ),
    ])
  func refused(text: String, found: String, advice: String) {
    let message = ScenarioFixtures.message(text)
    #expect(message.contains(found), "\(message)")
    #expect(message.contains(advice), "\(message)")
    #expect(!message.contains("\n"))
  }

  @Test("Nesting a thousand deep, and a million values, end in an error")
  func bombs() {
    let deep = "about: " + String(repeating: "[", count: 5000)
    #expect(ScenarioFixtures.message(ScenarioFixtures.highway + deep) != "accepted")
    let nested = "about: " + String(repeating: "[", count: 40) + String(repeating: "]", count: 40)
    #expect(
      ScenarioFixtures.message(ScenarioFixtures.highway + nested).contains("nested deeper than 16"))
    let wide = "tags: [" + String(repeating: "a,", count: 60_000) + "]"
    #expect(ScenarioFixtures.message(ScenarioFixtures.highway + wide).contains("more than 50000"))
  }

  @Test("A tower of aliases is refused before it is resolved")
  func aliases() {
    var text = "a0: &a0 [x, x]\n"
    for i in 1..<30 { text += "a\(i): &a\(i) [*a\(i - 1), *a\(i - 1)]\n" }
    #expect(ScenarioFixtures.message(text + "? *a29\n: 1\n").contains("test.yaml:1:5: an anchor"))
  }

  @Test("Empty, binary, huge, missing and special files are named")
  func files() throws {
    try ScenarioFixtures.withFolder { folder in
      func write(_ name: String, _ bytes: [UInt8]) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
      }
      try write("a-empty.yaml", [])
      try write("b-binary.yaml", [0x67, 0x0A, 0xFF, 0xFE])
      try write("c-huge.yaml", [UInt8](repeating: 0x20, count: (1 << 20) + 1))
      try write("d-comment.yaml", [UInt8]("# nothing\n".utf8))
      try write("e-null.yaml", [0x67, 0x00])
      try write("f-good.yaml", [UInt8](ScenarioFixtures.highway.utf8))
      try write("g-other.yaml", [UInt8]("name: something else\n".utf8))
      let result = ScenarioLoader.load(
        paths: [folder, "\(folder)/missing.yaml", "/dev/zero"], options: ScenarioFixtures.options)
      #expect(result.scenarios.map(\.id) == ["f-good"])
      #expect(result.skipped.count == 1)
      let messages = result.failures.map(\.description)
      let expected = [
        "no such file", "an empty file", "b-binary.yaml:2:1: bytes that are not UTF-8",
        "1048577 bytes", "no value, only comments", "e-null.yaml", "a file of another kind",
      ]
      for text in expected {
        #expect(messages.contains { $0.contains(text) }, "\(text) in \(messages)")
      }
      #expect(messages.count == expected.count)
    }
  }

  @Test("Whatever bytes a valid file is corrupted to, the answer is a value or an error")
  func mutations() throws {
    var random = SeededBytes(state: 20_270_301)
    let original = Array(
      (ScenarioFixtures.highway + "actors: [{id: a, lane: 2, gap_ahead_m: 9, follow: {}}]\n").utf8)
    for _ in 0..<400 {
      var bytes = original
      for _ in 0...(random.next() % 4) {
        let index = Int(random.next() % UInt64(bytes.count))
        bytes[index] = Array("[]{}:,-&*!|>\"'# \n\t0e9.\u{0}".utf8)[Int(random.next() % 23)]
      }
      let file = SourceFile(path: "test.yaml", bytes: bytes)
      do throws(ScenarioFailure) {
        let scenarios = try ScenarioDecoder(
          file: file, baseID: "test", options: ScenarioFixtures.options
        ).scenarios()
        #expect(!scenarios.isEmpty)
      } catch { #expect(error.description.hasPrefix("test.yaml")) }
    }
  }
}

/// A small generator for test bytes.
struct SeededBytes {
  var state: UInt64
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 33
  }
}
