import Geometry

/// Linear light in the order of the picture's bytes: blue, green, red; the fourth lane is unused.
typealias Light = SIMD4<Float>

/// What covers a piece of ground.
enum Ink: Sendable, Hashable {
  /// A surface with its own reflectance and blotches (relative deviation).
  case surface(Light, grain: Float)
  /// Paint, partly worn away.
  case paint(Light, wear: Float)
  /// Lets only this share of the light through, unevenly where `dapple` is above 0.
  case shade(Light, dapple: Float)
}

/// A strip of ground between a left and a right chain of points, covered by one ink.
struct GroundStrip: Sendable {
  let left: [Vector2]
  let right: [Vector2]
  let ink: Ink
  let centre: Vector2
  let radius: Double

  /// Creates a strip from paired points, at least two.
  init(left: [Vector2], right: [Vector2], ink: Ink) {
    (self.left, self.right, self.ink) = (left, right, ink)
    let all = left + right
    let sum = all.reduce(Vector2.zero, +)
    let centre = sum * (1 / Double(max(all.count, 1)))
    self.centre = centre
    radius = all.reduce(0) { max($0, $1.distance(to: centre)) }
  }
}

/// A thing standing on the ground along a line: guard rail, barrier.
struct Ribbon: Sendable {
  let points: [Vector2]
  let bottom: Double
  let top: Double
  let light: Light
}

/// Everything that is painted, laid or built into the ground, in drawing order.
struct PaintedGround: Sendable {
  /// The reflectance of the land beside the road.
  var land = Light(0.03, 0.09, 0.06, 0)
  /// From the bottom to the top.
  var strips: [GroundStrip] = []
  /// From far to near the road.
  var ribbons: [Ribbon] = []
  /// Feet of delineator posts.
  var posts: [Vector2] = []
}

/// A chain of points with directions, to lay strips along.
struct Guideline: Sendable {
  let points: [Vector2]
  let normals: [Vector2]
  let stations: [Double]

  /// Creates a guideline through points; normals are the means of both neighbouring pieces'.
  init(_ points: [Vector2]) {
    var stations = [0.0]
    var normals: [Vector2] = []
    for i in points.indices {
      if i > 0 { stations.append(stations[i - 1] + points[i].distance(to: points[i - 1])) }
      let (a, b) = (points[max(i - 1, 0)], points[min(i + 1, points.count - 1)])
      let span = b - a
      normals.append(span.leftNormal * (1 / max(span.length, 1e-9)))
    }
    (self.points, self.normals, self.stations) = (points, normals, stations)
  }

  var length: Double { stations.last ?? 0 }

  /// The point at a station, moved left by an offset.
  func point(at station: Double, offset: Double) -> Vector2 {
    guard points.count > 1 else { return points.first ?? .zero }
    var (low, high) = (0, points.count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if stations[middle] <= station { low = middle } else { high = middle }
    }
    let span = max(stations[high] - stations[low], 1e-9)
    let share = (station - stations[low]) / span
    let normal = normals[low] + (normals[high] - normals[low]) * share
    return points[low] + (points[high] - points[low]) * share + normal * offset
  }

  /// Strips of at most `chunk` metres between two offsets, from one station to another.
  func strips(
    from start: Double, to end: Double, left: Double, right: Double, ink: Ink, chunk: Double = 24
  ) -> [GroundStrip] {
    var result: [GroundStrip] = []
    var station = max(start, 0)
    let limit = min(end, length)
    while station < limit - 1e-6 {
      let next = min(station + chunk, limit)
      let pieces = max(Int(((next - station) / 1.0).rounded(.up)), 1)
      let steps = (0...pieces).map { station + (next - station) * Double($0) / Double(pieces) }
      result.append(
        GroundStrip(
          left: steps.map { point(at: $0, offset: left) },
          right: steps.map { point(at: $0, offset: right) }, ink: ink))
      station = next
    }
    return result
  }

  /// A painted line: solid, or dashes with gaps.
  func line(offset: Double, width: Double, dash: DashPattern?, ink: Ink) -> [GroundStrip] {
    let (left, right) = (offset + width / 2, offset - width / 2)
    guard let dash else { return strips(from: 0, to: length, left: left, right: right, ink: ink) }
    var result: [GroundStrip] = []
    var station = dash.phase - dash.period
    while station < length {
      result += strips(
        from: station, to: station + dash.paint, left: left, right: right, ink: ink)
      station += dash.period
    }
    return result
  }
}

/// Painted and bare lengths of a dashed line.
public struct DashPattern: Sendable, Hashable, Codable {
  /// The painted length (m).
  public var paint: Double
  /// The bare length (m).
  public var gap: Double
  /// Where the first dash starts (m).
  public var phase: Double

  /// Creates a pattern.
  public init(paint: Double, gap: Double, phase: Double = 0) {
    (self.paint, self.gap, self.phase) = (paint, gap, phase)
  }

  /// From one dash to the next (m).
  public var period: Double { max(paint + gap, 0.1) }
}
