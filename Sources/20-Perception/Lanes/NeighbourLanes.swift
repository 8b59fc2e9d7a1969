import DrivingCore
import Geometry

/// Looks for the boundary beyond each ego boundary: parallel to it, about a lane's width away.
///
/// Reported only where it is clear: several metres of paint at one offset, over a stretch of road.
struct NeighbourLanes: Sendable {
  /// How wide the next lane may be, compared with this one.
  var widths = 0.75...1.3
  /// The least paint (m) and the stretch it must cover (m).
  var leastPaint = 4.0
  var leastStretch = 9.0
  /// The farthest paint used (m).
  var farthest = 45.0

  private struct Paint {
    let x: Double
    let offset: Double
    let weight: Double
    let chain: Int
  }

  /// The neighbours seen in a picture, with the bend and pitch of the ego lane.
  func boundaries(
    _ state: LaneState, _ evidence: [PaintEvidence], _ calibration: CameraCalibration
  ) -> [Percepts.LaneBoundary] {
    let camera = RoadCamera(calibration, pitchDown: state[.pitch])
    let paint = evidence.compactMap { item -> Paint? in
      guard let place = camera.ground(ray: item.ray), place.x < farthest else { return nil }
      return Paint(
        x: place.x, offset: place.y - state.bend(at: place.x),
        weight: item.length * item.clarity, chain: item.chain)
    }
    let width = state.width
    let left = paint.filter { widths.contains(($0.offset - state[.left]) / width) }
    let right = paint.filter { widths.contains((state[.right] - $0.offset) / width) }
    return [
      boundary(.leftNeighbour, left, state, .left), boundary(.rightNeighbour, right, state, .right),
    ].compactMap { $0 }
  }

  private func boundary(
    _ role: Percepts.LaneBoundary.Role, _ paint: [Paint], _ state: LaneState,
    _ side: LaneState.Index
  ) -> Percepts.LaneBoundary? {
    var best: (weight: Double, offset: Double) = (0, 0)
    for candidate in paint {
      let near = paint.filter { abs($0.offset - candidate.offset) < 0.2 }
      let weight = near.reduce(0) { $0 + $1.weight }
      guard weight > best.weight else { continue }
      best = (weight, near.reduce(0) { $0 + $1.weight * $1.offset } / weight)
    }
    let members = paint.filter { abs($0.offset - best.offset) < 0.25 }
    let near = members.reduce(Double.infinity) { min($0, $1.x) }
    let far = members.reduce(0) { max($0, $1.x) }
    guard best.weight >= leastPaint, far - near >= leastStretch, members.count >= 5 else {
      return nil
    }
    // Paint elsewhere at that side must not be as much: a guard rail or a car is no boundary.
    let total = paint.reduce(0) { $0 + $1.weight }
    guard best.weight >= 0.6 * total else { return nil }
    let spread =
      members.reduce(0) {
        $0 + ($1.offset - best.offset) * ($1.offset - best.offset)
      } / Double(members.count)
    var covariance: [Double] = []
    let order = [side.rawValue, 2, 3, 4]
    for i in order { for j in order { covariance.append(state.covariance[6 * i + j]) } }
    covariance[0] += 0.05 * 0.05 + spread
    return Percepts.LaneBoundary(
      role: role,
      coefficients: [best.offset, state[.heading], state[.curvature], state[.change]],
      covariance: covariance, nearest: near, farthest: far, probability: 0.8, age: 0,
      paintedShare: min(best.weight / max(far - near, 1), 1))
  }
}
