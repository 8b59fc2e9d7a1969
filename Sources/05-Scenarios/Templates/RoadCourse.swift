import Geometry

/// The course of a road: pieces whose curvature is constant or changes evenly along their length.
///
/// Headings are exact; positions are integrated with five-point Gauss-Legendre quadrature over
/// steps of at most two metres, which is exact to rounding for roads (error ~ (h kappa)^10).
struct RoadCourse {
  /// One piece.
  struct Piece {
    /// Where it begins along the road (m).
    var from: Double
    /// How long it is (m).
    var length: Double
    /// The curvature at its begin (1/m), positive to the left.
    var curvature: Double
    /// How the curvature changes (1/m²).
    var curvatureRate: Double
    /// The legal limit (m/s), if there is one.
    var speedLimit: Double?
    /// How steep it is (m/m), positive uphill.
    var grade = 0.0

    /// The curvature at its end (1/m).
    var endCurvature: Double { curvature + curvatureRate * length }

    /// The turn from its begin to a distance into it (rad).
    func turn(_ distance: Double) -> Double {
      distance * (curvature + 0.5 * curvatureRate * distance)
    }
  }

  let pieces: [Piece]

  /// The length of the road (m).
  var length: Double { pieces.last.map { $0.from + $0.length } ?? 0 }

  /// The curvature at a station (1/m), positive to the left.
  func curvature(at station: Double) -> Double {
    guard let piece = pieces.last(where: { $0.from <= station }) ?? pieces.first else { return 0 }
    return piece.curvature + piece.curvatureRate * (station - piece.from)
  }

  /// The poses at ascending stations (m).
  func poses(at stations: [Double]) -> [SE2] {
    var result: [SE2] = []
    result.reserveCapacity(stations.count)
    var (pose, index, distance) = (SE2.identity, 0, 0.0)
    for station in stations {
      while index < pieces.count - 1, station >= pieces[index].from + pieces[index].length {
        pose = advanced(pose, in: pieces[index], from: distance, to: pieces[index].length)
        (index, distance) = (index + 1, 0)
      }
      let target = station - pieces[index].from
      pose = advanced(pose, in: pieces[index], from: distance, to: target)
      distance = target
      result.append(pose)
    }
    return result
  }

  /// Stations between two ends that follow the road closely: 1 m apart in bends, else 2 m.
  func stations(from start: Double, to end: Double) -> [Double] {
    var result = [start]
    for piece in pieces {
      let (low, high) = (max(start, piece.from), min(end, piece.from + piece.length))
      guard high - low > 1e-6 else { continue }
      let step = piece.curvature == 0 && piece.curvatureRate == 0 ? 2.0 : 1.0
      let count = Int(((high - low) / step).rounded(.up))
      for i in 1...max(count, 1) { result.append(low + (high - low) * Double(i) / Double(count)) }
    }
    return result
  }

  private func advanced(_ pose: SE2, in piece: Piece, from: Double, to: Double) -> SE2 {
    guard to > from else { return pose }
    if piece.curvature == 0, piece.curvatureRate == 0 {
      return SE2(position: pose.position + pose.forward * (to - from), heading: pose.heading)
    }
    let base = pose.heading - piece.turn(from)
    let steps = Int(((to - from) / 2).rounded(.up))
    let h = (to - from) / Double(steps)
    var (x, y) = (0.0, 0.0)
    for i in 0..<steps {
      let middle = from + (Double(i) + 0.5) * h
      for (node, weight) in RoadCourse.gauss {
        let (sine, cosine) = Portable.sincos(base + piece.turn(middle + node * h / 2))
        x += weight * cosine
        y += weight * sine
      }
    }
    return SE2(
      x: pose.position.x + x * h / 2, y: pose.position.y + y * h / 2,
      heading: base + piece.turn(to))
  }

  /// Nodes and weights on [-1, 1] (Abramowitz and Stegun, table 25.4, n = 5).
  private static let gauss: [(Double, Double)] = [
    (0, 0.568_888_888_888_889), (-0.538_469_310_105_683, 0.478_628_670_499_366),
    (0.538_469_310_105_683, 0.478_628_670_499_366),
    (-0.906_179_845_938_664, 0.236_926_885_056_189),
    (0.906_179_845_938_664, 0.236_926_885_056_189),
  ]
}
