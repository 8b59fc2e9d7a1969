/// What a driver model looks at: two cars along and across one lane, at one instant.
public struct DriverSituation: Sendable, Hashable {
  /// The ego's middle along the lane (m).
  public var egoX: Double
  /// The ego's speed (m/s).
  public var egoSpeed: Double
  /// The ego's acceleration (m/s²).
  public var egoAcceleration: Double
  /// The other car's middle along the lane (m).
  public var objectX: Double
  /// The other car's middle, left of the ego's (m).
  public var objectY: Double
  /// The other car's speed along the lane (m/s).
  public var objectSpeed: Double
  /// The other car's speed towards the ego's side (m/s); negative away from it.
  public var approach: Double
  /// The ego's length (m).
  public var egoLength: Double
  /// The other car's length (m).
  public var objectLength: Double
  /// The ego's width (m).
  public var egoWidth: Double
  /// The other car's width (m).
  public var objectWidth: Double

  /// Creates a situation.
  public init(
    egoX: Double, egoSpeed: Double, egoAcceleration: Double, objectX: Double, objectY: Double,
    objectSpeed: Double, approach: Double, lengths: (ego: Double, object: Double),
    widths: (ego: Double, object: Double)
  ) {
    self.egoX = egoX
    self.egoSpeed = egoSpeed
    self.egoAcceleration = egoAcceleration
    self.objectX = objectX
    self.objectY = objectY
    self.objectSpeed = objectSpeed
    self.approach = approach
    (egoLength, objectLength) = lengths
    (egoWidth, objectWidth) = widths
  }

  /// Between the bumpers along the lane (m); negative side by side.
  public var gap: Double { abs(egoX - objectX) - egoLength / 2 - objectLength / 2 }

  /// Between the facing sides (m); negative where the cars overlap across the lane.
  public var lateralGap: Double { abs(objectY) - egoWidth / 2 - objectWidth / 2 }

  /// How much faster the ego is (m/s).
  public var closing: Double { egoSpeed - objectSpeed }

  /// Whether the ego's middle is ahead of the other's: a passed car is no danger any more.
  public var isPassed: Bool { egoX > objectX }

  /// From the tail of the one to the nose of the other while the ego passes (m).
  var lengthToPass: Double { abs(egoX - objectX) + egoLength / 2 + objectLength / 2 }
}
