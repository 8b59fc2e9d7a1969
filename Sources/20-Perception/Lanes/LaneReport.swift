import DrivingCore
import Geometry

/// Turns the lane that is believed into the boundaries of the percepts.
enum LaneReport {
  typealias Boundary = Percepts.LaneBoundary

  /// The ego boundaries, and the next ones where they are clear.
  static func boundaries(
    _ state: LaneState, _ memory: LaneMemory, _ sighting: LaneSighting?,
    _ calibration: CameraCalibration
  ) -> [Boundary] {
    let support = sighting?.support
    let neighbours =
      sighting.map { NeighbourLanes().boundaries(state, $0.evidence, calibration) } ?? []
    return [
      boundary(
        .egoLeft, state, .left, age: memory.age.0, unrest: memory.unrest,
        seen: (support?.nearest.0 ?? 0, support?.farthest.0 ?? 0, support?.length.0 ?? 0)),
      boundary(
        .egoRight, state, .right, age: memory.age.1, unrest: memory.unrest,
        seen: (support?.nearest.1 ?? 0, support?.farthest.1 ?? 0, support?.length.1 ?? 0)),
    ] + neighbours
  }

  private static func boundary(
    _ role: Boundary.Role, _ state: LaneState, _ side: LaneState.Index, age: Double,
    unrest: Double,
    seen: (near: Double, far: Double, paint: Double)
  ) -> Boundary {
    let order = [side.rawValue, 2, 3, 4]
    var covariance: [Double] = []
    for i in order { for j in order { covariance.append(state.covariance[6 * i + j]) } }
    covariance[0] += unrest * unrest
    // The body heaves: some 2.5 mm of the camera's 1.3 m after averaging, and metres scale with it.
    covariance[0] += 0.0018 * 0.0018 * state[side] * state[side]
    let near = seen.near.isFinite ? seen.near : 0
    let length = max(seen.far - near, 1)
    return Boundary(
      role: role,
      coefficients: [state[side], state[.heading], state[.curvature], state[.change]],
      covariance: covariance, nearest: near, farthest: max(seen.far, near),
      probability: max(0, min(1, 1 - age)), age: age, paintedShare: min(seen.paint / length, 1))
  }
}
