import DrivingCore
import Geometry

/// What is exactly true of one rendered frame, in the vehicle frame.
public struct RenderedTruth: Sendable {
  /// One painted line as it really lies.
  public struct Boundary: Sendable, Hashable, Codable {
    /// Which boundary of the ego's lane or its neighbours it is.
    public var role: Percepts.LaneBoundary.Role
    /// Whether it is dashed.
    public var isDashed: Bool
    /// Left of the vehicle at 0, 1, 2, ... metres ahead of the rear axle (m): middle of the paint.
    public var lateral: [Double]
    /// Offset (m), slope (1), curvature (1/m) and its change (1/m²) at the rear axle.
    public var coefficients: [Double]

    /// The lateral position at a distance ahead, from 0 to 120 (m); exact to 0.3 mm.
    public func lateral(at x: Double) -> Double {
      let index = min(max(Int(x), 0), lateral.count - 2)
      let share = x - Double(index)
      return lateral[index] + (lateral[index + 1] - lateral[index]) * share
    }
  }

  /// The number of the frame.
  public var index: Int
  /// The ego.
  public var ego: VehicleState
  /// Everyone else, in the world, ordered by id.
  public var objects: [TrackedObject]
  /// The boundaries within one lane of the ego, from left to right.
  public var boundaries: [Boundary]
  /// The width of the lane between the middles of its lines (m).
  public var laneWidth: Double
  /// How the camera was off its calibrated pose.
  public var shake: CameraShake
  /// Where the ego is along the road (m).
  public var station: Double

  /// The boundary of that role, if the road has it.
  public func boundary(_ role: Percepts.LaneBoundary.Role) -> Boundary? {
    boundaries.first { $0.role == role }
  }
}

extension RenderedRoad {
  /// The boundaries round the ego's lane, as they lie seen from a pose near a station.
  func boundaries(from worldFromVehicle: SE2, station: Double) -> [RenderedTruth.Boundary] {
    let roles: [(Percepts.LaneBoundary.Role, Int)] = [
      (.leftNeighbour, lanesLeft - 1), (.egoLeft, lanesLeft), (.egoRight, lanesLeft + 1),
      (.rightNeighbour, lanesLeft + 2),
    ]
    let frame = GroundFrame(worldFromVehicle)
    return roles.compactMap { role, index -> RenderedTruth.Boundary? in
      guard lines.indices.contains(index) else { return nil }
      let line = lines[index]
      let lateral = (0...120).map {
        self.lateral(at: Double($0), offset: line.offset, frame: frame, near: station + Double($0))
      }
      return RenderedTruth.Boundary(
        role: role, isDashed: line.dash != nil, lateral: lateral,
        coefficients: expansion(line.offset, frame, worldFromVehicle.heading, near: station))
    }
  }

  /// Newton's method for the station whose line point lies `x` ahead of the vehicle.
  private func crossing(_ x: Double, _ offset: Double, _ frame: GroundFrame, _ guess: Double)
    -> (station: Double, point: SIMD3<Double>)
  {
    var s = guess
    for _ in 0..<6 {
      let at = alignment.station(s)
      let point = frame.vehiclePoint(at.position + at.normal * offset)
      let ahead = frame.cosine * at.normal.y - frame.sine * at.normal.x
      let slope = ahead * (1 - at.curvature * offset)
      s -= (point.x - x) / max(slope, 0.2)
    }
    return (s, frame.vehiclePoint(alignment.point(s, offset: offset)))
  }

  private func lateral(at x: Double, offset: Double, frame: GroundFrame, near guess: Double)
    -> Double
  {
    crossing(x, offset, frame, guess).point.y
  }

  /// The Taylor coefficients of y(x) at the rear axle, from the curvature of the offset line.
  private func expansion(
    _ offset: Double, _ frame: GroundFrame, _ heading: Double, near station: Double
  ) -> [Double] {
    let found = crossing(0, offset, frame, station)
    let at = alignment.station(found.station)
    let angle = at.heading - heading
    let (sine, cosine) = Portable.sincos(angle)
    let scale = 1 - at.curvature * offset
    let curvature = at.curvature / scale
    // d(curvature)/d(own arc length) of a parallel line.
    let change = at.curvatureRate / (scale * scale * scale)
    let slope = sine / cosine
    let second = curvature / (cosine * cosine * cosine)
    let third = (change + 3 * curvature * curvature * slope) / (cosine * cosine * cosine * cosine)
    return [found.point.y, slope, second, third]
  }
}
