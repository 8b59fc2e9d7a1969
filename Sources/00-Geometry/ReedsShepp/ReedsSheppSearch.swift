/// Tries every word for a goal (x, y, heading) given in units of the turning radius.
///
/// All formulas start from one of two vectors, `a = (x - sin, y - 1 + cos)` and
/// `b = (x + sin, y - 1 - cos)`. Driving the other way along (time flip) negates x and the heading,
/// which only turns the direction of a and b into its supplement; exchanging left and right negates
/// y and the heading; the opposite order of the parts exchanges start and goal.
struct ReedsSheppSearch {
  let x, y, heading: Double
  var best = ReedsSheppWord()
  var keepsAll = false
  var all: [ReedsSheppWord] = []

  /// Parts shorter than this with the wrong sign come from rounding.
  static let tolerance = 1e-12
  private static let quarter = Double.pi / 2

  init(x: Double, y: Double, heading: Double) {
    (self.x, self.y, self.heading) = (x, y, heading)
  }

  mutating func run() {
    let (sine, cosine) = Portable.sincos(heading)
    // Words from the start first: they are often the shortest, and spare the others.
    for isBackward in [false, true] {
      for isReflected in [false, true] {
        let (side, s) = isReflected ? (-y, -sine) : (y, sine)
        let (u, v) = isBackward ? (x * cosine + side * s, x * s - side * cosine) : (x, side)
        var word = ReedsSheppWord()
        (word.isReflected, word.isBackward) = (isReflected, isBackward)
        let turn = isReflected ? -heading : heading
        tryA(Arm(u - s, v - 1 + cosine), turn, word)
        tryB(Arm(u + s, v - 1 - cosine), turn, word)
      }
    }
  }

  /// A vector with its length and, when asked for, its direction.
  private struct Arm {
    let x, y, squared, length: Double
    init(_ x: Double, _ y: Double) {
      (self.x, self.y) = (x, y)
      squared = x * x + y * y
      length = squared.squareRoot()
    }
    var direction: Double { Portable.atan2(y, x) }
  }

  /// Whether a word of at least this length can still matter.
  @inline(__always)
  private func matters(_ least: Double) -> Bool { least < best.length || keepsAll }

  /// The words LSL, LRL and LRSL (8.1, 8.3, 8.4, 8.9).
  private mutating func tryA(_ arm: Arm, _ heading: Double, _ base: ReedsSheppWord) {
    let straight = !base.isBackward && matters(arm.length)
    let turns = arm.length <= 4 && matters(arm.length / 2)
    let long = arm.squared >= 8 ? (arm.squared - 4).squareRoot() : 0
    let longer = arm.squared >= 8 && matters(long - 2 + Self.quarter)
    guard straight || turns || longer else { return }
    let direction = arm.direction
    if straight { trySL(direction, heading, arm.length, base) }
    if turns { tryRL(direction, heading, Portable.asin(arm.length / 4), base) }
    if longer { tryRSL(direction, heading, long, base) }
  }

  private mutating func trySL(
    _ direction: Double, _ heading: Double, _ u: Double, _ base: ReedsSheppWord
  ) {
    for flipped in [false, true] {
      let t = Self.wrapped(flipped ? .pi - direction : direction)
      let v = Self.wrapped((flipped ? -heading : heading) - t)
      if t >= -Self.tolerance && v >= -Self.tolerance {
        offer(.lsl, base, flipped, t, u, v, abs(t) + u + abs(v))
      }
    }
  }

  private mutating func tryRL(
    _ direction: Double, _ heading: Double, _ half: Double, _ base: ReedsSheppWord
  ) {
    for flipped in [false, true] {
      let t = Self.wrapped((flipped ? .pi - direction : direction) - half + .pi)
      let v = Self.wrapped((flipped ? -heading : heading) - t - 2 * half)
      if t >= -Self.tolerance {
        offer(.lrl, base, flipped, t, -2 * half, v, abs(t) + 2 * half + abs(v))
      }
    }
  }

  private mutating func tryRSL(
    _ direction: Double, _ heading: Double, _ long: Double, _ base: ReedsSheppWord
  ) {
    let bend = Self.quarter + Portable.atan2(2, long)
    for flipped in [false, true] {
      let t = Self.wrapped((flipped ? .pi - direction : direction) + bend)
      let v = Self.wrapped((flipped ? -heading : heading) - Self.quarter - t)
      if t >= -Self.tolerance && v <= Self.tolerance {
        offer(.lrsl, base, flipped, t, 2 - long, v, abs(t) + Self.quarter + long - 2 + abs(v))
      }
    }
  }

