import Geometry

extension CommonRoad {
  /// Whether a kinematic single-track vehicle can drive from each state to the next.
  ///
  /// For each transition the steering rate and acceleration are sought that bring the vehicle
  /// closest; then position and heading must agree within 2 cm and 0.03 rad. Reference:
  /// `feasibility_checker.py`; the original seeks with SLSQP, here a pattern search finds the
  /// minimum of the same function, so verdicts can differ where SLSQP stops early.
  public struct Feasibility: Sendable, Hashable {
    /// The parameters of the vehicle.
    public struct Vehicle: Sendable, Hashable {
      /// Axle to axle (m).
      public var wheelbase: Double
      /// The reference point ahead of the rear axle (m).
      public var centreToRear: Double
      /// The smallest and largest road-wheel angle (rad).
      public var steering: ClosedRange<Double>
      /// The slowest and fastest change of that (rad/s).
      public var steeringRate: ClosedRange<Double>
      /// The slowest and fastest speed (m/s).
      public var speed: ClosedRange<Double>
      /// Above this speed the power limits the acceleration (m/s).
      public var switchingSpeed: Double
      /// The largest acceleration of the tyres (m/s²).
      public var acceleration: Double

      /// Creates the parameters.
      public init(
        wheelbase: Double, centreToRear: Double, steering: ClosedRange<Double>,
        steeringRate: ClosedRange<Double>, speed: ClosedRange<Double>, switchingSpeed: Double,
        acceleration: Double
      ) {
        self.wheelbase = wheelbase
        self.centreToRear = centreToRear
        self.steering = steering
        self.steeringRate = steeringRate
        self.speed = speed
        self.switchingSpeed = switchingSpeed
        self.acceleration = acceleration
      }
    }

    /// The greatest difference of x, y (m) and heading (rad), not reached itself.
    public static let tolerance = (position: 0.02, heading: 0.03)

    /// The number of the first transition that cannot be driven; nil where all can.
    public var firstInfeasible: Int?
    /// How many transitions were looked at.
    public var checked: Int

    /// Whether every transition can be driven.
    public var isFeasible: Bool { firstInfeasible == nil }

    /// Checks a run; states refer to a point `centreToRear` ahead of the rear axle.
    public init(_ states: [State], step: Double, vehicle: Vehicle) {
      checked = 0
      let rear = states.map { SingleTrack(rearAxleOf: $0, vehicle: vehicle) }
      for (before, after) in zip(rear, rear.dropFirst()) {
        checked += 1
        let transition = Transition(from: before, to: after, step: step, vehicle: vehicle)
        if !transition.isFeasible {
          firstInfeasible = checked - 1
          return
        }
      }
    }
  }
}

/// The state of a kinematic single-track model at its rear axle.
struct SingleTrack {
  var x: Double
  var y: Double
  var steering: Double
  var speed: Double
  var heading: Double

  init(rearAxleOf state: CommonRoad.State, vehicle: CommonRoad.Feasibility.Vehicle) {
    let (sine, cosine) = Portable.sincos(state.heading)
    x = state.position.x - vehicle.centreToRear * cosine
    y = state.position.y - vehicle.centreToRear * sine
    steering = state.steeringAngle
    speed = state.speed
    heading = state.heading
  }

  /// Moves along a rate of change for a time.
  func moved(_ rate: Rate, _ span: Double) -> SingleTrack {
    var next = self
    next.x += rate.x * span
    next.y += rate.y * span
    next.steering += rate.steering * span
    next.speed += rate.speed * span
    next.heading += rate.heading * span
    return next
  }

  /// The rate of change of a state.
  struct Rate {
    var x = 0.0
    var y = 0.0
    var steering = 0.0
    var speed = 0.0
    var heading = 0.0

    static func + (a: Rate, b: Rate) -> Rate {
      Rate(
        x: a.x + b.x, y: a.y + b.y, steering: a.steering + b.steering, speed: a.speed + b.speed,
        heading: a.heading + b.heading)
    }
    static func * (a: Rate, factor: Double) -> Rate {
      Rate(
        x: a.x * factor, y: a.y * factor, steering: a.steering * factor, speed: a.speed * factor,
        heading: a.heading * factor)
    }
  }
}
