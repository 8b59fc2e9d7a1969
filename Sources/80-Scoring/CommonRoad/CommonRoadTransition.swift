import Geometry

/// One step from a state to the next, and the input that comes closest to making it.
struct Transition {
  /// A steering rate (rad/s) and an acceleration (m/s²).
  typealias Input = (rate: Double, acceleration: Double)
  private typealias Offset = (x: Double, y: Double, speed: Double, heading: Double)

  let from: SingleTrack
  let to: SingleTrack
  let step: Double
  let vehicle: CommonRoad.Feasibility.Vehicle

  /// Whether the best input ends within 2 cm and 0.03 rad of the next state.
  var isFeasible: Bool {
    // Where the differences already give an input that works, no search is needed.
    isMet(by: guess) || isMet(by: bestInput())
  }

  private func isMet(by input: Input) -> Bool {
    guard let offset = offset(of: input) else { return false }
    func rounded(_ value: Double) -> Double { (abs(value) * 1e4).rounded(.toNearestOrEven) / 1e4 }
    let tolerance = CommonRoad.Feasibility.tolerance
    return rounded(offset.x) < tolerance.position && rounded(offset.y) < tolerance.position
      && rounded(offset.heading) < tolerance.heading
  }

  /// Pattern search from standing still and from the input that the differences suggest.
  private func bestInput() -> Input {
    let starts: [Input] = [(0, 0), guess, (guess.rate, 0), (0, guess.acceleration)]
    var best = (input: starts[0], cost: cost(of: starts[0]))
    for start in starts {
      let found = searched(from: start)
      if found.cost < best.cost { best = found }
    }
    return best.input
  }

  /// The input that the differences of the states suggest.
  private var guess: Input {
    clamped(((to.steering - from.steering) / step, (to.speed - from.speed) / step))
  }

  private func searched(from start: Input) -> (input: Input, cost: Double) {
    var best = (input: start, cost: cost(of: start))
    var size = 0.25
    let spanRate = vehicle.steeringRate.upperBound - vehicle.steeringRate.lowerBound
    while size > 1e-7 {
      var improved = false
      for (i, j) in Transition.directions {
        let candidate = clamped(
          (
            best.input.rate + i * size * spanRate,
            best.input.acceleration + j * size * 2 * vehicle.acceleration
          ))
        let cost = cost(of: candidate)
        if cost < best.cost {
          best = (candidate, cost)
          improved = true
        }
      }
      if !improved { size /= 2 }
    }
    return best
  }

  private static let directions: [(Double, Double)] = [
    (1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1),
  ]

  private func clamped(_ input: Input) -> Input {
    let (low, high) = (vehicle.steeringRate.lowerBound, vehicle.steeringRate.upperBound)
    return (
      min(max(input.rate, low), high),
      min(max(input.acceleration, -vehicle.acceleration), vehicle.acceleration)
    )
  }

  /// The distance to the next state, with what exceeds the tolerances counted twice.
  private func cost(of input: Input) -> Double {
    guard let offset = offset(of: input) else {
      return (2 * 2.0 * 2.0 + 3.0 * 3.0).squareRoot()
    }
    let squared =
      offset.x * offset.x + offset.y * offset.y + offset.speed * offset.speed
      + offset.heading * offset.heading
    // The original compares the speed where its comment speaks of the heading.
    let excess = [
      abs(offset.x) - 0.02, abs(offset.y) - 0.02, abs(offset.speed) - 0.03,
    ].reduce(0) { $1 > 0 ? $0 + $1 * $1 : $0 }
    return squared.squareRoot() + excess.squareRoot()
  }

  /// The next state less the simulated one; nil where the input leaves the friction circle.
  private func offset(of input: Input) -> Offset? {
    let turning = from.speed * rates(from, input).heading
    let limit = vehicle.acceleration
    guard input.acceleration * input.acceleration + turning * turning <= limit * limit else {
      return nil
    }
    let end = simulated(input)
    return (
      to.x - end.x, to.y - end.y, to.speed - end.speed,
      abs(Angle.difference(from: end.heading, to: to.heading))
    )
  }

  /// Fourth-order Runge-Kutta in four parts.
  private func simulated(_ input: Input) -> SingleTrack {
    let span = step / 4
    var state = from
    for _ in 0..<4 {
      let k1 = rates(state, input)
      let k2 = rates(state.moved(k1, span / 2), input)
      let k3 = rates(state.moved(k2, span / 2), input)
      let k4 = rates(state.moved(k3, span), input)
      state = state.moved((k1 + k2 * 2 + k3 * 2 + k4) * (1.0 / 6), span)
    }
    return state
  }

  /// The kinematic single-track model with the limits of CommonRoad's vehicle models.
  private func rates(_ state: SingleTrack, _ input: Input) -> SingleTrack.Rate {
    let (sine, cosine) = Portable.sincos(state.heading)
    return SingleTrack.Rate(
      x: state.speed * cosine, y: state.speed * sine, steering: steeringRate(state, input.rate),
      speed: acceleration(state, input.acceleration),
      heading: state.speed / vehicle.wheelbase * Portable.tan(state.steering))
  }

  private func steeringRate(_ state: SingleTrack, _ rate: Double) -> Double {
    let limits = vehicle.steering
    if state.steering <= limits.lowerBound && rate <= 0 { return 0 }
    if state.steering >= limits.upperBound && rate >= 0 { return 0 }
    return min(max(rate, vehicle.steeringRate.lowerBound), vehicle.steeringRate.upperBound)
  }

  private func acceleration(_ state: SingleTrack, _ wanted: Double) -> Double {
    if state.speed <= vehicle.speed.lowerBound && wanted <= 0 { return 0 }
    if state.speed >= vehicle.speed.upperBound && wanted >= 0 { return 0 }
    let powered =
      state.speed > vehicle.switchingSpeed
      ? vehicle.acceleration * vehicle.switchingSpeed / state.speed : vehicle.acceleration
    return min(max(wanted, -vehicle.acceleration), powered)
  }
}
