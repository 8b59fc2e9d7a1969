/// A pose in space: a rotation, then a translation. Named `targetFromSource` in code.
public struct SE3: Hashable, Sendable, Codable {
  /// The rotation.
  public var rotation: Quaternion
  /// The translation (m).
  public var translation: Vector3

  /// Creates a pose from its rotation and translation (m).
  public init(rotation: Quaternion, translation: Vector3) {
    self.rotation = rotation
    self.translation = translation
  }

  /// A pose of the plane, lifted into space at a height (m).
  public init(_ pose: SE2, z: Double = 0) {
    self.init(
      rotation: Quaternion(yaw: pose.heading), translation: Vector3(pose.position, z: z))
  }

  /// The pose that changes nothing.
  public static let identity = SE3(rotation: .identity, translation: .zero)

  /// The point expressed in the target frame.
  public static func * (pose: SE3, point: Vector3) -> Vector3 {
    pose.rotation * point + pose.translation
  }

  /// The composition: first `inner`, then `outer`.
  public static func * (outer: SE3, inner: SE3) -> SE3 {
    SE3(rotation: outer.rotation * inner.rotation, translation: outer * inner.translation)
  }

  /// The pose that undoes this one.
  public var inverse: SE3 {
    let back = rotation.inverse
    return SE3(rotation: back, translation: -(back * translation))
  }

  /// The pose seen from above: position and yaw.
  public var planar: SE2 {
    SE2(position: translation.xy, heading: rotation.eulerAngles.yaw)
  }

  /// The pose a fraction of the way to another, rotation and translation apart.
  public func interpolated(to other: SE3, _ fraction: Double) -> SE3 {
    SE3(
      rotation: rotation.interpolated(to: other.rotation, fraction),
      translation: translation + (other.translation - translation) * fraction)
  }
}
