import Assembly
import DrivingCore
import Geometry
import Testing

@Suite("Styles are driven as they say") struct StyleDriveTests {
  private typealias Scenes = PlanningScenes

  /// Behind a car whose speed wanders between 18 and 22 m/s.
  private func drive(_ style: DrivingStyle, seconds: Double) throws -> (
    log: FollowingLog, clearance: Double, hardest: Double
  ) {
    func place(_ time: Double) -> Double {
      60 + 20 * time + 2 * 8 * (1 - Portable.cos(time / 8))
    }
    func speed(_ time: Double) -> Double { 20 + 2 * Portable.sin(time / 8) }
    let mission = Scenes.mission(
      Scenes.straight(lanes: 1, length: 2500), speed: 20, style: style)
    let outcome = try Scenes.drive(mission, seconds: seconds, every: 5) { time in
      [Scenes.car("lead", x: place(time), y: 0, speed: speed(time))]
    }
    let body = mission.vehicle.body
    let samples = outcome.states.map { ego in
      let time = ego.time.seconds
      let front = ego.worldFromVehicle.position.x + body.length - body.rearOverhang
      return FollowingLog.Sample(
        time: time, speed: ego.speed, gap: place(time) - 2.3 - front, leadSpeed: speed(time))
    }
    return (FollowingLog(drives: [samples]), outcome.clearance, outcome.hardest)
  }

  @Test("the headway falls from comfort over standard to sport; nobody comes too close")
  func monotone() throws {
    let drives = try DrivingStyle.all.map { try drive($0, seconds: 30) }
    let gaps = drives.compactMap { StyleFit.timeGap(of: $0.log.half(true)) }
    try #require(gaps.count == 3)
    #expect(gaps[0] > gaps[1] + 0.2 && gaps[1] > gaps[2] + 0.2, "\(gaps)")
    #expect(drives.allSatisfy { $0.clearance > 5 && $0.hardest > -4.05 })
  }

  @Test("a fitted style drives the time gap of the log's other half within 10 %")
  func fitted() throws {
    var known = DrivingStyle.standard
    known.headway = 1.25
    let log = try drive(known, seconds: 40).log
    let fit = try StyleFit(log.half(false), id: "fitted")
    let again = try drive(fit.style, seconds: 40).log
    let wanted = try #require(StyleFit.timeGap(of: log.half(true)))
    let driven = try #require(StyleFit.timeGap(of: again.half(true)))
    #expect(abs(driven - wanted) < 0.1 * wanted, "\(fit.style) \(driven) \(wanted)")
  }
}
