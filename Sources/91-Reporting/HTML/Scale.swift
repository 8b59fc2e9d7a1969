import Geometry

/// Metres and radians as small whole numbers relative to an origin.
struct Scale: Sendable {
  let origin: Vector2

  /// Whole centimetres; what is not a number or absurdly large becomes the largest the report shows.
  static func cm(_ metres: Double) -> Int { whole(metres * 100) }
  /// Whole milliradians.
  static func mrad(_ radians: Double) -> Int { whole(radians * 1000) }

  private static func whole(_ value: Double) -> Int {
    guard value.isFinite else { return 0 }
    return Int(min(max(value, -2e9), 2e9).rounded())
  }

  func point(_ point: Vector2) -> (Int, Int) {
    (Scale.cm(point.x - origin.x), Scale.cm(point.y - origin.y))
  }

  /// Points as x, y, x, y, ...
  func flat(_ points: [Vector2]) -> [Int] {
    points.flatMap { point in
      let place = self.point(point)
      return [place.0, place.1]
    }
  }

  /// A chain of points without those that lie within a tolerance (m) of the chain of the others.
  func line(_ points: [Vector2], tolerance: Double) -> [Int] {
    flat(Scale.simplified(points, tolerance))
  }

  /// Douglas and Peucker (1973), without recursion.
  static func simplified(_ points: [Vector2], _ tolerance: Double) -> [Vector2] {
    guard points.count > 2 else { return points }
    var keep = [Bool](repeating: false, count: points.count)
    (keep[0], keep[points.count - 1]) = (true, true)
    var open = [(0, points.count - 1)]
    while let (start, end) = open.popLast() {
      let (a, b) = (points[start], points[end])
      let chord = b - a
      var (worst, most) = (start, tolerance)
      for i in start + 1..<max(end, start + 1) {
        let off = points[i] - a
        let share = min(max(off.dot(chord) / max(chord.squaredLength, 1e-12), 0), 1)
        let distance = (off - chord * share).length
        if distance > most { (worst, most) = (i, distance) }
      }
      if worst != start {
        keep[worst] = true
        open += [(start, worst), (worst, end)]
      }
    }
    return zip(points, keep).filter(\.1).map(\.0)
  }
}

/// Base64 as RFC 4648 has it.
enum Base64 {
  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(_ bytes: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let rest = bytes.count - start
      let word =
        UInt32(bytes[start]) << 16 | (rest > 1 ? UInt32(bytes[start + 1]) << 8 : 0)
        | (rest > 2 ? UInt32(bytes[start + 2]) : 0)
      for place in 0..<4 {
        let digit = digits[Int((word >> UInt32(18 - 6 * place)) & 63)]
        result.append(place <= rest ? digit : UInt8(ascii: "="))
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
