import DrivingCore
import Foundation
import TestSupport
import Testing
import Traffic

@Suite("Intelligent drivers against highway-env")
struct IntelligentDriverTests {
  /// The parameters of highway-env: distances from centre to centre, so ten metres at standstill.
  static func driver(_ desired: Double) -> Actor.Follower {
    Actor.Follower(
      desiredSpeed: desired, headway: 1.5, standstillGap: 10, acceleration: 3, deceleration: 5)
  }

  /// What highway-env computes: the published formula, a gap of zero counting as one centimetre.
  static func acceleration(
    _ desired: Double, _ speed: Double, _ gap: Double?, _ ahead: Double
  ) -> (acceleration: Double, gap: Double?) {
    let driver = driver(desired)
    let free = IntelligentDriver.freeAcceleration(driver, speed: speed)
    guard let gap else { return (free, nil) }
    let wanted = IntelligentDriver.desiredGap(driver, speed: speed, closing: speed - ahead)
    return (free + IntelligentDriver.interaction(driver, gap: gap, desiredGap: wanted), wanted)
  }

  static func cases(_ name: String) throws -> [[String: Any]] {
    let url = try #require(TestData.url("oracles/scoring/\(name)"))
    let root = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any]
    return try #require(root?["cases"] as? [[String: Any]])
  }

  static func close(_ found: Double, _ expected: Double) -> Bool {
    abs(found - expected) <= 1e-9 * max(1, abs(expected))
  }

  @Test(
    "accelerations and wanted gaps on grids of states",
    .enabled(if: TestData.has("oracles/scoring/highwayenv_idm.json")))
  func grids() throws {
    var rows = 0
    for item in try Self.cases("highwayenv_idm.json") {
      let input = try #require(item["input"] as? [String: Any])
      let grid = try #require(input["grid"] as? [[String: Double]])
      let expected = try #require(item["expected"] as? [String: Any])
      let answers = try #require(expected["rows"] as? [[String: Any]])
      let target = try #require(input["ego_target_speed"] as? Double)
      let limit = input["speed_limit"] as? Double ?? .infinity
      for (row, answer) in zip(grid, answers) {
        let ahead = (row["v_front"] ?? 0) * cos(row["heading"] ?? 0)
        let found = Self.acceleration(
          min(max(target, 0), limit), try #require(row["v"]), row["d"], ahead)
        let acceleration = try #require(answer["acceleration"] as? Double)
        #expect(Self.close(found.acceleration, acceleration), "\(item["name"] ?? "") \(row)")
        if let gap = answer["desired_gap"] as? Double {
          #expect(Self.close(found.gap ?? .nan, gap), "\(item["name"] ?? "") \(row)")
        }
        rows += 1
      }
    }
    #expect(rows > 50)
  }

  @Test(
    "lane changes: the terms of each side and the verdict",
    .enabled(if: TestData.has("oracles/scoring/highwayenv_mobil.json")))
  func laneChanges() throws {
    var checked = 0
    for item in try Self.cases("highwayenv_mobil.json") {
      let input = try #require(item["input"] as? [String: Any])
      let politeness = input["politeness"] as? Double ?? 0
      let expected = try #require(item["expected"] as? [String: Any])
      let ego = try #require(input["ego"] as? [String: Double])
      let others = try #require(input["others"] as? [[String: Double]])
      for (_, value) in try #require(expected["side_lanes"] as? [String: [String: Any]]) {
        func term(_ key: String) throws -> Double { try #require(value[key] as? Double) }
        func acceleration(_ rear: [String: Double], _ front: [String: Double]?) throws -> Double {
          let x = try #require(rear["x"])
          return Self.acceleration(
            30, try #require(rear["speed"]), front.flatMap { $0["x"] }.map { $0 - x },
            front?["speed"] ?? 0
          ).acceleration
        }
        func other(_ key: String) -> [String: Double]? {
          (value[key] as? Int).map { others[$0] }
        }
        let own = (
          try acceleration(ego, other("old_front")), try acceleration(ego, other("new_front"))
        )
        #expect(Self.close(own.0, try term("self_a")))
        #expect(Self.close(own.1, try term("self_pred_a")))
        if let rear = other("new_rear") {
          #expect(
            Self.close(try acceleration(rear, other("new_front")), try term("new_rear_a")))
          #expect(Self.close(try acceleration(rear, ego), try term("new_rear_pred_a")))
        }
        let question = LaneChangeIncentive(
          own: own,
          newFollower: (try term("new_rear_a"), try term("new_rear_pred_a")),
          oldFollower: (try term("old_rear_a"), try term("old_rear_pred_a")))
        let verdict = try #require(value["mobil"] as? Bool)
        #expect(question.accepts(politeness: politeness) == verdict, "\(item["name"] ?? "")")
        checked += 1
      }
    }
    #expect(checked >= 15)
  }

  @Test("in the simulation braking is bounded and a fast car ahead never brakes anyone")
  func bounds() {
    let driver = Actor.Follower(desiredSpeed: 30)
    for gap in [-5.0, 0, 0.1, 1, 10] {
      let pull = IntelligentDriver.acceleration(driver, speed: 30, gap: gap, speedAhead: 0)
      #expect(pull == -IntelligentDriver.hardestBraking)
    }
    let free = IntelligentDriver.acceleration(driver, speed: 10)
    let behindFast = IntelligentDriver.acceleration(driver, speed: 10, gap: 3, speedAhead: 60)
    #expect(behindFast == free)
  }
}
