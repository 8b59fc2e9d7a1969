/// Angles in radians: wrapping and differences.
public enum Angle {
  /// One half turn (rad).
  public static let pi = Double.pi

  /// The same direction in (-pi, pi].
  public static func wrapped(_ angle: Double) -> Double {
    if angle > -.pi && angle <= .pi { return angle }
    // IEEE remainder is exact: right for angles of any size, and the same on every CPU.
    let result = angle.remainder(dividingBy: 2 * .pi)
    return result <= -.pi ? .pi : result
  }

  /// The shortest signed turn from one direction to another, in (-pi, pi].
  public static func difference(from start: Double, to end: Double) -> Double {
    wrapped(end - start)
  }

  /// Radians from degrees; only for the edges of the program.
  public static func radians(degrees: Double) -> Double { degrees * .pi / 180 }

  /// Degrees from radians; only for the edges of the program.
  public static func degrees(radians: Double) -> Double { radians * 180 / .pi }
}
