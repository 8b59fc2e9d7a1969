import DrivingCore
import Geometry
import Roads

extension StageProtocol.Plan {
  /// How far ahead the route is told (m), and how dense (m).
  static let (routeReach, routeStep) = (200.0, 2.0)

  /// The request of a planning tick as a line.
  init(_ request: PlanRequest, at time: SimulationTime) {
    let world = request.world
    self.init(
      t_s: time.seconds, ego: StageProtocol.EgoLine(world.ego),
      objects: world.objects.map(StageProtocol.ObjectLine.init),
      decision: request.decision.value.map(StageProtocol.DecisionLine.init),
      route_ahead: StageProtocol.Plan.routeAhead(in: world))
  }

  /// The route's centre line from the ego on, with distances from the ego.
  private static func routeAhead(in world: WorldModel) -> [StageProtocol.RouteLine] {
    guard let path = world.map.path(along: route(of: world)) else { return [] }
    let start = path.project(world.ego.worldFromVehicle.position).arcLength
    return stride(from: 0, through: min(routeReach, path.length - start), by: routeStep).map {
      let pose = path.pose(at: start + $0)
      return StageProtocol.RouteLine(
        x_m: pose.position.x, y_m: pose.position.y, heading_rad: pose.heading, distance_m: $0,
        speed_limit_mps: world.map.lane(at: pose).flatMap { world.map[$0.lane]?.speedLimit })
    }
  }

  /// The lanes to follow as a route: lanes beside each other belong to one section.
  private static func route(of world: WorldModel) -> Route {
    var sections: [[LaneID]] = []
    for id in world.route {
      if let last = sections.last?.last, let lane = world.map[last],
        lane.leftNeighbour?.id == id || lane.rightNeighbour?.id == id
      {
        sections[sections.count - 1].append(id)
      } else {
        sections.append([id])
      }
    }
    return Route(sections: sections)
  }
}
