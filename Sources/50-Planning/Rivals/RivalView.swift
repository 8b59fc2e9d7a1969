import DrivingCore
import Geometry

/// The nearest car ahead and behind along a line, as car-following models want them.
struct RivalView: Sendable {
  /// Somebody on the line.
  struct Neighbour: Hashable, Sendable {
    /// Its name.
    var id: String
    /// Bumper to bumper (m); negative beside the ego.
    var gap: Double
    /// Its speed along the line (m/s).
    var speed: Double
  }

  /// The nearest ahead.
  var ahead: Neighbour?
  /// The nearest behind or beside.
  var behind: Neighbour?

  /// Looks along a line from an ego whose rear axle is at `s` (m) there.
  ///
  /// - Parameter corridor: half the width in which somebody is in the way (m).
  init(
    _ objects: [TrackedObject], along line: ReferenceLine, at s: Double,
    body: VehicleSpec.Body, corridor: Double
  ) {
    let rear = s - body.rearOverhang
    let front = rear + body.length
    for object in objects where object.isUsable {
      let place = line.frame.toFrenet(object.box.worldFromBox)
      let (sine, cosine) = Portable.sincos(place.heading)
      let along = abs(cosine) * object.box.length / 2 + abs(sine) * object.box.width / 2
      let across = abs(sine) * object.box.length / 2 + abs(cosine) * object.box.width / 2
      guard abs(place.point.d) < corridor + across, abs(place.point.s - s) < 200 else { continue }
      let direction = line.frame.reference(at: place.point.s).direction
      let speed = object.velocity.dot(direction)
      if place.point.s > (rear + front) / 2 {
        let gap = place.point.s - along - front
        if gap < ahead?.gap ?? .infinity {
          ahead = Neighbour(id: object.id, gap: gap, speed: speed)
        }
      } else {
        let gap = rear - place.point.s - along
        if gap < behind?.gap ?? .infinity {
          behind = Neighbour(id: object.id, gap: gap, speed: speed)
        }
      }
    }
  }
}

/// The Intelligent Driver Model as nuPlan's baseline planner has it, with room to brake harder.
///
/// Source: nuPlan devkit, `idm_planner.yaml` (gap 1 m, 1.5 s, 1 and 3 m/s²) and `idm_policy.py`
/// (exponent 4). Differs: aims for the limit instead of 10 m/s, and may brake at 8 m/s² instead of 3.
struct RivalFollowing: Hashable, Sendable {
  /// The gap wanted at standstill (m).
  var standstillGap = 1.0
  /// The time gap wanted (s).
  var headway = 1.5
  /// The largest acceleration (m/s²).
  var acceleration = 1.0
  /// The comfortable deceleration (m/s²), positive.
  var deceleration = 3.0
  /// The largest deceleration (m/s²), positive.
  var hardest = 8.0

  /// The acceleration (m/s²) towards a speed, behind somebody or on a free road.
  func pull(speed: Double, desired: Double, gap: Double?, leadSpeed: Double) -> Double {
    let share = speed / max(desired, 0.1)
    let square = share * share
    var pull = acceleration * (1 - square * square)
    if let gap {
      let root = 2 * (acceleration * deceleration).squareRoot()
      let wanted = standstillGap + max(0, speed * headway + speed * (speed - leadSpeed) / root)
      let ratio = wanted / max(gap, standstillGap)
      pull -= acceleration * ratio * ratio
    }
    return min(max(pull, -hardest), acceleration)
  }
}
