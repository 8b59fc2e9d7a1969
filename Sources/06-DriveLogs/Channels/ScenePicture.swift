import DrivingCore
import Geometry
import Roads
import SwiftProtobuf

/// What a run looks like in three dimensions, as Foxglove shows it.
struct ScenePicture {
  private static let ego = Foxglove_Color(0.1, 0.45, 0.9)
  private static let vehicle = Foxglove_Color(0.55, 0.58, 0.62)
  private static let vulnerable = Foxglove_Color(0.95, 0.55, 0.1)
  private static let marking = Foxglove_Color(0.85, 0.85, 0.85)
  private static let slot = Foxglove_Color(0.95, 0.95, 0.6)
  private static let obstacle = Foxglove_Color(0.6, 0.3, 0.25)
  private static let plan = Foxglove_Color(0.2, 0.8, 0.3)
  private static let seen = Foxglove_Color(0.9, 0.2, 0.7)

  /// Roads, slots and obstacles: they do not move.
  static func place(_ mission: Mission, at time: SimulationTime) -> Foxglove_SceneUpdate {
    var road = Foxglove_SceneEntity("road", frame: "world", at: time)
    for lane in mission.map.lanes {
      road.lines.append(Foxglove_LinePrimitive(lane.left.points, marking))
      road.lines.append(Foxglove_LinePrimitive(lane.right.points, marking))
    }
    for slot in mission.lot?.slots ?? [] {
      road.lines.append(Foxglove_LinePrimitive(slot.outline.corners, Self.slot, closed: true))
    }
    for obstacle in mission.lot?.obstacles ?? [] {
      road.lines.append(
        Foxglove_LinePrimitive(obstacle.outline.corners, Self.obstacle, closed: true))
    }
    var update = Foxglove_SceneUpdate()
    update.entities = [road]
    return update
  }

  /// The ego and everyone else, and who has left since the last picture.
  static func actors(
    _ scene: Scene, _ vehicle: VehicleSpec, gone: [String]
  ) -> Foxglove_SceneUpdate {
    var update = Foxglove_SceneUpdate()
    var ego = Foxglove_SceneEntity("ego", frame: "world", at: scene.time)
    ego.cubes = [
      Foxglove_CubePrimitive(
        vehicle.footprint(at: scene.ego.worldFromVehicle), height: vehicle.body.height, Self.ego)
    ]
    update.entities = [ego]
    for object in scene.objects {
      var entity = Foxglove_SceneEntity("object/\(object.id)", frame: "world", at: scene.time)
      entity.cubes = [
        Foxglove_CubePrimitive(
          object.box, height: height(of: object.kind),
          object.kind.isVulnerable ? vulnerable : Self.vehicle)
      ]
      update.entities.append(entity)
    }
    update.deletions = gone.map { id in
      var deletion = Foxglove_SceneEntityDeletion()
      deletion.timestamp = Google_Protobuf_Timestamp(scene.time)
      deletion.type = .matchingID
      deletion.id = "object/\(id)"
      return deletion
    }
    return update
  }

  /// The plan in the world, and the boundaries seen, in the vehicle's frame.
  static func thought(_ thought: RunRecord.Thought) -> Foxglove_SceneUpdate {
    var plan = Foxglove_SceneEntity("plan", frame: "world", at: thought.time)
    plan.lines = [
      Foxglove_LinePrimitive(
        thought.plan.points.map(\.worldFromVehicle.position), Self.plan, thickness: 0.3, z: 0.1)
    ]
    var boundaries = Foxglove_SceneEntity("boundaries", frame: "vehicle", at: thought.time)
    boundaries.frameLocked = true
    boundaries.lines = thought.percepts.boundaries.map { boundary in
      let points = (0...20).map { step in
        let x =
          boundary.nearest + (boundary.farthest - boundary.nearest) * Double(step) / 20
        return Vector2(x, boundary.lateral(at: x))
      }
      return Foxglove_LinePrimitive(points, seen, thickness: 0.2, z: 0.15)
    }
    var update = Foxglove_SceneUpdate()
    update.entities = [plan, boundaries]
    return update
  }

  /// How high things of a kind are drawn (m); logs carry no heights.
  private static func height(of kind: TrackedObject.Kind) -> Double {
    switch kind {
    case .truck, .bus: 3.2
    case .car, .unknown: 1.5
    case .pedestrian, .bicycle, .motorcycle: 1.75
    case .barrier: 0.8
    }
  }
}
