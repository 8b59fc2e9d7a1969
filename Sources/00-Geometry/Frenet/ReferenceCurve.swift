/// How the smooth reference curve is laid through a path.
extension FrenetFrame {
  /// The most points of a reference curve.
  public static let mostPoints = 100_000

  /// The pieces of the spline through the path's points at equal steps.
  static func curve(through path: Path, spacing: Double, smoothing: Double) -> [CurvePiece] {
    let least = path.length / Double(mostPoints - 1)
    let step = spacing.isFinite && spacing > 0 ? max(spacing, least) : max(1, least)
    let count = max(1, Int((path.length / step - 1e-9).rounded(.up)))
    var points = sampled(graded(path), count: count)
    if smoothing > 0 && smoothing.isFinite {
      points = smoothed(points, cutOff: smoothing * Double(count) / path.length)
    }
    let parameters = (0...count).map { path.length * Double($0) / Double(count) }
    return spline(through: points, at: parameters)
  }

  /// The path with points put into long straight pieces, so that neighbours differ at most twofold.
  ///
  /// A spline through a kilometre of straight road and then metres of bend would swing far out.
  private static func graded(_ path: Path) -> Path {
    let lengths = zip(path.arcLengths, path.arcLengths.dropFirst()).map { $1 - $0 }
    var allowed = lengths
    for index in lengths.indices.dropFirst() {
      allowed[index] = min(allowed[index], 2 * allowed[index - 1])
    }
    for index in lengths.indices.dropLast().reversed() {
      allowed[index] = min(allowed[index], 2 * allowed[index + 1])
    }
    var points = [path.points[0]]
    for index in lengths.indices {
      let before = index > 0 ? allowed[index - 1] : lengths[index]
      let after = index + 1 < lengths.count ? allowed[index + 1] : lengths[index]
      for along in cuts(length: lengths[index], before: before, after: after) {
        points.append(path.points[index] + path.directions[index] * along)
      }
      points.append(path.points[index + 1])
    }
    return Path(Polyline(points)) ?? path
  }

  /// Where to cut a piece: steps double from both ends towards the middle.
  private static func cuts(length: Double, before: Double, after: Double) -> [Double] {
    var (left, right): ([Double], [Double]) = ([], [])
    var (low, high) = (0.0, length)
    var (up, down) = (2 * before, 2 * after)
    // Whatever is left in the middle may be as long as both steps beside it.
    while high - low > max(min(up, down), 1e-3 * length) && left.count + right.count < 200 {
      if up <= down {
        low += min(up, (high - low) / 2)
        left.append(low)
        up *= 2
      } else {
        high -= min(down, (high - low) / 2)
        right.append(high)
        down *= 2
      }
    }
    return left + right.reversed().filter { $0 > low }
  }

  /// Points of the spline through a path, at `count` equal steps.
  private static func sampled(_ path: Path, count: Int) -> [Vector2] {
    let pieces = spline(through: path.points, at: path.arcLengths)
    var piece = 0
    var samples = (0..<count).map { index in
      let at = path.length * Double(index) / Double(count)
      while piece + 1 < pieces.count && path.arcLengths[piece + 1] <= at { piece += 1 }
      let u = at - path.arcLengths[piece]
      return Vector2(pieces[piece].x.evaluate(at: u).value, pieces[piece].y.evaluate(at: u).value)
    }
    samples.append(path.points[path.points.count - 1])
    return samples
  }

  /// The plane spline through points at ascending parameters.
  private static func spline(through points: [Vector2], at parameters: [Double]) -> [CurvePiece] {
    guard
      let x = CubicSpline(knots: parameters, values: points.map(\.x), ends: .parabolic),
      let y = CubicSpline(knots: parameters, values: points.map(\.y), ends: .parabolic)
    else { return [] }
    var start = 0.0
    return parameters.indices.dropLast().map { index in
      let piece = CurvePiece(
        x: x.cubic(index), y: y.cubic(index), span: parameters[index + 1] - parameters[index],
        startArcLength: start)
      start += piece.length
      return piece
    }
  }

  /// Points with short waves flattened: least squares with a penalty on second differences.
  ///
  /// A wave of `cutOff` points is halved, one of half that length keeps a seventeenth
  /// (Whittaker 1923; Eilers 2003).
  private static func smoothed(_ points: [Vector2], cutOff: Double) -> [Vector2] {
    guard points.count >= 5 else { return points }
    let sine = Portable.sin(min(Double.pi / max(cutOff, 2), Double.pi / 2))
    let weight = 1 / (16 * sine * sine * sine * sine)
    let x = Pentadiagonal.smooth(points.map(\.x), weight: weight)
    let y = Pentadiagonal.smooth(points.map(\.y), weight: weight)
    return zip(x, y).map { Vector2($0, $1) }
  }
}

/// Whittaker's smoother.
enum Pentadiagonal {
  /// Solves `(I + weight * D'D) z = values`, D the second differences (LDL' of five diagonals).
  static func smooth(_ values: [Double], weight: Double) -> [Double] {
    let count = values.count
    var (pivot, first, second) = (values, values, values)
    var solution = values
    for i in 0..<count {
      let edge = min(i, count - 1 - i)
      let diagonal = 1 + weight * (edge == 0 ? 1 : edge == 1 ? 5 : 6)
      let next = i + 1 < count ? weight * (min(i, count - 2 - i) == 0 ? -2 : -4) : 0
      let after = i + 2 < count ? weight : 0
      let (one, two) = (i - 1, i - 2)
      pivot[i] =
        diagonal - (one >= 0 ? pivot[one] * first[one] * first[one] : 0)
        - (two >= 0 ? pivot[two] * second[two] * second[two] : 0)
      first[i] = (next - (one >= 0 ? pivot[one] * first[one] * second[one] : 0)) / pivot[i]
      second[i] = after / pivot[i]
      solution[i] =
        values[i] - (one >= 0 ? first[one] * solution[one] : 0)
        - (two >= 0 ? second[two] * solution[two] : 0)
    }
    for i in stride(from: count - 1, through: 0, by: -1) {
      solution[i] =
        solution[i] / pivot[i] - (i + 1 < count ? first[i] * solution[i + 1] : 0)
        - (i + 2 < count ? second[i] * solution[i + 2] : 0)
    }
    return solution
  }
}
