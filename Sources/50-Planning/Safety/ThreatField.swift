import DrivingCore
import Geometry
import Roads

/// What a plan is tested against: the others under two predictions, and what stands still.
///
/// "Goes on" keeps velocity and, for a braking car, its braking; "brakes" brakes at 8 m/s² from
/// now on. Both go straight in the direction of travel, or along the lane for a vehicle in one.
struct ThreatField: Sendable {
  /// How the others are taken to go on.
  enum Assumption: Hashable, Sendable { case goesOn, brakes }

  /// The braking that is assumed of others at worst (m/s²).
  static let hardBraking = 8.0

  private struct Threat: Sendable {
    var id: String
    var box: OrientedBox
    var velocity: Vector2
    var speed: Double
    var braking: Double
    var doubt: Double
    var radius: Double
    /// The road it follows; nil where it goes straight.
    var line: (frame: FrenetFrame, start: FrenetPoint, rate: Double, drift: Double, until: Double)?
  }

  private var threats: [Threat] = []
  private var solids: [ParkingLot.Obstacle]

  /// Gathers the threats of a world; `line` is the road the ego follows, if known.
  init(_ world: WorldModel, lot: ParkingLot?, along line: ReferenceLine?) {
    solids = lot?.obstacles.filter { $0.kind != .kerb && $0.kind != .wheelStop } ?? []
    for object in world.objects where object.isUsable {
      threats.append(ThreatField.threat(object, line))
    }
  }

  private static func threat(_ object: TrackedObject, _ line: ReferenceLine?) -> Threat {
    let (length, width) = (object.box.length / 2, object.box.width / 2)
    let speed = object.velocity.length
    var threat = Threat(
      id: object.id, box: object.box, velocity: object.velocity, speed: speed,
      braking: object.acceleration < -0.5 ? max(object.acceleration, -9) : 0,
      doubt: min(max(object.positionSigma.x, object.positionSigma.y) * 0.5, 1.5),
      radius: (length * length + width * width).squareRoot())
    guard let line, object.kind.isVehicle, speed > 0.3 else { return threat }
    let place = line.frame.toFrenet(object.box.worldFromBox).point
    let reference = line.frame.reference(at: place.s)
    let along = object.velocity.dot(reference.direction) / speed
    guard abs(place.d) < 20, abs(along) > 0.6 else { return threat }
    let shrink = max(0.2, 1 - reference.curvature * place.d)
    let sideways = object.velocity.dot(reference.direction.leftNormal)
    let drift = abs(sideways) > 0.25 ? sideways : 0
    // A car that moves sideways ends in the middle of the lane it moves to.
    let lanes =
      drift > 0
      ? ((place.d - 0.2) / line.width).rounded(.up) : ((place.d + 0.2) / line.width).rounded(.down)
    let until = drift == 0 ? 0 : max(0, (lanes * line.width - place.d) / drift)
    threat.line = (line.frame, place, along / shrink, drift, until)
    return threat
  }

  /// The least margin of a box at a time from now (s), who it is to, and how fast the two move
  /// against each other (m/s); a negative margin is contact.
  ///
  /// - Parameters:
  ///   - sweep: half the way the ego drives between two tests (m).
  ///   - start: the ego's box now: who follows it, as it drives, must look out for itself.
  func margin(
    of box: PlacedBox, after time: Double, speed: Double, start: PlacedBox,
    _ assumption: Assumption
  ) -> (distance: Double, id: String, pace: Double) {
    var best = (distance: Double.infinity, id: "nobody", pace: 0.0)
    for threat in threats {
      let other = ThreatField.box(of: threat, after: time, assumption)
      let reach = box.radius + threat.radius + 5
      let away = other.centre - box.centre
      if away.squaredLength > reach * reach { continue }
      if ThreatField.follows(threat, start, speed) { continue }
      let distance = box.separation(from: other) - threat.doubt
      if distance < best.distance {
        best = (distance, threat.id, (box.forward * speed - threat.velocity).length)
      }
    }
    for solid in solids {
      let distance = box.distance(to: solid.outline)
      if distance < best.distance { best = (distance, solid.id, abs(speed)) }
    }
    return best
  }

  /// Whether somebody is behind the ego and in its way of driving now: not beside, where a change of
  /// lane would be in front of it.
  private static func follows(_ threat: Threat, _ start: PlacedBox, _ speed: Double) -> Bool {
    let along = speed < -0.02 ? -1.0 : 1
    let place = start.local(threat.box.worldFromBox.position)
    return along * place.x < -start.halfLength
      && abs(place.y) < start.halfWidth + threat.box.width / 2
  }

  private static func box(
    of threat: Threat, after time: Double, _ assumption: Assumption
  ) -> PlacedBox {
    let braking = assumption == .brakes ? -hardBraking : threat.braking
    var driven = threat.speed * time
    if braking < 0 {
      let moving = min(time, threat.speed / -braking)
      driven = (threat.speed + braking * moving / 2) * moving
    }
    if let line = threat.line {
      let s = line.start.s + driven * line.rate
      let d = line.start.d + line.drift * min(time, line.until)
      let reference = line.frame.reference(at: s)
      return PlacedBox(
        centre: reference.position + reference.direction.leftNormal * d,
        forward: reference.direction, halfLength: threat.box.length / 2,
        halfWidth: threat.box.width / 2)
    }
    var placed = threat.box.placed
    if threat.speed > 1e-6 { placed.centre += threat.velocity * (driven / threat.speed) }
    return placed
  }
}
