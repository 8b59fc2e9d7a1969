/// A rotation in space as a unit quaternion (Hamilton's convention, scalar first).
///
/// `q` and `-q` are the same rotation; `==` tells them apart.
public struct Quaternion: Hashable, Sendable, Codable {
  /// The scalar part: the cosine of half the angle.
  public var w: Double
  /// The vector part: the axis times the sine of half the angle.
  public var x, y, z: Double

  /// Creates a rotation from four numbers, brought to unit length; zeros give the identity.
  public init(w: Double, x: Double, y: Double, z: Double) {
    let size = (w * w + x * x + y * y + z * z).squareRoot()
    guard size > 0, size.isFinite else {
      (self.w, self.x, self.y, self.z) = (1, 0, 0, 0)
      return
    }
    (self.w, self.x, self.y, self.z) = (w / size, x / size, y / size, z / size)
  }

  /// The rotation that changes nothing.
  public static let identity = Quaternion(w: 1, x: 0, y: 0, z: 0)

  /// The rotation by an angle (rad) about an axis, by the right hand.
  public init(axis: Vector3, angle: Double) {
    let (sine, cosine) = Portable.sincos(angle / 2)
    let unit = axis.normalized
    self.init(w: cosine, x: unit.x * sine, y: unit.y * sine, z: unit.z * sine)
  }

  /// The rotation by roll about x, then pitch about y, then yaw about z, axes fixed (rad, ISO 8855).
  public init(yaw: Double, pitch: Double = 0, roll: Double = 0) {
    self =
      Quaternion(axis: Vector3(0, 0, 1), angle: yaw)
      * Quaternion(axis: Vector3(0, 1, 0), angle: pitch)
      * Quaternion(axis: Vector3(1, 0, 0), angle: roll)
  }

  /// The rotation of a rotation matrix (Shepperd 1978: the largest component first).
  public init(_ m: Matrix3) {
    let trace = m.r0.x + m.r1.y + m.r2.z
    if trace > max(m.r0.x, m.r1.y, m.r2.z) {
      self.init(w: 1 + trace, x: m.r2.y - m.r1.z, y: m.r0.z - m.r2.x, z: m.r1.x - m.r0.y)
    } else if m.r0.x >= max(m.r1.y, m.r2.z) {
      self.init(
        w: m.r2.y - m.r1.z, x: 1 + 2 * m.r0.x - trace, y: m.r0.y + m.r1.x, z: m.r0.z + m.r2.x)
    } else if m.r1.y >= m.r2.z {
      self.init(
        w: m.r0.z - m.r2.x, x: m.r0.y + m.r1.x, y: 1 + 2 * m.r1.y - trace, z: m.r1.z + m.r2.y)
    } else {
      self.init(
        w: m.r1.x - m.r0.y, x: m.r0.z + m.r2.x, y: m.r1.z + m.r2.y, z: 1 + 2 * m.r2.z - trace)
    }
  }

  /// The composition: first `inner`, then `outer`.
  public static func * (outer: Quaternion, inner: Quaternion) -> Quaternion {
    let (a, b) = (outer, inner)
    return Quaternion(
      w: a.w * b.w - a.x * b.x - a.y * b.y - a.z * b.z,
      x: a.w * b.x + a.x * b.w + a.y * b.z - a.z * b.y,
      y: a.w * b.y - a.x * b.z + a.y * b.w + a.z * b.x,
      z: a.w * b.z + a.x * b.y - a.y * b.x + a.z * b.w)
  }

  /// The rotated vector.
  public static func * (rotation: Quaternion, v: Vector3) -> Vector3 {
    let axis = Vector3(rotation.x, rotation.y, rotation.z)
    let twice = axis.cross(v) * 2
    return v + twice * rotation.w + axis.cross(twice)
  }

  /// The rotation that undoes this one.
  public var inverse: Quaternion { Quaternion(w: w, x: -x, y: -y, z: -z) }

  /// The rotation as a matrix.
  public var matrix: Matrix3 {
    Matrix3(self * Vector3(1, 0, 0), self * Vector3(0, 1, 0), self * Vector3(0, 0, 1)).transposed
  }

  /// The angle of the rotation (rad), in [0, pi].
  public var angle: Double {
    2 * Portable.atan2((x * x + y * y + z * z).squareRoot(), abs(w))
  }

  /// Yaw, pitch and roll (rad); at a pitch of a quarter turn roll is zero.
  public var eulerAngles: (yaw: Double, pitch: Double, roll: Double) {
    let sine = min(max(2 * (w * y - z * x), -1), 1)
    if abs(sine) > 1 - 1e-14 {
      return (Portable.atan2(-2 * (x * y - w * z), 1 - 2 * (x * x + z * z)), Portable.asin(sine), 0)
    }
    return (
      Portable.atan2(2 * (w * z + x * y), 1 - 2 * (y * y + z * z)), Portable.asin(sine),
      Portable.atan2(2 * (w * x + y * z), 1 - 2 * (x * x + y * y))
    )
  }

  /// The rotation a fraction of the shortest way to another, at constant rate (Shoemake 1985).
  public func interpolated(to other: Quaternion, _ fraction: Double) -> Quaternion {
    let cosine = w * other.w + x * other.x + y * other.y + z * other.z
    let sign = cosine < 0 ? -1.0 : 1.0
    let angle = Portable.acos(min(abs(cosine), 1))
    let sine = Portable.sin(angle)
    let nearby = sine < 1e-9
    let a = nearby ? 1 - fraction : Portable.sin((1 - fraction) * angle) / sine
    let b = sign * (nearby ? fraction : Portable.sin(fraction * angle) / sine)
    return Quaternion(
      w: a * w + b * other.w, x: a * x + b * other.x, y: a * y + b * other.y,
      z: a * z + b * other.z)
  }
}
