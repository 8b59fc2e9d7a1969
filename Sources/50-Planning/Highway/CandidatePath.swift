import DrivingCore
import Geometry

/// One way across the road: a quintic in arc length from where the ego is to an offset, then on.
///
/// Werling et al. 2010 use a quintic in time above and in arc length below a switching speed; here
/// it is in arc length at any speed, `L = v T`, so that a path stays drivable when the ego brakes
/// on it, and one path serves many speed profiles.
struct CandidatePath: Sendable {
  /// A point of the path, ready for interpolation.
  struct Knot: Sendable {
    var position: Vector2
    var direction: Vector2
    var curvature: Double
    /// The length of the path up to here (m).
    var travelled: Double
    /// Along the line (m).
    var s: Double
    /// Left of the line (m).
    var d: Double
  }

  /// The distance of the knots along the line (m).
  static let spacing = 1.0

  /// The offset it ends on (m).
  let target: Double
  /// Whether it leads round something that stands in the way, out of the lane if need be.
  let isDetour: Bool
  /// The distance along the line the sideways motion takes (m).
  let length: Double
  private let start: FrenetMotion
  private let across: QuinticPolynomial
  /// Its points.
  private(set) var knots: [Knot]
  /// The sharpest bend (1/m).
  private(set) var sharpest = 0.0

  /// Lays a path; nil where it leaves the part of the plane the line can describe.
  init?(
    from start: FrenetMotion, to target: Double, length: Double, reach: Double,
    on line: ReferenceLine, isDetour: Bool = false
  ) {
    self.isDetour = isDetour
    self.start = start
    self.target = target
    self.length = length
    across = QuinticPolynomial(
      from: MotionState1D(position: start.d, speed: start.dSlope, acceleration: start.dBend),
      to: MotionState1D(position: target), duration: length)
    knots = []
    let count = Int(reach / CandidatePath.spacing) + 2
    knots.reserveCapacity(count)
    var travelled = 0.0
    for index in 0..<count {
      let offset = Double(index) * CandidatePath.spacing
      guard let motion = motion(at: offset, on: line) else { return nil }
      if let last = knots.last { travelled += last.position.distance(to: motion.position) }
      sharpest = max(sharpest, abs(motion.curvature))
      knots.append(
        Knot(
          position: motion.position, direction: motion.direction, curvature: motion.curvature,
          travelled: travelled, s: start.s + offset, d: across(offset).position))
    }
  }

  private func across(_ offset: Double) -> MotionState1D {
    offset < length ? across.state(at: offset) : MotionState1D(position: target)
  }

  /// The offset of the path at an arc length of the line (m).
  func offset(atS s: Double) -> Double {
    let along = s - start.s
    return along <= 0 ? start.d : along < length ? across.position(at: along) : target
  }

  /// The exact pose and curvature at a distance along the line from the start.
  ///
  /// The map of FrenetFrame.toCartesian without speeds, and without the arc tangent of the heading.
  func motion(
    at offset: Double, on line: ReferenceLine
  ) -> (position: Vector2, direction: Vector2, curvature: Double)? {
    let lateral = across(offset)
    let reference = line.frame.reference(at: start.s + offset)
    let shrink = 1 - reference.curvature * lateral.position
    guard shrink > 0.05 else { return nil }
    let stretch = (shrink * shrink + lateral.speed * lateral.speed).squareRoot()
    let (cosine, sine) = (shrink / stretch, lateral.speed / stretch)
    let drift =
      reference.curvatureRate * lateral.position + reference.curvature * lateral.speed
    let relative =
      (lateral.acceleration + drift * lateral.speed / shrink) * cosine * cosine / shrink
    let normal = reference.direction.leftNormal
    return (
      reference.position + normal * lateral.position,
      reference.direction * cosine + normal * sine,
      (relative + reference.curvature) * cosine / shrink
    )
  }

  /// The distance along the line at a length driven, starting the search at a knot.
  func offset(atTravelled travelled: Double, from knot: inout Int) -> Double {
    while knot + 2 < knots.count && knots[knot + 1].travelled <= travelled { knot += 1 }
    let (a, b) = (knots[knot], knots[knot + 1])
    let span = b.travelled - a.travelled
    let share = span > 1e-12 ? (travelled - a.travelled) / span : 0
    return (Double(knot) + share) * CandidatePath.spacing
  }

  /// The path driven at a speed profile, as the points of a plan with exact poses.
  func points(
    driving profile: SpeedProfile, on line: ReferenceLine, from time: SimulationTime
  ) -> [Trajectory.Point] {
    var knot = 0
    var points: [Trajectory.Point] = []
    points.reserveCapacity(SpeedProfile.steps + 1)
    for step in 0...SpeedProfile.steps {
      let offset = offset(atTravelled: profile.travelled[step], from: &knot)
      guard let motion = motion(at: offset, on: line) else { break }
      let span = SimulationTime(nanoseconds: Int64(step) * 100_000_000)
      points.append(
        Trajectory.Point(
          time: time + span,
          worldFromVehicle: SE2(position: motion.position, heading: motion.direction.direction),
          speed: profile.speed[step], acceleration: profile.acceleration[step],
          curvature: motion.curvature))
    }
    return points
  }
}
