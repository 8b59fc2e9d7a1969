import DrivingCore
import Geometry

extension MultiBody {
  /// What acts on one axle and, through it, on the body.
  struct AxleForces: Sendable {
    /// The force of both tyres along the car (N).
    private(set) var along = 0.0
    /// The moment of both tyres about the car's vertical axis (N m).
    private(set) var yawMoment = 0.0
    /// The moment on the body about its long axis (N m).
    private(set) var rollMoment = 0.0
    /// The sum of both springs with their dampers (N).
    private(set) var springSum = 0.0
    /// The sideways force of the pin between axle and body (N).
    private(set) var pin = 0.0

    private var rates: AxleState
    private let wheel: (radius: Double, inertia: Double, left: Double, right: Double)

    /// Works out the forces of an axle `ahead` metres before the centre of gravity.
    ///
    /// - Parameter carried: The other axle's distance to the centre (m): the share of the body that
    ///   rests here.
    init(
      _ axle: MultiBodyParameters.Axle, _ state: AxleState, of body: State,
      _ parameters: MultiBodyParameters, ahead: Double, steering: Double, carried: Double
    ) {
      let geometry = AxleGeometry(
        axle: axle, state: state, body: body, parameters: parameters, ahead: ahead,
        steering: steering, carried: carried)
      let (left, right) = (geometry.corner(1), geometry.corner(-1))
      let (track, chassis) = (parameters.track, parameters.chassis)
      let radius = track.tyres.wheelRadius
      wheel = (radius, track.tyres.wheelInertia, left.tyre.longitudinal, right.tyre.longitudinal)
      pin = geometry.pin
      springSum = left.spring + right.spring
      let (sine, cosine) = Portable.sincos(steering)
      let (push, side) = (
        left.tyre.longitudinal + right.tyre.longitudinal, left.tyre.lateral + right.tyre.lateral
      )
      along = push * cosine - side * sine
      let across = side * cosine + push * sine
      let half = 0.5 * axle.track
      yawMoment =
        across * ahead + (right.tyre.lateral - left.tyre.lateral) * half * sine
        + (left.tyre.longitudinal - right.tyre.longitudinal) * half * cosine
      let (sineRoll, cosineRoll) = Portable.sincos(body.roll)
      let (sineLean, cosineLean) = Portable.sincos(state.roll)
      let arm = axle.rollAxisHeight - radius
      let lift = half * (left.spring - right.spring)
      rollMoment = lift - pin / cosineRoll * (geometry.gap - arm * cosineLean)
      let give = chassis.lateralCompliance
      let tyreMoment =
        left.load * (radius * sineLean + half * cosineLean - give * left.tyre.lateral)
        - right.load * (-radius * sineLean + half * cosineLean + give * right.tyre.lateral)
      rates = state * 0
      rates.roll = state.rollRate
      rates.rollRate =
        (-lift - pin * arm + tyreMoment - across * (radius - state.sink)) / axle.rollInertia
      rates.sideSpeed =
        (across - pin * cosineRoll - springSum * sineRoll) / axle.mass
        - body.yawRate * body.forwardSpeed
      rates.sink = state.sinkRate
      rates.sinkRate =
        SingleTrackParameters.gravity
        - (left.load + right.load + pin * sineRoll - springSum * cosineRoll) / axle.mass
      rates.shift = geometry.shiftRate
      (rates.leftSpin, rates.rightSpin) = (state.leftSpin, state.rightSpin)
    }

    /// The rates of the axle, driven or braked by a torque (N m); wheels never spin backwards.
    func rates(torque: Double) -> AxleState {
      var result = rates
      result.leftSpin =
        rates.leftSpin < 0
        ? 0 : (0.5 * torque - wheel.radius * wheel.left) / wheel.inertia
      result.rightSpin =
        rates.rightSpin < 0
        ? 0 : (0.5 * torque - wheel.radius * wheel.right) / wheel.inertia
      return result
    }
  }

  /// Where an axle and its wheels are under the body.
  private struct AxleGeometry {
    var axle: MultiBodyParameters.Axle
    var state: AxleState
    var body: State
    var parameters: MultiBodyParameters
    var ahead: Double
    var steering: Double
    var carried: Double

    /// One wheel: the load of its tyre, its forces in its own frame, and its spring (N).
    typealias Corner = (
      load: Double, tyre: (longitudinal: Double, lateral: Double), spring: Double
    )

    private var radius: Double { parameters.track.tyres.wheelRadius }

    /// The height of the body's centre above the axle's (m).
    var gap: Double { parameters.track.centreHeight - radius + state.sink - body.sink }

    /// How fast the body moves sideways on the axle (m/s).
    var shiftRate: Double { body.sideSpeed + ahead * body.yawRate - state.sideSpeed }

    /// The sideways force of the pin (N): a spring and a damper.
    var pin: Double {
      let (sine, cosine) = Portable.sincos(body.roll)
      let (sineLean, cosineLean) = Portable.sincos(body.roll - state.roll)
      let arm = axle.rollAxisHeight - radius
      let travel = gap * sine - state.shift * cosine - arm * sineLean
      let rate =
        (gap * cosine + state.shift * sine) * body.rollRate
        + (state.sinkRate - body.sinkRate) * sine - shiftRate * cosine
        - arm * cosineLean * (body.rollRate - state.rollRate)
      return travel * parameters.chassis.pinStiffness + rate * parameters.chassis.pinDamping
    }

    /// The wheel on the left (1) or the right (-1).
    func corner(_ side: Double) -> Corner {
      let (sine, cosine) = Portable.sincos(state.roll)
      let half = side * 0.5 * axle.track
      let load =
        (state.sink + radius * (cosine - 1) - half * sine) * parameters.chassis.tyreStiffness
      let travel =
        gap / Portable.cos(body.roll) - parameters.track.centreHeight + radius
        + ahead * body.pitch + half * (body.roll - state.roll)
      let camber =
        body.roll + side * (axle.camber * travel + axle.camberGrowth * (travel * travel))
      let (slip, angle) = slips(half, spin: side > 0 ? state.leftSpin : state.rightSpin)
      return (
        load,
        parameters.track.pacejka.forces(slip: slip, slipAngle: angle, load: load, camber: camber),
        spring(travel, half, side)
      )
    }

    /// The force of a spring with its damper and the axle's torsion; bump stops are neglected.
    private func spring(_ travel: Double, _ half: Double, _ side: Double) -> Double {
      let (track, chassis) = (parameters.track, parameters.chassis)
      let rate =
        state.sinkRate - body.sinkRate + ahead * body.pitchRate
        + half * (body.rollRate - state.rollRate)
      let rest =
        chassis.sprungMass * SingleTrackParameters.gravity * carried / (2 * track.wheelbase)
      return rest - travel * axle.stiffness - rate * axle.damping
        + side * (body.roll - state.roll) * axle.torsion / axle.track
    }

    /// Longitudinal slip and slip angle (rad) of a wheel `half` metres left of the middle.
    private func slips(_ half: Double, spin: Double) -> (slip: Double, angle: Double) {
      guard abs(body.forwardSpeed) >= LinearSingleTrack.kinematicBelow else { return (0, 0) }
      let forward = body.forwardSpeed + half * body.yawRate
      let across = body.sideSpeed + ahead * body.yawRate
      let (sine, cosine) = Portable.sincos(steering)
      let ground = forward * cosine + across * sine
      let slip = ground > 0 ? 1 - radius * spin / ground : 0
      let patch = across - state.rollRate * (radius - state.sink)
      let angle = forward == 0 ? 0 : Portable.atan(patch / forward)
      return (slip, angle - steering)
    }
  }
}
