import DrivingCore
import Geometry

/// The Intelligent Driver Model: how hard a driver pulls for the car ahead and the open road.
///
/// a·[1 - (v/v0)^δ - (s*/s)²] with s* = s0 + v·T + v·Δv / (2√(ab)).
/// Reference: Treiber, Hennecke, Helbing, Phys. Rev. E 62, 1805 (2000), equations 3 and 4.
public enum IntelligentDriver {
  /// No driver brakes harder than this (m/s²): what dry asphalt gives.
  public static let hardestBraking = 8.0
  /// Gaps are never taken as smaller than this (m): they divide.
  public static let smallestGap = 0.01

  /// The pull on an open road (m/s²); negative above the speed wanted.
  public static func freeAcceleration(_ driver: Actor.Follower, speed: Double) -> Double {
    let ratio = max(speed, 0) / max(driver.desiredSpeed, smallestGap)
    return driver.acceleration * (1 - power(ratio, driver.exponent))
  }

  /// The gap wanted (m) at a speed (m/s) when closing in on the car ahead (m/s, positive nearer).
  ///
  /// As published it falls below zero where the car ahead draws away fast; squared, that would
  /// brake. `acceleration` takes no less than zero.
  public static func desiredGap(
    _ driver: Actor.Follower, speed: Double, closing: Double
  ) -> Double {
    let brake = 2 * (driver.acceleration * driver.deceleration).squareRoot()
    return driver.standstillGap + speed * driver.headway + speed * closing / brake
  }

  /// What a gap (m) takes from the pull (m/s²), for a gap wanted.
  public static func interaction(
    _ driver: Actor.Follower, gap: Double, desiredGap: Double
  ) -> Double {
    let safe = abs(gap) > smallestGap ? gap : gap < 0 ? -smallestGap : smallestGap
    let ratio = desiredGap / safe
    return -driver.acceleration * ratio * ratio
  }

  /// The acceleration (m/s²) behind a car at a gap (m, bumper to bumper) that drives at a speed.
  ///
  /// An overlap counts as the smallest gap; no driver brakes harder than `hardestBraking`.
  public static func acceleration(
    _ driver: Actor.Follower, speed: Double, gap: Double, speedAhead: Double
  ) -> Double {
    let wanted = max(0, desiredGap(driver, speed: speed, closing: speed - speedAhead))
    let pull =
      freeAcceleration(driver, speed: speed)
      + interaction(driver, gap: max(gap, smallestGap), desiredGap: wanted)
    return max(pull, -hardestBraking)
  }

  /// The acceleration (m/s²) on an open road, bounded as `acceleration` is.
  public static func acceleration(_ driver: Actor.Follower, speed: Double) -> Double {
    max(freeAcceleration(driver, speed: speed), -hardestBraking)
  }

  /// Exponent four, which nearly all drivers have, costs two products.
  private static func power(_ base: Double, _ exponent: Double) -> Double {
    if exponent == 4 {
      let square = base * base
      return square * square
    }
    return base > 0 ? Portable.exp(exponent * Portable.log(base)) : 0
  }
}
