import DrivingCore
import Geometry
import Roads

/// How a parking run was driven: strokes, way, switches and comfort, measured from its ticks.
public struct ParkingDrive: Sendable {
  /// The strokes, in order.
  public let strokes: [DrivenStroke]
  /// The way of the rear axle's middle (m).
  public let length: Double
  /// How long it was beyond 1.0 m/s², 2.0 m/s³ and 0.5 rad/s: the mean of the three (s).
  public let discomfort: Double
  /// The fastest change of curvature in time (1/(m s)).
  public let curvatureRate: Double
  /// How often the planner changed the way it meant to drive.
  public let replans: Int

  /// How often the direction changed.
  public var gearSwitches: Int {
    zip(strokes, strokes.dropFirst()).count { $0.isForward != $1.isForward }
  }
  /// When the last movement ended (s since the start).
  public var end: Double { strokes.last?.end ?? 0 }

  /// Measures a record.
  public init(_ record: RunRecord) {
    let states = record.ticks.map(\.scene.ego)
    let finder = StrokeFinder(states)
    strokes = ParkingDrive.strokes(finder, states, record)
    length = zip(states, states.dropFirst()).reduce(0) {
      $0 + $1.0.worldFromVehicle.position.distance(to: $1.1.worldFromVehicle.position)
    }
    discomfort = ParkingDrive.discomfort(record, states)
    curvatureRate = states.reduce(0) {
      max($0, abs(ParkingDrive.curvatureRate($1, wheelbase: record.mission.vehicle.body.wheelbase)))
    }
    replans = ParkingDrive.replans(record.thoughts)
  }

  private static func strokes(
    _ finder: StrokeFinder, _ states: [VehicleState], _ record: RunRecord
  ) -> [DrivenStroke] {
    let surroundings = Clearance.Surroundings(record)
    var before = 0
    return finder.spans.map { span in
      let ticks = span.first...span.last
      let whole = min(before, span.first)...span.last
      before = span.last
      return DrivenStroke(
        isForward: span.isForward, start: finder.times[span.first], end: finder.times[span.last],
        length: abs(finder.travelled[span.last] - finder.travelled[span.first]),
        steeringAngle: ticks.reduce(0) { largest, tick in
          let angle = states[tick].steeringAngle
          return abs(angle) > abs(largest) ? angle : largest
        },
        steeringRate: whole.reduce(0) { max($0, abs(states[$1].steeringRate)) },
        poses: poses(ticks.lazy.map { states[$0].worldFromVehicle }),
        nearest: surroundings.nearest(in: ticks))
    }
  }

  /// Poses thinned to 5 cm and 0.03 rad, ends included.
  private static func poses(_ all: some BidirectionalCollection<SE2>) -> [SE2] {
    guard var kept = all.first, let last = all.last else { return [] }
    var result = [kept]
    for pose in all
    where pose.position.distance(to: kept.position) >= 0.05
      || abs(Angle.difference(from: kept.heading, to: pose.heading)) >= 0.03
    {
      result.append(pose)
      kept = pose
    }
    if kept != last { result.append(last) }
    return result
  }

  /// The time derivative of tan(steering angle)/wheelbase (1/(m s)).
  private static func curvatureRate(_ state: VehicleState, wheelbase: Double) -> Double {
    let tangent = Portable.tan(state.steeringAngle)
    return state.steeringRate * (1 + tangent * tangent) / wheelbase
  }

  /// How often a proposal leads through other poses than the one before; waiting changes no way.
  private static func replans(_ thoughts: [RunRecord.Thought]) -> Int {
    var way: [SE2]?
    var count = 0
    for thought in thoughts {
      guard let proposal = thought.proposal.value, !proposal.label.contains("wait") else {
        continue
      }
      let poses = proposal.points.map(\.worldFromVehicle)
      // A way that is taken up again after a wait ends as it did before.
      let rest = poses.count / 2 + 1
      if let way, way.suffix(rest) != poses.suffix(rest) { count += 1 }
      way = poses
    }
    return count
  }

  /// The time within which a change of acceleration counts as a jerk (s): the tracker's corrections
  /// from tick to tick are not felt. ISO 15622 averages over 1 s.
  private static let jerkTime = 0.5

  /// What was asked of the brakes counts: ice does not make braking hard comfortable.
  private static func discomfort(_ record: RunRecord, _ states: [VehicleState]) -> Double {
    let chosen = RunSamples(record).chosen
    let step = NuPlan.meanStep(chosen.map { states[$0].time.seconds }) ?? 0.1
    let window = max(1, Int((jerkTime / step).rounded()))
    let asked = chosen.map { record.ticks[$0].command.acceleration }
    func jerk(_ index: Int) -> Double {
      index < window ? 0 : (asked[index] - asked[index - window]) / (Double(window) * step)
    }
    let beyond = chosen.indices.reduce(0) { sum, index in
      sum + (abs(asked[index]) > 1.0 ? 1 : 0)
        + (abs(jerk(index)) > 2.0 ? 1 : 0)
        + (abs(states[chosen[index]].steeringRate) > 0.5 ? 1 : 0)
    }
    return Double(beyond) * step / 3
  }
}
