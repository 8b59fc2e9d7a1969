import DrivingCore
import Geometry
import Roads

/// Follows plans of the rear axle, on highways by the plan's clock, in car parks stroke by stroke.
///
/// Feed-forward of curvature and acceleration, feedback of offset, course, speed and distance on the
/// ego as it will be when the command acts. See `docs/guides/Control.md`.
public struct TrajectoryTracker: Controller {
  private let givenTuning: TrackerTuning?
  private var tuning: TrackerTuning
  private var spec: VehicleSpec
  private var lateral: LateralLaw
  private var predictor: EgoPredictor
  private var limiter: CommandLimiter
  /// Only where the map knows of slopes: an acceleration sensor would tell them from all else.
  private var slope: SlopeObserver?
  private var clock = StrokeClock()
  private var track: PlanTrack?
  private var key: PlanKey?
  /// How far along the plan the ego is (m).
  private var station = 0.0
  private var standingSince: SimulationTime?

  /// What tells one plan from the next: a plan whose past is cut off is still the same plan.
  private struct PlanKey: Sendable, Hashable {
    var label: String
    var end: Trajectory.Point?
  }

  /// Who the stage is.
  public var description: StageDescription { StageDescription(name: "tracker", version: 1) }

  /// Creates a tracker for a car; without a tuning the mission's kind chooses it.
  public init(_ spec: VehicleSpec, tuning: TrackerTuning? = nil) {
    self.init(spec, given: tuning, tuning: tuning ?? .highway)
  }

  private init(_ spec: VehicleSpec, given: TrackerTuning?, tuning: TrackerTuning) {
    self.spec = spec
    givenTuning = given
    self.tuning = tuning
    lateral = LateralLaw(spec, tuning)
    predictor = EgoPredictor(spec)
    limiter = CommandLimiter(spec)
  }

