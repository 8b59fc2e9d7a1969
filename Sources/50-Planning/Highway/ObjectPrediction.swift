import DrivingCore
import Geometry
import Roads

/// Where everyone else will be, step by step, in the world and in road coordinates.
///
/// Vehicles along the road keep their speed (a braking one goes on braking) and their lane; one
/// that is moving sideways ends in the middle of the lane it is moving to. Vehicles in lanes that
/// cross the ego's road or join it follow those. All others go straight.
/// Arrays are flat, `step * count + object`, so that inner loops neither allocate nor chase.
struct ObjectPrediction: Sendable {
  /// How many objects are predicted.
  private(set) var count = 0
  /// The number of steps after the start.
  private(set) var steps = 0
  /// The boxes in the world.
  private(set) var boxes: [PlacedBox] = []
  /// Along the line (m).
  private(set) var s: [Double] = []
  /// Left of the line (m).
  private(set) var d: [Double] = []
  /// The speed along the line (m/s).
  private(set) var rate: [Double] = []
  /// Which of the world's objects each one is.
  private(set) var source: [Int] = []
  /// Half the extent along the line, by object (m).
  private(set) var halfAlong: [Double] = []
  /// Half the extent across the line, by object (m).
  private(set) var halfAcross: [Double] = []
  /// The acceleration believed, by object (m/s²); never positive.
  private(set) var braking: [Double] = []
  /// The margin that doubt about the position asks for, by object (m).
  private(set) var doubt: [Double] = []
  /// Whether it drives along the line, by object.
  private(set) var isAlong: [Bool] = []
  /// The radius of the circle round it, by object (m).
  private(set) var radius: [Double] = []

  /// Predicts the objects that matter near an arc length of the line.
  init(
    _ objects: [TrackedObject], along line: ReferenceLine, near egoS: Double, steps: Int,
    step: Double, reach: Double, on map: RoadMap = .empty
  ) {
    self.steps = steps
    for (index, object) in objects.enumerated() where object.isUsable {
      let place = line.frame.toFrenet(object.box.worldFromBox)
      guard abs(place.point.s - egoS) < reach, abs(place.point.d) < 60 else { continue }
      source.append(index)
      append(object, at: place.point, turn: place.heading, line)
    }
    count = source.count
    boxes.reserveCapacity(count * (steps + 1))
    s.reserveCapacity(count * (steps + 1))
    d.reserveCapacity(count * (steps + 1))
    rate.reserveCapacity(count * (steps + 1))
    let motions = source.map { Motion(objects[$0], along: line, on: map) }
    for tick in 0...steps {
      for motion in motions { add(motion, after: Double(tick) * step, line) }
    }
  }

  private mutating func append(
    _ object: TrackedObject, at point: FrenetPoint, turn: Double, _ line: ReferenceLine
  ) {
    let (sine, cosine) = Portable.sincos(turn)
    let (length, width) = (object.box.length / 2, object.box.width / 2)
    halfAlong.append(abs(cosine) * length + abs(sine) * width)
    halfAcross.append(abs(sine) * length + abs(cosine) * width)
    braking.append(object.acceleration < -0.5 ? max(object.acceleration, -9) : 0)
    doubt.append(min(max(object.positionSigma.x, object.positionSigma.y) * 0.5, 1.5))
    isAlong.append(object.kind.isVehicle && abs(turn) < 0.9 && object.velocity.length > 0.3)
    radius.append((length * length + width * width).squareRoot())
  }

