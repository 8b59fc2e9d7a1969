import DrivingCore
import Geometry
import Testing

@testable import Scenarios

@Suite("Seeded variations")
struct VariationsTests {
  private func read(_ keys: String, seed: UInt64? = nil) throws -> [Scenario] {
    let text =
      ScenarioFixtures.highway + keys
      + "\nactors: [{id: cutter, lane: 2, gap_ahead_m: \"${gap}\", speed_kph: \"${pace}\"}]\n"
    var options = ScenarioFixtures.options
    options.seed = seed
    return try ScenarioFixtures.decode(text, options: options)
  }

  private func speeds(_ scenarios: [Scenario]) -> [Double] {
    scenarios.map { $0.actors[0].start.velocity.length }
  }

  @Test("Draws stay in their ranges, have stable ids, and more of them change none")
  func ranges() throws {
    let vary = "vary: {gap: {from: 20, to: 60, step: 5}, pace: {from: 40, to: 80}}"
    let few = try read("\(vary)\nvariations: 12")
    let many = try read("\(vary)\nvariations: 40")
    #expect(few.first?.id == "test/v01" && few.last?.id == "test/v12")
    #expect(speeds(few) == Array(speeds(many).prefix(12)))
    #expect(speeds(many).allSatisfy { $0 >= 40 / 3.6 - 1e-9 && $0 <= 80 / 3.6 + 1e-9 })
    #expect(Set(speeds(many)).count > 30)
  }

  @Test("A parameter more shifts no other; the seed given by the user wins")
  func streams() throws {
    let one = try read("sweep: {gap: [30]}\nvary: {pace: {from: 40, to: 80}}\nvariations: 9")
    let two = try read(
      "vary: {gap: [25, 30], pace: {from: 40, to: 80}}\nvariations: 9")
    #expect(speeds(one) == speeds(two))
    #expect(one.map(\.id).first == "test/gap-30-v1")
    let other = try read(
      "vary: {gap: [25, 30], pace: {from: 40, to: 80}}\nvariations: 9", seed: 77)
    #expect(speeds(other) != speeds(two))
  }

  @Test(
    "What cannot be drawn is refused",
    arguments: [
      ("vary: {gap: [30], pace: {from: 80, to: 40}}", "to >= from"),
      ("vary: {gap: [30], pace: {from: 40, to: 80, step: 0}}", "step > 0"),
      ("vary: {gap: [30], pace: 50}", "list of values"),
      ("vary: {gap: [30], pace: [50], other: [1]}", "used nowhere"),
      ("vary: {gap: [30], pace: [50]}\nvariations: 0", "1 to 10000"),
      ("vary: {}", "map of names"),
      ("vary: {gap: [30], pace: [50], variation: [1]}", "not 'variation'"),
    ])
  func refused(keys: String, words: String) throws {
    let error = #expect(throws: ScenarioFailure.self) { try read(keys) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }
}