  /// Takes the mission's car; parking missions are tracked stroke by stroke.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    let tuning = givenTuning ?? (mission.kind == .parking ? .parking : .highway)
    self = TrajectoryTracker(mission.vehicle, given: givenTuning, tuning: tuning)
    if mission.map.lanes.contains(where: { $0.grade != nil }) { slope = SlopeObserver() }
  }

  /// The command that keeps the ego on its plan.
  /// - Throws: `StageFailure` where the plan has no points or one that is not finite.
  public mutating func step(
    _ input: ControlRequest, at time: SimulationTime
  ) throws(StageFailure) -> ControlCommand {
    let track = try readied(input.plan, input.ego, at: time)
    let (steeringEgo, pedalEgo) = predictor.predict(input.ego)
    let wanted = command(track, input.ego, steeringEgo, pedalEgo, at: time)
    let stroke = track.strokes[clock.stroke]
    let delay = SimulationTime(seconds: spec.actuators.accelerationDelay)
    var planned = track.hardness(
      from: clock.time + delay, within: TrajectoryTracker.foresight, at: station, in: stroke)
    if hasStrayed(input.ego, track, stroke) { planned.lateralJerk = .infinity }
    let command = limiter.limited(
      wanted, speed: input.ego.speed, planned: planned, direction: stroke.direction, at: time)
    predictor.remember(command, at: time)
    slope?.observe(input.ego)
    return ControlCommand(
      steeringAngle: command.steeringAngle,
      acceleration: command.acceleration + (slope?.correction ?? 0))
  }

  /// Whether the car is so far beside its plan, or so turned against it, that comfort must wait.
  private func hasStrayed(
    _ ego: VehicleState, _ track: PlanTrack, _ stroke: PlanTrack.Stroke
  ) -> Bool {
    let here = track.path(at: station, in: stroke).pose
    let offset = here.forward.cross(ego.worldFromVehicle.position - here.position)
    let turn = Angle.difference(from: here.heading, to: ego.worldFromVehicle.heading)
    return ego.speed > 3 && (abs(offset) > 0.4 || abs(turn) > 0.04)
  }

  private mutating func readied(
    _ plan: Trajectory, _ ego: VehicleState, at time: SimulationTime
  ) throws(StageFailure) -> PlanTrack {
    let key = PlanKey(label: plan.label, end: plan.points.last)
    if let track, key == self.key, track.points.count == plan.points.count { return track }
    let track = try PlanTrack(plan, stage: description.name)
    if key != self.key {
      clock.start(track, at: time)
    } else {
      clock.resume(track)
    }
    let stroke = track.strokes[clock.stroke]
    station = track.motion(at: clock.time, in: stroke).travelled
    (self.track, self.key) = (track, key)
    return track
  }

  private mutating func command(
    _ track: PlanTrack, _ ego: VehicleState, _ steeringEgo: EgoPredictor.Prediction,
    _ pedalEgo: EgoPredictor.Prediction, at time: SimulationTime
  ) -> ControlCommand {
    locate(ego, track)
    let reference = track.motion(at: clock.time, in: track.strokes[clock.stroke]).travelled
    clock.advance(to: time, lag: reference - station, tuning: tuning)
    if let curvature = curvatureToTurnTo(track, ego) {
      return ControlCommand(
        steeringAngle: lateral.angle(curvature: curvature, speed: 0), acceleration: 0)
    }
    let stroke = track.strokes[clock.stroke]
    return ControlCommand(
      steeringAngle: steering(track, stroke, steeringEgo),
      acceleration: pedal(track, stroke, ego, pedalEgo))
  }

  /// Finds the ego on the stroke: near where it was, or near the reference after a jump.
  private mutating func locate(_ ego: VehicleState, _ track: PlanTrack) {
    let stroke = track.strokes[clock.stroke]
    let reference = track.motion(at: clock.time, in: stroke).travelled
    let guess = abs(reference - station) < 5 ? station : reference
    station = track.project(ego.worldFromVehicle.position, near: guess, reach: 5, in: stroke)
    if ego.speed != 0 {
      standingSince = nil
    } else if standingSince == nil {
      standingSince = ego.time
    }
  }

  /// The curvature that the wheels of a standing car are turned to first; nil where it may drive.
  ///
  /// Enters the next stroke once the car stands at the cusp, its wheels are turned and it is time.
  private mutating func curvatureToTurnTo(_ track: PlanTrack, _ ego: VehicleState) -> Double? {
    let stroke = track.strokes[clock.stroke]
    let end = track.points[stroke.last].time
    if clock.stroke + 1 < track.strokes.count, clock.time >= end - TrajectoryTracker.earliest {
      guard hasArrived(track.travelled[stroke.last], ego) else {
        clock.hold(at: end)
        return nil
      }
      let next = track.points[track.strokes[clock.stroke + 1].first]
      if !isAligned(next.curvature, ego) { clock.hold(at: next.time) }
      guard clock.time >= next.time, isAligned(next.curvature, ego) else { return next.curvature }
      clock.enterNext(track)
      station = track.travelled[track.strokes[clock.stroke].first]
      return nil
    }
    let first = track.points[stroke.first]
    let isAtStart = station - track.travelled[stroke.first] < 0.01
    guard ego.speed == 0, isAtStart, !isAligned(first.curvature, ego) else { return nil }
    clock.freeze(butUpTo: first.time)
    return first.curvature
  }

  /// Whether the car stands at a cusp, or stands near it and gets no closer.
  private func hasArrived(_ end: Double, _ ego: VehicleState) -> Bool {
    guard let standingSince else { return false }
    let waited = (ego.time - standingSince).seconds
    return abs(end - station) < 2 * tuning.restDistance || waited > TrajectoryTracker.longestWait
  }

  /// How far ahead a plan is searched for hard driving (s): so long full braking takes to build up.
  static let foresight = SimulationTime(nanoseconds: 600_000_000)

  /// How long before its time a cusp may be reached (s): wheels are then turned at once.
  static let earliest = SimulationTime(nanoseconds: 1_000_000_000)

  /// How long a car may stand short of a cusp before the next stroke begins anyway (s).
  static let longestWait = 2.0

  private func isAligned(_ curvature: Double, _ ego: VehicleState) -> Bool {
    abs(lateral.angle(curvature: curvature, speed: 0) - ego.steeringAngle) <= tuning.alignment
  }

  private func steering(
    _ track: PlanTrack, _ stroke: PlanTrack.Stroke, _ predicted: EgoPredictor.Prediction
  ) -> Double {
    let settling = EgoPredictor.settling(spec, speed: predicted.speed)
    // The car answers its wheels late: errors are taken where it will be by then, the feed-forward
    // once more ahead, since its side slip settles after its turn rate.
    let later = predicted.carriedOn(spec.actuators.steeringLag + settling)
    let guess = station + stroke.direction * later.rolled
    let distance = track.project(later.position, near: guess, reach: 3, in: stroke)
    return lateral.steering(
      ahead: track.path(at: distance + abs(predicted.speed) * settling, in: stroke),
      here: track.path(at: distance, in: stroke), ego: later, direction: stroke.direction)
  }

  /// The acceleration along the car's x axis (m/s²).
  private func pedal(
    _ track: PlanTrack, _ stroke: PlanTrack.Stroke, _ ego: VehicleState,
    _ predicted: EgoPredictor.Prediction
  ) -> Double {
    let delay = SimulationTime(seconds: spec.actuators.accelerationDelay)
    let lag = SimulationTime(seconds: spec.actuators.accelerationLag)
    let acting = track.motion(at: clock.time + delay, in: stroke)
    let ahead = track.motion(at: clock.time + delay + lag, in: stroke)
    let direction = stroke.direction
    let left = acting.travelled - (station + direction * predicted.rolled)
    if acting.speed == 0 && ahead.speed == 0 && left < tuning.restDistance { return hold(ego) }
    return ahead.acceleration + tuning.speedGain * (acting.speed - predicted.speed)
      + direction * tuning.stationGain * left
  }

  /// Stops gently and holds: nothing is asked of a car that stands, or it would shift gear.
  private func hold(_ ego: VehicleState) -> Double {
    ego.speed == 0 ? 0 : ego.speed > 0 ? -0.6 : 0.6
  }
}
