import Geometry

/// CommonRoad's cost functions and kinematic feasibility, as its drivability checker computes them.
///
/// Reference: CommonRoad/commonroad-drivability-checker 2025.4.0 (7127f2e7); Althoff et al.,
/// "CommonRoad: Composable benchmarks for motion planning on roads" (IV 2017).
public enum CommonRoad {
  /// The ego at one time step.
  public struct State: Sendable, Hashable {
    /// The reference point of the vehicle in the world (m).
    public var position: Vector2
    /// The direction of the vehicle (rad).
    public var heading: Double
    /// The speed along it (m/s).
    public var speed: Double
    /// The road-wheel angle (rad).
    public var steeringAngle: Double

    /// Creates a state.
    public init(position: Vector2, heading: Double, speed: Double, steeringAngle: Double) {
      self.position = position
      self.heading = heading
      self.speed = speed
      self.steeringAngle = steeringAngle
    }
  }

  /// The ego's states relative to the lane it follows, as the checker derives them.
  public struct LaneFrame: Sendable, Hashable {
    /// The way along the lane, smoothed (m).
    public var longitudinal: [Double]
    /// The gradient of that (m/s).
    public var longitudinalSpeed: [Double]
    /// The third gradient of that (m/s³).
    public var longitudinalJerk: [Double]
    /// The offset from the lane's centre, positive to the left (m).
    public var lateral: [Double]
    /// The gradient of the smoothed offset (m/s); the checker takes it for the jerk, too.
    public var lateralSpeed: [Double]
    /// The direction relative to the lane (rad).
    public var headingError: [Double]

    /// Derives the series from positions in the frame of the lane.
    ///
    /// `longitudinal` and `lateral` are as projected (m); jumps between lanes are bridged and the
    /// series smoothed before they are differentiated.
    public init(
      longitudinal: [Double], lateral: [Double], headingError: [Double], startSpeed: Double,
      step: Double
    ) {
      let along = LaneFrame.smoothed(
        LaneFrame.bridged(longitudinal, rate: startSpeed, tolerance: 1, step: step))
      let across = LaneFrame.smoothed(
        LaneFrame.bridged(lateral, rate: 0, tolerance: 0.5, step: step))
      self.longitudinal = along
      longitudinalSpeed = Sampled.gradient(along, step: step)
      longitudinalJerk = Sampled.gradient(
        Sampled.gradient(longitudinalSpeed, step: step), step: step)
      self.lateral = lateral
      lateralSpeed = Sampled.gradient(across, step: step)
      self.headingError = headingError
    }

    /// Replaces steps that a constant rate does not explain by that rate.
    static func bridged(
      _ values: [Double], rate: Double, tolerance: Double, step: Double
    ) -> [Double] {
      guard let first = values.first else { return [] }
      var (result, rate, shift) = ([first], rate, 0.0)
      for (before, now) in zip(values, values.dropFirst()) {
        let predicted = before + rate * step
        if abs(now - predicted) > tolerance {
          result.append(result[result.count - 1] + rate * step)
          shift += predicted - now
        } else {
          result.append(now + shift)
          rate = (now - before) / step
        }
      }
      return result
    }

    /// A cubic Savitzky-Golay filter of 11 samples, fewer for short runs, none below 5.
    static func smoothed(_ values: [Double]) -> [Double] {
      var window = min(Int(Double(values.count) / 1.5), 13)
      window -= window % 2 + 1
      guard window > 4 else { return values }
      return SavitzkyGolay(window: window, order: 3)?.filtered(values) ?? values
    }
  }
}
