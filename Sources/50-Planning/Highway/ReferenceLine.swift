import DrivingCore
import Geometry
import Roads

/// The line a highway plan follows: a smooth curve, how wide the lane is, and how fast it may be.
struct ReferenceLine: Sendable {
  /// The lanes it is made of; empty where only the camera or nothing knows the lane.
  var lanes: [LaneID]
  /// Road coordinates along the line.
  var frame: FrenetFrame
  /// The width of the lane (m).
  var width: Double
  /// Where each limit starts (m along the line), ascending, and the limit from there (m/s).
  var limits: [(start: Double, speed: Double)]
  /// What the line was taken from, for reports.
  var source: String
  /// Where the known road ends (m along the line).
  var end: Double

  /// The legal limit at a place (m/s); infinite where none is known.
  func limit(at s: Double) -> Double {
    var value = limits.first?.speed ?? .infinity
    for limit in limits where limit.start <= s { value = limit.speed }
    return value
  }

  /// Joins the centres of lanes to a line; nil where they have no length.
  ///
  /// Waves shorter than 6 m are flattened: recorded maps are drawn by hand.
  init?(lanes ids: [LaneID], in network: LaneNetwork) {
    var points: [Vector2] = []
    var limits: [(start: Double, speed: Double)] = []
    var (length, widths) = (0.0, 0.0)
    for id in ids {
      guard let centre = network.centre(of: id), let lane = network.map[id] else { continue }
      limits.append((length, lane.speedLimit ?? .infinity))
      // A joint that steps back would fold the curve.
      let joint = points.last
      points += centre.points.filter { point in
        joint.map { $0.distance(to: point) > 0.2 } ?? true
      }
      length += centre.length
      widths += lane.typicalWidth * centre.length
    }
    guard let path = Path(Polyline(points)), length > 0 else { return nil }
    lanes = ids
    frame = ReferenceLine.drivable(path)
    guard frame.length > 1 else { return nil }
    width = widths / length
    self.limits = limits
    source = ids.count > 0 ? "lane \(ids.last { _ in true } ?? 0)" : "map"
    end = frame.length
  }

  /// The path as a curve a car can follow at the speed of its bends.
  ///
  /// Maps drawn by hand turn within a metre or two, faster than any wheel: the least smoothing is
  /// taken that leaves the steering rate of a car, cutting such corners by less than half a metre.
  private static func drivable(_ path: Path) -> FrenetFrame {
    var frame = FrenetFrame(path, spacing: 1, smoothing: 6)
    for smoothing in [9.0, 13, 18] {
      if steeringRate(along: frame) <= mostSteering { return frame }
      frame = FrenetFrame(path, spacing: 1, smoothing: smoothing)
    }
    return frame
  }

  /// The steering rate a line may ask for (rad/s), below what cars turn their wheels at (0.4 to 0.5).
  private static let mostSteering = 0.3

  /// The largest steering rate of a usual car (wheelbase 2.7 m) along a line (rad/s), in bends at
  /// the speed of 2 m/s² across and at most 60 km/h.
  private static func steeringRate(along frame: FrenetFrame) -> Double {
    var most = 0.0
    for s in stride(from: 1.0, to: frame.length - 1, by: 1) {
      let place = frame.reference(at: s)
      let (bend, wheelbase) = (abs(place.curvature), 2.7)
      let speed = min(16.7, (2 / max(bend, 1e-6)).squareRoot())
      let slope = wheelbase * bend
      most = max(most, abs(place.curvatureRate) * speed * wheelbase / (1 + slope * slope))
    }
    return most
  }

  /// A line through points of the world, without lanes.
  init?(points: [Vector2], width: Double, source: String) {
    guard let path = Path(Polyline(points)) else { return nil }
    lanes = []
    frame = FrenetFrame(path, spacing: 1, smoothing: 0)
    self.width = width
    limits = []
    self.source = source
    end = .infinity
  }

  /// The middle of the lane the camera sees, 10 m behind to as far ahead as it was seen.
  ///
  /// Needs both boundaries of the ego lane, or one of them: then half a usual lane beside it.
  init?(boundaries: [Percepts.LaneBoundary], ego: VehicleState) {
    let left = boundaries.first { $0.role == .egoLeft && $0.isUsable }
    let right = boundaries.first { $0.role == .egoRight && $0.isUsable }
    guard let any = left ?? right else { return nil }
    let far = min(max(left?.farthest ?? any.farthest, right?.farthest ?? any.farthest, 20), 120)
    let points = stride(from: 0.0, through: far, by: 2).map { x -> Vector2 in
      let y: Double
      switch (left, right) {
      case (let left?, let right?): y = (left.lateral(at: x) + right.lateral(at: x)) / 2
      case (let left?, nil): y = left.lateral(at: x) - 1.75
      case (nil, let right?): y = right.lateral(at: x) + 1.75
      case (nil, nil): y = 0
      }
      return ego.worldFromVehicle * Vector2(x, y)
    }
    let seen = left.flatMap { l in right.map { l.lateral(at: 5) - $0.lateral(at: 5) } }
    let width = seen.map { min(max($0, 2.5), 5) } ?? 3.5
    self.init(points: points, width: width, source: "lane seen by the camera")
  }

  /// Straight on from where the ego is.
  init?(straightFrom ego: VehicleState) {
    let pose = ego.worldFromVehicle
    self.init(
      points: [pose * Vector2(-20, 0), pose * Vector2(300, 0)], width: 3.5,
      source: "straight on: no lane known")
  }
}

extension Percepts.LaneBoundary {
  /// Whether the numbers can be trusted to steer by.
  fileprivate var isUsable: Bool {
    coefficients.count == 4 && coefficients.allSatisfy(\.isFinite) && probability > 0.5
  }
}
