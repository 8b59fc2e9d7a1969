import DrivingCore
import Geometry

/// Builds the trajectories of rivals and controls.
enum RivalPlan {
  /// The jerk at which they move their pedals (m/s³).
  static let jerk = 12.0

  /// A speed profile of 6 s: at each step the pull is asked for a speed and a way driven.
  static func profile(
    speed: Double, acceleration: Double, _ pull: (Int, Double, Double) -> Double
  ) -> SpeedProfile {
    var profile = SpeedProfile()
    profile.begin(speed: speed, acceleration: acceleration)
    for step in 0..<SpeedProfile.steps {
      profile.advance(
        step, wanted: pull(step, profile.speed[step], profile.travelled[step]), jerk: jerk)
    }
    return profile
  }

  /// A way to the middle of a line and along it; nil where the ego lies across it.
  static func path(
    from start: FrenetMotion, on line: ReferenceLine, speed: Double, seconds: Double,
    limits: KinematicLimits
  ) -> CandidatePath? {
    let least = max(6, 2.2 * (abs(start.d) / limits.curvature).squareRoot())
    return CandidatePath(
      from: start, to: 0, length: max(least, max(speed, 3) * seconds),
      reach: CandidatePath.spacing * 4 + speed * 6.5 + 40, on: line)
  }

  /// Speeds along a path as a trajectory.
  static func trajectory(
    _ path: CandidatePath, _ profile: SpeedProfile, on line: ReferenceLine,
    at time: SimulationTime, label: String, reason: String
  ) -> Trajectory {
    Trajectory(
      label: label, points: path.points(driving: profile, on: line, from: time), reason: reason)
  }

  /// Straight on, or along the circle of the wheels, where no lane is known.
  static func straight(
    _ ego: VehicleState, _ profile: SpeedProfile, at time: SimulationTime, sign: Double = 1,
    label: String, reason: String
  ) -> Trajectory {
    let pose = ego.worldFromVehicle
    let points = (0...SpeedProfile.steps).map { step in
      Trajectory.Point(
        time: time + SimulationTime(nanoseconds: Int64(step) * 100_000_000),
        worldFromVehicle: SE2(
          position: pose.position + pose.forward * (sign * profile.travelled[step]),
          heading: pose.heading),
        speed: sign * profile.speed[step], acceleration: sign * profile.acceleration[step])
    }
    return Trajectory(label: label, points: points, reason: reason)
  }
}
