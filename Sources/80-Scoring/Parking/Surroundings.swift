import DrivingCore
import Geometry
import Roads

extension Clearance {
  /// What stands and moves round the ego in a record, to be asked for its nearest approach.
  struct Surroundings {
    private let record: RunRecord
    private let targets: [Target]

    init(_ record: RunRecord) {
      self.record = record
      targets = (record.mission.lot?.obstacles ?? []).map { Target($0) }
    }

    /// All ticks; nil where there are none.
    var ticks: ClosedRange<Int>? {
      record.ticks.isEmpty ? nil : 0...(record.ticks.count - 1)
    }

    /// An approach: a distance, when, by which part, to what.
    struct Approach {
      var distance: Double
      var tick: Int
      var time: Double
      var part: String
      var object: String
      var outline: Polygon

      var clearance: Clearance {
        Clearance(distance: distance, time: time, part: part, object: object)
      }
    }

    /// The smallest distance to the obstacles of the car park; nil where there are none.
    func nearestSolid(in ticks: ClosedRange<Int>) -> Approach? {
      guard !targets.isEmpty else { return nil }
      let vehicle = record.mission.vehicle
      var best: Approach?
      for index in ticks {
        let tick = record.ticks[index]
        let ego = EgoParts(vehicle, tick.scene.ego)
        for target in targets {
          let limit = best?.distance ?? .infinity
          guard ego.bounds.expanded(by: limit).intersects(target.bounds) else { continue }
          guard let found = ego.nearest(to: target), found.distance < limit else { continue }
          best = Approach(
            distance: found.distance, tick: index, time: tick.scene.time.seconds, part: found.part,
            object: target.name, outline: target.outline)
        }
        // Nothing is closer than touching: the first contact is the one to report.
        if best?.distance == 0 { break }
      }
      return best
    }

    /// The smallest distance to everyone else; nil where there is nobody.
    func nearestActor(in ticks: ClosedRange<Int>) -> Approach? {
      let vehicle = record.mission.vehicle
      var best: Approach?
      for index in ticks where !record.ticks[index].scene.objects.isEmpty {
        let tick = record.ticks[index]
        let ego = EgoParts(vehicle, tick.scene.ego)
        for object in tick.scene.objects {
          let distance = ego.body.distance(to: object.box.placed)
          guard distance < best?.distance ?? .infinity else { continue }
          best = Approach(
            distance: distance, tick: index, time: tick.scene.time.seconds,
            part: ego.part(nearestTo: object.box.polygon), object: object.id,
            outline: object.box.polygon)
        }
        if best?.distance == 0 { break }
      }
      return best
    }

    /// The nearest approach of a stretch, with the two points that are nearest.
    func nearest(in ticks: ClosedRange<Int>) -> DrivenStroke.Nearest? {
      let found = [nearestSolid(in: ticks), nearestActor(in: ticks)].compactMap(\.self)
      guard let best = found.min(by: { $0.distance < $1.distance }),
        let start = record.ticks.first?.scene.time
      else { return nil }
      let ego = record.ticks[best.tick].scene.ego
      let parts = EgoParts(record.mission.vehicle, ego)
      let box = parts.wheels.first { $0.name == best.part }?.box ?? parts.body
      let points = NearestPoints(
        Polygon((0..<4).map { box.corner($0) }), best.outline)
      return DrivenStroke.Nearest(
        distance: best.distance, time: (record.ticks[best.tick].scene.time - start).seconds,
        part: best.part, object: best.object, here: points.here, there: points.there,
        worldFromVehicle: ego.worldFromVehicle, steeringAngle: ego.steeringAngle,
        outline: best.outline)
    }
  }
}

/// The two points of two outlines that are nearest to each other.
struct NearestPoints {
  private(set) var here = Vector2.zero
  private(set) var there = Vector2.zero

  /// Looks at every corner of one and every side of the other: outlines apart are nearest at a corner.
  init(_ one: Polygon, _ other: Polygon) {
    var best = Double.infinity
    for corner in one.corners {
      for index in other.corners.indices {
        let side = other.side(index)
        let point = side.point(at: side.parameter(nearestTo: corner))
        if point.distance(to: corner) < best {
          (best, here, there) = (point.distance(to: corner), corner, point)
        }
      }
    }
    for corner in other.corners {
      for index in one.corners.indices {
        let side = one.side(index)
        let point = side.point(at: side.parameter(nearestTo: corner))
        if point.distance(to: corner) < best {
          (best, here, there) = (point.distance(to: corner), point, corner)
        }
      }
    }
  }
}
