import Foundation

/// Elementary functions with the same bits on every CPU.
public enum Portable {
  /// The sine.
  public static func sin(_ x: Double) -> Double { Foundation.sin(x) }
  /// The cosine.
  public static func cos(_ x: Double) -> Double { Foundation.cos(x) }
  /// The sine and cosine together.
  public static func sincos(_ x: Double) -> (sin: Double, cos: Double) { (sin(x), cos(x)) }
  /// The tangent.
  public static func tan(_ x: Double) -> Double { Foundation.tan(x) }
  /// The arc tangent.
  public static func atan(_ x: Double) -> Double { Foundation.atan(x) }
  /// The angle of the point (x, y), in (-pi, pi].
  public static func atan2(_ y: Double, _ x: Double) -> Double { Foundation.atan2(y, x) }
  /// The arc sine.
  public static func asin(_ x: Double) -> Double { Foundation.asin(x) }
  /// The arc cosine.
  public static func acos(_ x: Double) -> Double { Foundation.acos(x) }
  /// The exponential.
  public static func exp(_ x: Double) -> Double { Foundation.exp(x) }
  /// The natural logarithm.
  public static func log(_ x: Double) -> Double { Foundation.log(x) }
  /// The power.
  public static func pow(_ x: Double, _ y: Double) -> Double { Foundation.pow(x, y) }
  /// The hyperbolic tangent.
  public static func tanh(_ x: Double) -> Double { Foundation.tanh(x) }
}
