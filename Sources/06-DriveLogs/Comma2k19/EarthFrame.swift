import Geometry

/// A plane that touches the earth: x east, y north (m), from earth-centred coordinates (WGS 84).
struct EarthFrame {
  private let origin: (x: Double, y: Double, z: Double)
  private let longitude: (sin: Double, cos: Double)
  private let latitude: (sin: Double, cos: Double)

  /// WGS 84: semi-major axis (m) and squared eccentricity.
  private static let semiMajor = 6_378_137.0
  private static let squaredEccentricity = 6.694_379_990_141_3e-3

  /// The plane at a point. Latitude by Bowring's formula (1976), exact to micrometres here.
  init(x: Double, y: Double, z: Double) {
    origin = (x, y, z)
    longitude = Portable.sincos(Portable.atan2(y, x))
    let (a, e2) = (Self.semiMajor, Self.squaredEccentricity)
    let b = a * (1 - e2).squareRoot()
    let p = (x * x + y * y).squareRoot()
    let theta = Portable.sincos(Portable.atan2(z * a, p * b))
    let north = z + e2 / (1 - e2) * b * theta.sin * theta.sin * theta.sin
    latitude = Portable.sincos(
      Portable.atan2(north, p - e2 * a * theta.cos * theta.cos * theta.cos))
  }

  /// A direction or difference in the plane.
  func direction(_ x: Double, _ y: Double, _ z: Double) -> Vector2 {
    Vector2(
      -longitude.sin * x + longitude.cos * y,
      -latitude.sin * longitude.cos * x - latitude.sin * longitude.sin * y + latitude.cos * z)
  }

  /// A point in the plane.
  func point(_ x: Double, _ y: Double, _ z: Double) -> Vector2 {
    direction(x - origin.x, y - origin.y, z - origin.z)
  }
}
