import DrivingCore
import Geometry
import Roads

/// The smallest distance of the ego to what stands or moves in a car park, and where it was.
public struct Clearance: Sendable, Hashable {
  /// The distance (m); zero where they touch.
  public var distance: Double
  /// When (s).
  public var time: Double
  /// The part of the ego: "rear right wheel", "front left corner", "left side".
  public var part: String
  /// What it came close to: the obstacle's id or kind.
  public var object: String

  /// The clearance in words: "rear right wheel to kerb".
  public var inWords: String { "\(part) to \(object) at \(time.roundedToCentimetres) s" }

  /// The width of a usual tyre (m), 205/55 R16: vehicle files state the radius only.
  static let tyreWidth = 0.205

  /// The smallest distance to obstacles of the car park and to everyone else; nil without any.
  ///
  /// Kerbs and wheel stops are met by wheels, everything else by the body.
  public static func nearest(_ record: RunRecord) -> Clearance? {
    let surroundings = Surroundings(record)
    guard let ticks = surroundings.ticks else { return nil }
    let solid = surroundings.nearestSolid(in: ticks)
    let moving = surroundings.nearestActor(in: ticks)
    let best = [solid, moving].compactMap(\.self).min { $0.distance < $1.distance }
    return best?.clearance
  }

  /// The smallest distance to the obstacles of the car park; nil where there are none.
  static func nearestSolid(_ record: RunRecord) -> Clearance? {
    let surroundings = Surroundings(record)
    return surroundings.ticks.flatMap { surroundings.nearestSolid(in: $0) }?.clearance
  }

  /// An obstacle with what is asked of it again and again.
  struct Target {
    let name: String
    let outline: Polygon
    let bounds: Bounds
    let isMetByWheels: Bool

    init(_ obstacle: ParkingLot.Obstacle) {
      name = obstacle.id.isEmpty ? obstacle.kind.rawValue : obstacle.id
      outline = obstacle.outline
      bounds = obstacle.outline.bounds
      isMetByWheels = obstacle.kind == .kerb || obstacle.kind == .wheelStop
    }
  }
}

/// The ego's body and wheels on the ground at one instant.
struct EgoParts {
  /// The outline of the body.
  let body: PlacedBox
  /// The smallest axis-parallel rectangle round the body.
  let bounds: Bounds
  let wheels: [(name: String, box: PlacedBox)]

  init(_ vehicle: VehicleSpec, _ state: VehicleState) {
    body = vehicle.footprint(at: state.worldFromVehicle).placed
    bounds = body.bounds
    let (track, base) = (vehicle.body.track / 2, vehicle.body.wheelbase)
    func wheel(_ name: String, _ x: Double, _ y: Double, _ angle: Double) -> (String, PlacedBox) {
      let box = OrientedBox(
        worldFromBox: state.worldFromVehicle * SE2(x: x, y: y, heading: angle),
        length: 2 * vehicle.tyres.wheelRadius, width: Clearance.tyreWidth)
      return (name, box.placed)
    }
    wheels = [
      wheel("front left wheel", base, track, state.steeringAngle),
      wheel("front right wheel", base, -track, state.steeringAngle),
      wheel("rear left wheel", 0, track, 0), wheel("rear right wheel", 0, -track, 0),
    ]
  }

  /// The part nearest to an obstacle, and how far it is (m).
  func nearest(to target: Clearance.Target) -> (part: String, distance: Double)? {
    guard target.isMetByWheels else {
      return (part(nearestTo: target.outline), body.distance(to: target.outline))
    }
    return wheels.map { (part: $0.name, distance: $0.box.distance(to: target.outline)) }
      .min { $0.distance < $1.distance }
  }

  /// The name of the corner or side of the body nearest to an outline.
  func part(nearestTo outline: Polygon) -> String {
    let names = [
      "front left corner", "rear left corner", "rear right corner", "front right corner",
    ]
    let corners = (0..<4).map { (name: names[$0], distance: outline.distance(to: body.corner($0))) }
    guard let corner = corners.min(by: { $0.distance < $1.distance }) else { return "body" }
    // Where a corner of the obstacle comes closer than any corner of the body, a side is nearest.
    let closest = outline.corners.map { body.local($0) }
      .min { outside($0) < outside($1) }
    guard let closest, outside(closest) < corner.distance - 1e-9 else { return corner.name }
    let past = (x: abs(closest.x) - body.halfLength, y: abs(closest.y) - body.halfWidth)
    if past.x > past.y { return closest.x > 0 ? "front" : "rear" }
    return closest.y > 0 ? "left side" : "right side"
  }

  private func outside(_ point: Vector2) -> Double {
    Vector2(max(abs(point.x) - body.halfLength, 0), max(abs(point.y) - body.halfWidth, 0)).length
  }
}
