import Geometry
import Testing

@testable import Sensing

@Suite("A road alignment is the curve its curvature says") struct RoadAlignmentTests {
  @Test func aConstantCurvatureIsACircle() {
    let road = RoadAlignment([
      .init(length: 400, startCurvature: 1 / 450.0, endCurvature: 1 / 450.0)
    ])
    for s in stride(from: 0.0, through: 400, by: 3.7) {
      let at = road.station(s)
      #expect(abs(at.position.distance(to: Vector2(0, 450)) - 450) < 1e-9, "s \(s)")
      #expect(abs(at.heading - s / 450) < 1e-12)
    }
  }

  /// The Euler spiral by its power series in s²/(2 A²).
  @Test func aClothoidFollowsItsSeries() {
    let (length, radius) = (100.0, 450.0)
    let road = RoadAlignment([.init(length: length, startCurvature: 0, endCurvature: 1 / radius)])
    for s in [10.0, 33.25, 60, 99.9] {
      let at = road.station(s).position
      let angle = s * s / (2 * length * radius)
      let (a2, a4) = (angle * angle, angle * angle * angle * angle)
      let x = s * (1 - a2 / 10 + a4 / 216)
      let y = s * angle * (1 / 3.0 - a2 / 42 + a4 / 1320)
      #expect(abs(at.x - x) < 1e-7 && abs(at.y - y) < 1e-7, "s \(s)")
    }
  }

  @Test func headingIsTheDirectionOfTravelEverywhere() {
    for seed in 1...5 {
      let road = RenderedRoad(seed: UInt64(seed), length: 800, minimumRadius: 450).alignment
      for s in stride(from: 1.3, to: 790, by: 11.1) {
        let step = road.point(s + 0.01, offset: 0) - road.point(s - 0.01, offset: 0)
        let error = Angle.difference(
          from: road.station(s).heading, to: Portable.atan2(step.y, step.x))
        #expect(abs(error) < 1e-5, "seed \(seed), s \(s)")
      }
    }
  }

  @Test func curvesReachTheirTightestRadius() {
    let tightest = (1...30).map { seed in
      let road = RenderedRoad(seed: UInt64(seed), length: 800, minimumRadius: 450).alignment
      return stride(from: 0.0, to: 800, by: 5).map { abs(road.station($0).curvature) }.max() ?? 0
    }
    #expect((tightest.max() ?? 0) > 1 / 500.0)
    #expect(tightest.allSatisfy { $0 <= 1 / 450.0 + 1e-12 })
  }
}
