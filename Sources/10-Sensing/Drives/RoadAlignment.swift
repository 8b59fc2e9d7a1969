import Geometry

/// The course of a road: pieces whose curvature changes linearly (straights, arcs, clothoids).
///
/// Sampled every half metre with Gauss-Legendre quadrature of the exact heading; between samples
/// a third-order expansion is off by less than a nanometre at highway curvatures.
struct RoadAlignment: Sendable {
  /// One piece of the course.
  struct Piece: Sendable, Hashable {
    let length: Double
    let startCurvature: Double
    let endCurvature: Double
  }

  /// The course at one station.
  struct Station: Sendable {
    let position: Vector2
    let heading: Double
    let curvature: Double
    let curvatureRate: Double

    /// The unit vector to the left.
    var normal: Vector2 {
      let (sine, cosine) = Portable.sincos(heading)
      return Vector2(-sine, cosine)
    }
  }

  static let step = 0.5
  private let samples: [Station]

  /// Lays the pieces one after another from the origin; the last curvature goes on for ever.
  init(_ pieces: [Piece]) {
    var samples: [Station] = []
    var (x, heading, position) = (0.0, 0.0, Vector2.zero)
    let total = pieces.reduce(0) { $0 + $1.length }
    var cursor = PieceCursor(pieces)
    while x <= total {
      let (curvature, rate) = cursor.curvature(at: x)
      samples.append(
        Station(position: position, heading: heading, curvature: curvature, curvatureRate: rate))
      let u = RoadAlignment.step
      position = position + RoadAlignment.displacement(heading, curvature, rate, u)
      heading += curvature * u + rate * u * u / 2
      x += u
    }
    self.samples = samples
  }

  /// The length of the course (m).
  var length: Double { Double(samples.count - 1) * RoadAlignment.step }

  /// The course at a station; before the start and after the end it is straight.
  func station(_ s: Double) -> Station {
    let index = min(max(Int((s / RoadAlignment.step).rounded(.down)), 0), samples.count - 1)
    let base = samples[index]
    let u = s - Double(index) * RoadAlignment.step
    if u < 0 || index == samples.count - 1 {
      let (sine, cosine) = Portable.sincos(base.heading)
      return Station(
        position: base.position + Vector2(cosine, sine) * u, heading: base.heading, curvature: 0,
        curvatureRate: 0)
    }
    return Station(
      position: base.position
        + RoadAlignment.displacement(base.heading, base.curvature, base.curvatureRate, u),
      heading: base.heading + base.curvature * u + base.curvatureRate * u * u / 2,
      curvature: base.curvature + base.curvatureRate * u, curvatureRate: base.curvatureRate)
  }

  /// The point beside the course.
  func point(_ s: Double, offset: Double) -> Vector2 {
    let at = station(s)
    return at.position + at.normal * offset
  }

  /// How far one comes along a clothoid in `u` metres: three-point Gauss-Legendre quadrature.
  private static func displacement(
    _ heading: Double, _ curvature: Double, _ rate: Double, _ u: Double
  ) -> Vector2 {
    let node = (0.6).squareRoot()
    var sum = Vector2.zero
    for (place, weight) in [(-node, 5.0 / 18), (0, 8.0 / 18), (node, 5.0 / 18)] {
      let s = u * (1 + place) / 2
      let (sine, cosine) = Portable.sincos(heading + curvature * s + rate * s * s / 2)
      sum = sum + Vector2(cosine, sine) * (weight * u)
    }
    return sum
  }
}

/// Walks forward over pieces.
private struct PieceCursor {
  private let pieces: [RoadAlignment.Piece]
  private var index = 0
  private var start = 0.0

  init(_ pieces: [RoadAlignment.Piece]) { self.pieces = pieces }

  mutating func curvature(at x: Double) -> (value: Double, rate: Double) {
    while index < pieces.count && x >= start + pieces[index].length {
      start += pieces[index].length
      index += 1
    }
    guard index < pieces.count else { return (pieces.last?.endCurvature ?? 0, 0) }
    let piece = pieces[index]
    let rate = (piece.endCurvature - piece.startCurvature) / piece.length
    return (piece.startCurvature + rate * (x - start), rate)
  }
}
