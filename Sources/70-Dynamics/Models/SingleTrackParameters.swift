import DrivingCore
import Geometry

/// The numbers of a car that the single-track models of CommonRoad need.
public struct SingleTrackParameters: Sendable, Hashable {
  /// The acceleration of gravity, as CommonRoad has it (m/s²).
  public static let gravity = 9.81

  /// The centre of gravity behind the front axle (m): `a`, `l_f`.
  public var front: Double
  /// The centre of gravity before the rear axle (m): `b`, `l_r`.
  public var rear: Double
  /// The mass (kg).
  public var mass: Double
  /// The moment about the vertical axis (kg m²).
  public var yawInertia: Double
  /// The height of the centre of gravity of the sprung mass (m): `h_s`.
  public var centreHeight: Double
  /// Grip, stiffness and wheels.
  public var tyres: VehicleSpec.Tyres
  /// The tyre's shape, for the drift model.
  public var pacejka: PacejkaTyre
  /// What steering can do.
  public var steering: SteeringConstraint
  /// What drive and brake can do.
  public var speed: SpeedConstraint

  /// Takes the numbers of a car; the tyre's shape is the one all CommonRoad cars share.
  public init(_ spec: VehicleSpec, pacejka: PacejkaTyre = .commonRoad) {
    front = spec.inertia.frontAxleToCentre
    rear = spec.body.wheelbase - spec.inertia.frontAxleToCentre
    mass = spec.inertia.mass
    yawInertia = spec.inertia.yaw
    centreHeight = spec.inertia.centreHeight
    tyres = spec.tyres
    self.pacejka = pacejka
    steering = SteeringConstraint(
      angle: spec.limits.steeringAngle, rate: spec.limits.steeringRate)
    speed = SpeedConstraint(
      lowest: spec.limits.minimumSpeed, highest: spec.limits.maximumSpeed,
      switching: spec.limits.switchingSpeed, acceleration: spec.limits.acceleration)
  }

  /// Axle to axle (m).
  public var wheelbase: Double { front + rear }

  /// What remains of an input after the constraints, at an angle (rad) and a speed (m/s).
  public func admitted(_ input: ModelInput, angle: Double, speed now: Double) -> ModelInput {
    ModelInput(
      steeringRate: steering.admitted(input.steeringRate, at: angle),
      acceleration: speed.admitted(input.acceleration, at: now))
  }
}
