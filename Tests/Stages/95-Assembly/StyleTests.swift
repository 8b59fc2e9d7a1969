import Assembly
import DrivingCore
import Geometry
import Scenarios
import Testing

@Suite("Driving styles are files and can be fitted") struct StyleTests {
  @Test("the files of the product are the styles of the code") func presets() throws {
    #expect(try Styles.all() == DrivingStyle.all)
    for style in DrivingStyle.all {
      let text = StyleFile.text(style, about: "a test")
      #expect(try StyleFile.decode(Array(text.utf8), path: "t.yaml") == style)
    }
  }

  @Test(
    "values out of range, missing and unknown keys are refused with their place",
    arguments: [
      ("headway_s: 1.5", "headway_s: 0.2", ":4:"), ("politeness: 0.25", "politeness: 3", ":9:"),
      ("speed_factor: 1", "speed_factor: 1.2", ":10:"), ("jerk_mps3: 2", "jerk_mps3: fast", ":7:"),
      ("id: standard", "name: standard", ":2:"), ("godseye_style: 1", "godseye_style: 9", ":1:"),
      ("headway_s: 1.5", "headway_s: .nan", ":4:"), ("headway_s: 1.5\n", "", ""),
    ])
  func refused(_ found: String, _ spoilt: String, _ place: String) throws {
    let text = StyleFile.text(.standard, about: "a test")
    #expect(text.contains(found))
    let broken = text.replacing(found, with: spoilt, maxReplacements: 1)
    do throws(ScenarioFailure) {
      _ = try StyleFile.decode(Array(broken.utf8), path: "s.yaml")
      Issue.record("\(spoilt) was accepted")
    } catch {
      #expect(error.description.hasPrefix("s.yaml"), "\(error.description)")
      #expect(error.description.contains("s.yaml\(place)"), "\(error.description)")
    }
  }

  @Test("unknown names say what there is") func unknown() {
    #expect(throws: InputFailure.self) { try Styles.chosen("brutal") }
    #expect(throws: InputFailure.self) { try Styles.chosen("/nowhere/x.yaml") }
  }

  /// A driver of a known headway behind a car whose speed wanders, with a noisy range.
  private func log(headway: Double, seed: UInt64) -> FollowingLog {
    var random = SeededGenerator(seed: seed, stream: 1)
    func noise() -> Double { Double(random.next() >> 11) / Double(1 << 53) - 0.5 }
    var (position, speed, lead, leadSpeed) = (0.0, 24.0, 24 * headway + 7.1, 24.0)
    var samples: [FollowingLog.Sample] = []
    for step in 0..<1200 {
      let time = Double(step) * 0.1
      leadSpeed = 24 + 3 * Portable.sin(time / 11)
      let gap = lead - position - 4.6
      let wanted = DrivingStyle.standstillGap + headway * speed
      let pull = 0.1 * (gap - wanted) + 0.6 * (leadSpeed - speed)
      samples.append(
        .init(time: time, speed: speed, gap: gap + 0.4 * noise(), leadSpeed: leadSpeed))
      speed += min(max(pull, -3), 2) * 0.1
      position += speed * 0.1
      lead += leadSpeed * 0.1
    }
    return FollowingLog(drives: [samples])
  }

  @Test(
    "the headway of the first half is that of the second within 10 %",
    arguments: [0.9, 1.2, 1.5, 2.0, 2.6], [UInt64(1), 7])
  func fit(_ headway: Double, _ seed: UInt64) throws {
    let log = log(headway: headway, seed: seed)
    let fit = try StyleFit(log.half(false), id: "fitted")
    #expect(abs(fit.style.headway - headway) < 0.1 * headway, "\(fit.style) seed \(seed)")
    let other = try #require(StyleFit.timeGap(of: log.half(true)))
    #expect(abs(fit.timeGap - other) < 0.1 * other, "\(fit.timeGap) \(other) seed \(seed)")
    #expect(fit.notes.contains { $0.contains("politeness") })
  }

  @Test("a log without following is no answer") func nobody() {
    let samples = (0..<100).map { FollowingLog.Sample(time: Double($0) * 0.1, speed: 20) }
    #expect(throws: InputFailure.self) {
      try StyleFit(FollowingLog(drives: [samples]), id: "x")
    }
  }

  @Test(
    "spoilt CSV says the line",
    arguments: [
      "", "t_s,speed_mps\n0,1\n", "t_s,speed_mps,gap_m,lead_speed_mps\n0,1,2,3\n0,1,2,3\n",
      "t_s,speed_mps,gap_m,lead_speed_mps\n0,1e9,2,3\n",
      "t_s,speed_mps,gap_m,lead_speed_mps\n0,nan,2,3\n",
    ])
  func csv(_ text: String) {
    #expect(throws: InputFailure.self) { try FollowingLog.samples(text, path: "d.csv") }
  }
}
