import DrivingCore
import Geometry

/// How the ego follows a car ahead: the Intelligent Driver Model, softened for cut-ins.
///
/// References: Treiber, Hennecke, Helbing, Congested Traffic States (Phys. Rev. E 62, 2000);
/// Kesting, Treiber, Helbing, Enhanced Intelligent Driver Model (Phil. Trans. R. Soc. A 368, 2010),
/// whose constant-acceleration heuristic keeps a harmless cut-in from causing full braking.
struct CarFollowing: Hashable, Sendable {
  /// The time gap wanted (s).
  var headway: Double
  /// The gap wanted at standstill (m).
  var standstillGap = DrivingStyle.standstillGap
  /// The largest acceleration (m/s²).
  var acceleration: Double
  /// The comfortable deceleration (m/s²), positive.
  var deceleration: Double
  /// The trust in the car ahead not to brake harder than it does now.
  var coolness = 0.99

  /// The acceleration on a free road (m/s²); overspeed is shed at the comfortable rate at most.
  func free(speed: Double, desired: Double) -> Double {
    let wanted = max(desired, 0.1)
    if speed <= wanted {
      let ratio = speed / wanted
      return acceleration * (1 - ratio * ratio * ratio * ratio)
    }
    let power = acceleration * 4 / deceleration
    return -deceleration * (1 - Portable.pow(wanted / speed, power))
  }

  /// The acceleration behind a car (m/s²); never below `-limit`.
  func behind(
    speed: Double, desired: Double, gap: Double, leadSpeed: Double, leadAcceleration: Double,
    limit: Double
  ) -> Double {
    let free = free(speed: speed, desired: desired)
    guard gap > 0.05 else { return -limit }
    let closing = speed - leadSpeed
    let root = (acceleration * deceleration).squareRoot()
    let wanted =
      standstillGap + max(0, speed * headway + speed * closing / (2 * root))
    let ratio = wanted / gap
    // The improved model: at the wanted speed the gap still settles at `wanted`.
    let following = max(min(free, acceleration * (1 - ratio * ratio)), -limit)
    let heuristic = constantAcceleration(
      speed: speed, gap: gap, leadSpeed: leadSpeed, leadAcceleration: leadAcceleration)
    if following >= heuristic { return max(following, -limit) }
    let soft =
      (1 - coolness) * following
      + coolness
      * (heuristic
        + deceleration * Portable.tanh((following - heuristic) / deceleration))
    return max(min(soft, free), -limit)
  }

  /// The mildest constant deceleration that avoids contact if the car ahead goes on as it does.
  private func constantAcceleration(
    speed: Double, gap: Double, leadSpeed: Double, leadAcceleration: Double
  ) -> Double {
    let lead = min(leadAcceleration, acceleration)
    if leadSpeed * (speed - leadSpeed) <= -2 * gap * lead {
      let bottom = leadSpeed * leadSpeed - 2 * gap * lead
      return bottom > 1e-9 ? speed * speed * lead / bottom : lead
    }
    let closing = max(0, speed - leadSpeed)
    return lead - closing * closing / (2 * gap)
  }
}
