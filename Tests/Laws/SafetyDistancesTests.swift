import DrivingCore
import Testing

@Suite("Safety distances and fuzzy measures")
struct SafetyDistancesTests {
  @Test("RSS distances printed by ad-rss-lib and the JRC code, to a millimetre")
  func published() {
    let library = [(30, 23.247), (60, 51.892), (100, 103.590), (120, 135.226)]
    let standing = [(30, 27.587), (60, 69.253), (100, 151.815), (120, 204.670)]
    let model = [(30, 10.641), (60, 20.016), (100, 32.516), (120, 38.766)]
    func check(_ rules: SafetyDistances, _ rows: [(Int, Double)], sameSpeed: Bool = true) {
      for (kilometresPerHour, distance) in rows {
        let speed = Double(kilometresPerHour) / 3.6
        let found = rules.longitudinal(speed: speed, ahead: sameSpeed ? speed : 0)
        #expect(abs(found - distance) <= 1e-3, "\(kilometresPerHour) km/h: \(found)")
      }
    }
    check(.library, library)
    check(.library, standing, sameSpeed: false)
    check(.cutInModel, model)
  }

  @Test("RSS: never negative, more for the faster follower, less behind a faster car")
  func monotone() {
    for rules in [SafetyDistances.library, .highway, .cutInModel] {
      #expect(rules.longitudinal(speed: 0, ahead: 40) == 0)
      var last = 0.0
      for speed in stride(from: 0.0, through: 40, by: 1) {
        let distance = rules.longitudinal(speed: speed, ahead: 10)
        #expect(distance >= last)
        #expect(distance >= rules.longitudinal(speed: speed, ahead: 12))
        #expect(rules.lateral(approach: speed / 10) >= rules.lateral(approach: 0))
        last = distance
      }
    }
  }

  @Test("fuzzy measures at the published points")
  func fuzzy() {
    let proactive: [(gap: Double, value: Double)] = [
      (46, 0), (44, 0.11278195488721814), (40, 0.42857142857142844), (34, 0.902255639097744),
      (32, 1),
    ]
    for (gap, value) in proactive {
      let found = FuzzySafety.proactive(gap: gap, speed: 16, ahead: 6)
      #expect(abs(found - value) <= 1e-12, "proactive at \(gap) m: \(found)")
    }
    let critical: [(gap: Double, speed: Double, acceleration: Double, value: Double)] = [
      (21, 16, 0, 0), (20, 16, 0, 0), (18, 16, 0, 0.48), (16.5, 16, 0, 0.84), (15, 16, 0, 1),
      (12, 16, -3, 0.864724245577523), (12.5, 16, -2, 1), (0.1, 7, -3, 1), (0.2, 7, -3, 0),
      (0.1, 7, -5, 0), (5, 6, 0, 0),
    ]
    for row in critical {
      let found = FuzzySafety.critical(
        gap: row.gap, speed: row.speed, ahead: 6, acceleration: row.acceleration)
      #expect(abs(found - row.value) <= 1e-12, "critical at \(row.gap) m: \(found)")
    }
  }

  @Test("a cut-in scene: the twin keeps its lane, odd numbers end in bounded runs")
  func scenes() {
    let scene = CutInScene(egoSpeed: 20, objectSpeed: 10, lateralSpeed: 0.6, frontDistance: 20)
    #expect(scene.lateralSteps == 59)
    #expect(scene.twin.objectStates.allSatisfy { $0.y == scene.lateralStart })
    for lateral in [0.0, -1, 1e-300, 1e300, .infinity, .nan] {
      var odd = scene
      odd.lateralSpeed = lateral
      #expect(odd.objectStates.count == CutInScene.states)
      var run = CutInRun(odd, driver: .fuzzySafety)
      run.finish()
      #expect(run.outcome != nil && run.step() == nil)
    }
  }
}