  /// The words LSR, LRLR, LRSR and LRSLR (8.2, 8.7, 8.8, 8.10, 8.11).
  private mutating func tryB(_ arm: Arm, _ heading: Double, _ base: ReedsSheppWord) {
    let crossing = arm.squared >= 4
    let turning = crossing && matters(arm.length - 2 + Self.quarter)
    let long = crossing ? (arm.squared - 4).squareRoot() : 0
    let straight = crossing && !base.isBackward && matters(long)
    let longer = crossing && !base.isBackward && long >= 4 && matters(long - 4 + 2 * Self.quarter)
    let fourTurns = !base.isBackward && arm.squared <= 20
    guard turning || straight || longer || fourTurns else { return }
    let direction = arm.direction
    if straight || longer {
      tryCrossing(direction, heading, long, straight, longer, base)
    }
    if fourTurns { tryFourTurns(direction, heading, arm, base) }
    if turning { tryRSR(direction, heading, arm.length, base) }
  }

  private mutating func tryCrossing(
    _ direction: Double, _ heading: Double, _ long: Double, _ straight: Bool, _ longer: Bool,
    _ base: ReedsSheppWord
  ) {
    let bend = Portable.atan2(2, long)
    for flipped in [false, true] {
      let angle = (flipped ? .pi - direction : direction) + bend
      let turn = flipped ? -heading : heading
      if straight {
        let t = Self.wrapped(angle)
        let v = Self.wrapped(t - turn)
        if t >= -Self.tolerance && v >= -Self.tolerance {
          offer(.lsr, base, flipped, t, long, v, abs(t) + long + abs(v))
        }
      }
      if longer {
        let t = Self.wrapped(angle + Self.quarter)
        let v = Self.wrapped(t - turn)
        if t >= -Self.tolerance && v >= -Self.tolerance {
          offer(.lrslr, base, flipped, t, 4 - long, v, abs(t) + .pi + long - 4 + abs(v))
        }
      }
    }
  }

  private mutating func tryRSR(
    _ direction: Double, _ heading: Double, _ length: Double, _ base: ReedsSheppWord
  ) {
    for flipped in [false, true] {
      let t = Self.wrapped((flipped ? .pi - direction : direction) + Self.quarter)
      let v = Self.wrapped(t + Self.quarter - (flipped ? -heading : heading))
      if t >= -Self.tolerance && v <= Self.tolerance {
        offer(.lrsr, base, flipped, t, 2 - length, v, abs(t) + Self.quarter + length - 2 + abs(v))
      }
    }
  }

  /// Four turns; the middle two are equal. Their sines and cosines follow from the distance.
  private mutating func tryFourTurns(
    _ direction: Double, _ heading: Double, _ arm: Arm, _ base: ReedsSheppWord
  ) {
    if arm.length <= 2 {
      let cosine = (2 + arm.length) / 4
      let sine = (1 - cosine * cosine).squareRoot()
      let u = Portable.acos(cosine)
      if matters(2 * u) {
        let double = 2 * cosine * cosine - 1
        let opposite = 2 * (double - 2 * cosine) + 3 < 0 ? Double.pi : 0
        let shift = opposite - Portable.atan2(cosine - double - 1, sine - 2 * sine * cosine)
        for flipped in [false, true] {
          let t = Self.wrapped((flipped ? .pi - direction : direction) + shift)
          let v = Self.wrapped(t - 2 * u - (flipped ? -heading : heading))
          if t >= -Self.tolerance && v <= Self.tolerance {
            offer(.lrlrInner, base, flipped, t, u, v, abs(t) + 2 * u + abs(v))
          }
        }
      }
    }
    let cosine = (20 - arm.squared) / 16
    guard cosine >= 0, cosine <= 1 else { return }
    let u = Portable.acos(cosine)
    guard matters(2 * u) else { return }
    let shift = -Portable.atan2(cosine - 2, -(1 - cosine * cosine).squareRoot())
    for flipped in [false, true] {
      let t = Self.wrapped((flipped ? .pi - direction : direction) + shift)
      let v = Self.wrapped(t - (flipped ? -heading : heading))
      if t >= -Self.tolerance && v >= -Self.tolerance {
        offer(.lrlrOuter, base, flipped, t, -u, v, abs(t) + 2 * u + abs(v))
      }
    }
  }

  /// Keeps a word where it is the shortest so far.
  @inline(__always)
  private mutating func offer(
    _ pattern: ReedsSheppWord.Pattern, _ base: ReedsSheppWord, _ flipped: Bool, _ t: Double,
    _ u: Double, _ v: Double, _ length: Double
  ) {
    guard matters(length) else { return }
    var word = base
    (word.pattern, word.isFlipped) = (pattern, flipped)
    (word.t, word.u, word.v, word.length) = (t, u, v, length)
    if keepsAll { all.append(word) }
    if length < best.length { best = word }
  }

  /// The same angle in [-pi, pi]; arguments are at most a few turns.
  @inline(__always)
  private static func wrapped(_ angle: Double) -> Double {
    var result = angle
    while result > .pi { result -= 2 * .pi }
    while result < -.pi { result += 2 * .pi }
    return result
  }
}
