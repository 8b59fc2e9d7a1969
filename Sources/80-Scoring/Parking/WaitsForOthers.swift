import DrivingCore
import Geometry

/// How often a parking car stood still for others and then drove on, seen from outside.
///
/// Counted are stands that are not the last, while somebody who moves or has moved is near, less
/// what a gear change takes and less the time in which the wheels turn. What the planner says of
/// its reasons is not asked.
struct WaitsForOthers: Sendable {
  /// What a gear change takes at most, wheels at rest (s).
  static let usual = 1.5
  /// Nearer than this others can be what is waited for (m).
  static let near = 10.0

  /// How many stands.
  private(set) var count = 0
  /// How long in all, beyond what gear changes take (s).
  private(set) var time = 0.0
  /// The times at which the car drove on (s).
  private(set) var resumed: [Double] = []

  /// In words; nil where there was none.
  var inWords: String? {
    resumed.isEmpty
      ? nil
      : "drove on at " + resumed.map { "\($0.roundedToCentimetres) s" }.joined(separator: ", ")
  }

  init(_ record: RunRecord) {
    let starts = Self.starts(record)
    var (rest, isForOthers, last) = (0.0, false, record.ticks.first?.scene.time)
    for tick in record.ticks {
      let (ego, now) = (tick.scene.ego, tick.scene.time)
      defer { last = now }
      if abs(ego.speed) >= ParkedPose.standstill {
        if rest > Self.usual && isForOthers {
          count += 1
          time += rest - Self.usual
          resumed.append(now.seconds)
        }
        (rest, isForOthers) = (0, false)
        continue
      }
      if abs(ego.steeringRate) < 0.01 { rest += (now - (last ?? now)).seconds }
      let place = ego.worldFromVehicle.position
      isForOthers =
        isForOthers
        || tick.scene.objects.contains { object in
          let here = object.box.worldFromBox.position
          return here.distance(to: place) < Self.near
            && (object.velocity.length > ParkedPose.standstill
              || starts.first { $0.id == object.id }.map { $0.position.distance(to: here) > 0.1 }
                ?? true)
        }
    }
  }

  /// Where everyone stood at first.
  private static func starts(_ record: RunRecord) -> [(id: String, position: Vector2)] {
    (record.ticks.first?.scene.objects ?? []).map { ($0.id, $0.box.worldFromBox.position) }
  }
}