  private mutating func add(_ motion: Motion, after time: Double, _ line: ReferenceLine) {
    let travelled = motion.travelled(after: time)
    if let course = motion.course {
      let place = course.place(after: travelled)
      boxes.append(
        PlacedBox(
          centre: place.centre, forward: place.forward, halfLength: motion.halfLength,
          halfWidth: motion.halfWidth))
      let point = line.frame.toFrenet(place.centre)
      let reference = line.frame.reference(at: point.s)
      s.append(point.s)
      d.append(point.d)
      rate.append(
        motion.speed * motion.slowing(after: time) * place.forward.dot(reference.direction))
      return
    }
    guard motion.isAlong else {
      let centre = motion.centre + motion.direction * travelled
      boxes.append(
        PlacedBox(
          centre: centre, forward: motion.forward, halfLength: motion.halfLength,
          halfWidth: motion.halfWidth))
      let point = motion.isStill ? motion.start : line.frame.toFrenet(centre)
      s.append(point.s)
      d.append(point.d)
      rate.append(motion.sRate * motion.slowing(after: time))
      return
    }
    let share = motion.slowing(after: time)
    let along = motion.start.s + travelled * motion.stretch
    let across = motion.lateral(after: time)
    let reference = line.frame.reference(at: along)
    // The car points where it goes: along the line, turned by its sideways motion.
    let turn = across.isMoving ? motion.relative : Vector2(motion.relative.x < 0 ? -1 : 1, 0)
    let forward = reference.direction * turn.x + reference.direction.leftNormal * turn.y
    boxes.append(
      PlacedBox(
        centre: reference.position + reference.direction.leftNormal * across.offset,
        forward: forward, halfLength: motion.halfLength, halfWidth: motion.halfWidth))
    s.append(along)
    d.append(across.offset)
    rate.append(motion.sRate * share)
  }
}

/// The motion of one object, as it is believed to go on.
private struct Motion {
  let start: FrenetPoint
  let centre: Vector2
  let direction: Vector2
  let forward: Vector2
  let speed: Double
  let braking: Double
  let halfLength: Double
  let halfWidth: Double
  let isAlong: Bool
  let isStill: Bool
  /// Heading relative to the line, as cosine and sine.
  let relative: Vector2
  /// Metres along the line for a metre driven.
  let stretch: Double
  let sRate: Double
  let drift: Double
  let lateralTarget: Double
  /// The lane it follows through a junction or where lanes join; nil on the ego's road.
  let course: LaneCourse?

  init(_ object: TrackedObject, along line: ReferenceLine, on map: RoadMap) {
    let place = line.frame.toFrenet(object.box.worldFromBox)
    let reference = line.frame.reference(at: place.point.s)
    start = place.point
    centre = object.box.worldFromBox.position
    forward = object.box.worldFromBox.forward
    speed = object.velocity.length
    direction = speed > 1e-6 ? object.velocity * (1 / speed) : forward
    braking = object.acceleration < -0.5 ? max(object.acceleration, -9) : 0
    halfLength = object.box.length / 2
    halfWidth = object.box.width / 2
    isStill = speed < 0.05
    let along = direction.dot(reference.direction)
    relative = Vector2(
      forward.dot(reference.direction), reference.direction.cross(forward))
    let shrink = max(0.2, 1 - reference.curvature * place.point.d)
    isAlong = object.kind.isVehicle && abs(along) > 0.6 && speed > 0.3 && abs(place.point.d) < 20
    course = LaneCourse(object, in: map, beside: line, isAlong: isAlong)
    stretch = along / shrink
    sRate = speed * along / shrink
    let sideways = SidewaysMotion(
      rate: object.velocity.dot(reference.direction.leftNormal), offset: place.point.d,
      halfWidth: object.box.width / 2, laneWidth: line.width)
    (drift, lateralTarget) = (sideways.rate, sideways.target)
  }

  /// How far it has driven (m).
  func travelled(after time: Double) -> Double {
    guard braking < 0 else { return speed * time }
    let moving = min(time, speed / -braking)
    return (speed + braking * moving / 2) * moving
  }

  /// The share of its speed it still has.
  func slowing(after time: Double) -> Double {
    guard braking < 0, speed > 0 else { return 1 }
    return max(0, 1 + braking * time / speed)
  }

  /// Where it is across the line, and whether it still moves sideways.
  func lateral(after time: Double) -> (offset: Double, isMoving: Bool) {
    guard drift != 0 else { return (start.d, false) }
    let needed = (lateralTarget - start.d) / drift
    return time < needed ? (start.d + drift * time, true) : (lateralTarget, false)
  }
}

extension TrackedObject {
  /// Whether all numbers a prediction needs are finite and the box has an extent.
  var isUsable: Bool {
    box.worldFromBox.isFinite && velocity.isFinite && acceleration.isFinite && box.length > 0
      && box.width > 0 && box.length.isFinite && box.width.isFinite
      && positionSigma.x.isFinite && positionSigma.y.isFinite
  }
}
