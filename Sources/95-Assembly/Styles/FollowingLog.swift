import DrivingCore
import Foundation
import Geometry
import Scenarios

/// How somebody drove behind others: the input of a style's fit.
public struct FollowingLog: Sendable, Hashable {
  /// One instant.
  public struct Sample: Sendable, Hashable {
    /// When (s).
    public var time: Double
    /// The own speed (m/s).
    public var speed: Double
    /// Bumper to bumper (m); nil where nobody is ahead.
    public var gap: Double?
    /// The speed of the car ahead (m/s).
    public var leadSpeed: Double?
    /// Across the way (m/s²); nil where the log does not say.
    public var lateralAcceleration: Double?

    /// Creates an instant.
    public init(
      time: Double, speed: Double, gap: Double? = nil, leadSpeed: Double? = nil,
      lateralAcceleration: Double? = nil
    ) {
      self.time = time
      self.speed = speed
      self.gap = gap
      self.leadSpeed = leadSpeed
      self.lateralAcceleration = lateralAcceleration
    }
  }

  /// Drives, each ordered by time.
  public var drives: [[Sample]]

  /// Collects drives.
  public init(drives: [[Sample]]) { self.drives = drives }

  /// The first or second half of each drive, by time.
  public func half(_ second: Bool) -> FollowingLog {
    FollowingLog(
      drives: drives.map { drive in
        let middle = ((drive.first?.time ?? 0) + (drive.last?.time ?? 0)) / 2
        return drive.filter { second ? $0.time >= middle : $0.time < middle }
      })
  }

  /// The car ahead in a scene: its name, the gap bumper to bumper (m) and its speed (m/s).
  public static func lead(
    in scene: Scene, of vehicle: VehicleSpec
  ) -> (id: String, gap: Double, speed: Double)? {
    guard let lead = Lead(of: scene.ego, among: scene.objects, body: vehicle.body),
      let object = scene.objects.first(where: { $0.id == lead.id })
    else { return nil }
    return (lead.id, lead.gap, object.speed)
  }

  /// Reads a CSV of a drive or the recorded vehicles of a CommonRoad file.
  /// - Throws: `InputFailure` with the line that is wrong.
  public static func read(_ path: String, vehicle: String?) throws(InputFailure) -> FollowingLog {
    if path.hasSuffix(".csv") { return try csv(path) }
    return try commonRoad(path, vehicle: vehicle)
  }

  // MARK: - CSV

  private static func csv(_ path: String) throws(InputFailure) -> FollowingLog {
    guard let data = FileManager.default.contents(atPath: path), data.count < 1 << 28,
      let text = String(data: data, encoding: .utf8)
    else {
      throw InputFailure(message: "\(path): cannot be read; expected a CSV file of a drive")
    }
    return FollowingLog(drives: [try samples(text, path: path)])
  }

  /// Decodes a CSV with the columns `t_s`, `speed_mps`, `gap_m`, `lead_speed_mps`.
  /// - Throws: `InputFailure` with the line that is wrong.
  public static func samples(_ text: String, path: String) throws(InputFailure) -> [Sample] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let names = (lines.first ?? "").split(separator: ",").map { String($0.filter { $0 != "\r" }) }
    var columns: [Int] = []
    for name in ["t_s", "speed_mps", "gap_m", "lead_speed_mps"] {
      guard let column = names.firstIndex(of: name) else {
        throw InputFailure(
          message: "\(path):1:1: found no column '\(name)'; expected t_s, speed_mps, gap_m and "
            + "lead_speed_mps; 'godseye run --export-trajectories' writes them")
      }
      columns.append(column)
    }
    var samples: [Sample] = []
    for (number, line) in lines.enumerated().dropFirst() where line.contains(",") {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      func value(_ index: Int) -> Double? {
        guard columns[index] < cells.count,
          let number = Double(String(cells[columns[index]].filter { $0 != "\r" }))
        else { return nil }
        return number.isFinite ? number : nil
      }
      guard let time = value(0), let speed = value(1), abs(speed) < 150,
        time > samples.last?.time ?? -.infinity
      else {
        throw InputFailure(
          message:
            "\(path):\(number + 1):1: found '\(line.prefix(40))'; expected a time that grows "
            + "and a speed below 150 m/s; correct the line")
      }
      samples.append(Sample(time: time, speed: speed, gap: value(2), leadSpeed: value(3)))
    }
    return samples
  }

  // MARK: - Recorded vehicles

  private static func commonRoad(
    _ path: String, vehicle: String?
  ) throws(InputFailure) -> FollowingLog {
    var selection = Suite.Selection()
    selection.ego = vehicle.map { .recorded(.id($0)) } ?? .recorded(.all)
    let suite = Suite(
      paths: [path], vehicles: try Vehicles.chosen(nil).all, configuration: RunConfiguration(),
      selection: selection)
    if let failure = suite.failures.first { throw InputFailure(message: failure.description) }
    let drives = suite.scenarios.compactMap { scenario -> [Sample]? in
      guard let expert = scenario.expert, expert.count > 1 else { return nil }
      return expert.map { sample($0, in: scenario) }
    }
    guard !drives.isEmpty else {
      throw InputFailure(
        message: "\(path): found no recorded vehicle to fit; expected a CommonRoad file with some")
    }
    return FollowingLog(drives: drives)
  }

  private static func sample(_ ego: VehicleState, in scenario: Scenario) -> Sample {
    let others = scenario.actors.compactMap { $0.recorded(at: ego.time) }
    let lead = Lead(of: ego, among: others, body: scenario.vehicle.body)
    let object = lead.flatMap { lead in others.first { $0.id == lead.id } }
    return Sample(
      time: ego.time.seconds, speed: ego.speed, gap: lead?.gap, leadSpeed: object?.speed,
      lateralAcceleration: ego.speed * ego.yawRate)
  }
}

extension Actor {
  /// A recorded actor at the instant nearest to a time, at most 0.06 s from it.
  fileprivate func recorded(at time: SimulationTime) -> TrackedObject? {
    guard case .recorded(let states) = behaviour else {
      return start.velocity.length < 0.01 ? start : nil
    }
    let near = states.min {
      abs(($0.time - time).nanoseconds) < abs(($1.time - time).nanoseconds)
    }
    guard let near, abs((near.time - time).seconds) < 0.06 else { return nil }
    var object = start
    object.box.worldFromBox = near.worldFromBox
    object.velocity = near.worldFromBox.forward * near.speed
    return object
  }
}

/// The car ahead of somebody, straight on along its own circle.
struct Lead: Sendable, Hashable {
  /// Its name.
  var id: String
  /// Bumper to bumper (m).
  var gap: Double

  private init(id: String, gap: Double) {
    self.id = id
    self.gap = gap
  }

  /// The nearest in a strip as wide as the car and 0.6 m, along the circle it drives; at most 120 m.
  init?(of ego: VehicleState, among others: [TrackedObject], body: VehicleSpec.Body) {
    let front = body.length - body.rearOverhang
    let curvature = abs(ego.speed) > 2 ? ego.yawRate / ego.speed : 0
    var nearest: Lead?
    for other in others where other.kind.isVehicle {
      let place = ego.worldFromVehicle.inverse * other.box.worldFromBox.position
      let aside = abs(place.y - curvature * place.x * place.x / 2)
      let gap = place.x - other.box.length / 2 - front
      guard place.x > front, gap > 0, gap < 120,
        aside < (body.width + other.box.width) / 2 - 0.4, gap < nearest?.gap ?? .infinity
      else { continue }
      nearest = Lead(id: other.id, gap: gap)
    }
    guard let nearest else { return nil }
    self = nearest
  }
}
