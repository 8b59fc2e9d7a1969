import DrivingCore
import Geometry

/// Gives a way its times: slow, smooth, standing still to change gear and to turn the wheels.
///
/// Each stroke (the way between two gear changes) is driven by a trapezoid of speed, smoothed by a
/// moving average that bounds the jerk by acceleration over window. Where the curvature changes the
/// car is slowed to what the steering rate allows, near solid things to what their room allows;
/// between strokes the wheels turn while it stands.
struct ParkingSpeed: Sendable {
  /// The largest speed forwards and backwards (m/s).
  var forward = 2.0
  var reverse = 1.0
  /// The acceleration of the trapezoid (m/s²); smoothing keeps the jerk at or below 1 m/s³.
  var acceleration = 0.85
  /// The window of the moving average (s).
  var window = 0.86
  /// The share of the steering rate that is used: the rest is the tracker's.
  var steeringShare = 0.75
  /// The time a gear change takes (s): half a second to shift, and the drive's own delay.
  var gearTime = 0.8
  /// The lateral acceleration in bends (m/s²): passengers are not to be felt to lean.
  var lateral = 0.2
  /// The speed that each metre of room allows (1/s), but at least `nearSpeed` (m/s).
  var roomRate = 5.0
  /// The speed beside solid things (m/s).
  var nearSpeed = 0.4
  /// The step of the plan (s).
  static let step = 0.1

  /// The limits of the car.
  let vehicle: VehicleSpec

  /// Prepares for a car.
  init(_ vehicle: VehicleSpec) { self.vehicle = vehicle }

  /// The rate of the road-wheel angle that plans use (rad/s).
  var steeringRate: Double { max(vehicle.limits.steeringRate * steeringShare, 0.05) }

  /// The trajectory along strokes, from a time on; the wheels stand at `steering` (rad) at first.
  func trajectory(
    along strokes: [ParkingStroke], from time: SimulationTime, steering: Double, label: String,
    reason: String
  ) -> Trajectory {
    var points: [Trajectory.Point] = []
    var (clock, angle, before) = (0.0, steering, 0.0)
    for stroke in strokes {
      let first = wheelAngle(stroke.curvature(at: 0))
      // Turn the wheels while standing, then go.
      let turn = abs(first - angle)
      let settle =
        turn > 0.01 ? vehicle.actuators.steeringDelay + 4 * vehicle.actuators.steeringLag : 0
      let shift = stroke.direction == before ? 0.2 : gearTime
      stand(
        max(shift, turn / steeringRate + settle), at: stroke.start, from: angle, to: first, &clock,
        time, &points)
      drive(stroke, &clock, time, &points)
      (angle, before) = (wheelAngle(stroke.curvature(at: stroke.length)), stroke.direction)
    }
    if let end = strokes.last?.end ?? points.last?.worldFromVehicle {
      stand(1, at: end, from: angle, to: angle, &clock, time, &points)
    }
    return Trajectory(label: label, points: points, reason: reason)
  }

  private func wheelAngle(_ curvature: Double) -> Double {
    Portable.atan(curvature * vehicle.body.wheelbase)
  }

  private func curvature(_ angle: Double) -> Double {
    Portable.tan(angle) / vehicle.body.wheelbase
  }

  private func stand(
    _ span: Double, at pose: SE2, from: Double, to: Double, _ clock: inout Double,
    _ start: SimulationTime, _ points: inout [Trajectory.Point]
  ) {
    let count = max(1, Int((span / ParkingSpeed.step).rounded(.up)))
    for index in 0...count {
      let share = Double(index) / Double(count)
      add(
        pose, speed: 0, acceleration: 0, curvature(from + (to - from) * share),
        clock + Double(index) * ParkingSpeed.step, start, &points)
    }
    clock += Double(count) * ParkingSpeed.step
  }

  private func add(
    _ pose: SE2, speed: Double, acceleration: Double, _ curvature: Double, _ clock: Double,
    _ start: SimulationTime, _ points: inout [Trajectory.Point]
  ) {
    let time = start + SimulationTime(seconds: clock)
    if let last = points.last, last.time >= time { return }
    points.append(
      Trajectory.Point(
        time: time, worldFromVehicle: pose, speed: speed, acceleration: acceleration,
        curvature: curvature))
  }

  private func drive(
    _ stroke: ParkingStroke, _ clock: inout Double, _ start: SimulationTime,
    _ points: inout [Trajectory.Point]
  ) {
    let sign = stroke.direction
    let speeds = smoothed(times(stroke, most: sign < 0 ? reverse : forward))
    // The average keeps the distance but for rounding: scaled so that the stroke ends exactly.
    var driven = 0.0
    let total = speeds.reduce(0, +) * ParkingSpeed.fine
    let scale = total > 0 ? stroke.length / total : 0
    let stride = Int((ParkingSpeed.step / ParkingSpeed.fine).rounded())
    for index in speeds.indices {
      let speed = speeds[index] * scale
      let next = index + 1 < speeds.count ? speeds[index + 1] * scale : 0
      if index % stride == 0 {
        add(
          stroke.pose(at: driven), speed: sign * speed,
          acceleration: sign * (next - speed) / ParkingSpeed.fine, stroke.curvature(at: driven),
          clock + Double(index) * ParkingSpeed.fine, start, &points)
      }
      driven += (speed + next) / 2 * ParkingSpeed.fine
    }
    let steps = (speeds.count + stride - 1) / stride
    clock += Double(steps) * ParkingSpeed.step
  }

  /// The step of the speed profile (s).
  static let fine = 0.02
  /// The step along the way (m).
  static let spacing = 0.05

  /// The trapezoid of speed over time.
  private func times(_ stroke: ParkingStroke, most: Double) -> [Double] {
    let length = stroke.length
    let count = max(2, Int((length / ParkingSpeed.spacing).rounded(.up)))
    let ds = length / Double(count)
    // A little slower: the smoothed profile is scaled to end exactly.
    let bare = (0...count).map { min(0.97 * most, speed(at: Double($0) * ds, stroke)) }
    var limit = bare.indices.map { slowest(near: $0, bare, ds) }
    (limit[0], limit[count]) = (0, 0)
    for index in 1...count {
      limit[index] = min(
        limit[index], (limit[index - 1] * limit[index - 1] + 2 * acceleration * ds).squareRoot())
    }
    for index in (0..<count).reversed() {
      limit[index] = min(
        limit[index], (limit[index + 1] * limit[index + 1] + 2 * acceleration * ds).squareRoot())
    }
    var speeds: [Double] = []
    var (clock, sampled) = (0.0, 0.0)
    for index in 0..<count {
      let mean = max((limit[index] + limit[index + 1]) / 2, 1e-3)
      let span = ds / mean
      while sampled < clock + span {
        let share = (sampled - clock) / span
        speeds.append(limit[index] + (limit[index + 1] - limit[index]) * share)
        sampled += ParkingSpeed.fine
      }
      clock += span
    }
    return speeds
  }

  /// The moving average over the window; the ends run out into standstill.
  private func smoothed(_ speeds: [Double]) -> [Double] {
    let half = max(1, Int((window / ParkingSpeed.fine / 2).rounded()))
    let width = 2 * half + 1
    let padded =
      Array(repeating: 0, count: width) + speeds + Array(repeating: 0, count: width)
    var (sum, result) = (0.0, [Double]())
    result.reserveCapacity(padded.count)
    for index in padded.indices {
      sum += padded[index]
      if index >= width { sum -= padded[index - width] }
      result.append(max(0, sum) / Double(width))
    }
    // Leading zeros only delay.
    return Array(result.dropFirst(width - 1).dropLast(1))
  }

  /// The least limit within half a window of driving: the smoothing of the speed mixes them.
  private func slowest(near index: Int, _ limits: [Double], _ ds: Double) -> Double {
    let reach = max(1, Int((limits[index] * window / 2 / ds).rounded(.up)))
    var least = limits[index]
    for other in max(0, index - reach)...min(limits.count - 1, index + reach) {
      least = min(least, limits[other])
    }
    return least
  }

  /// How fast a place may be passed so that the wheels follow and the room is enough (m/s).
  private func speed(at s: Double, _ stroke: ParkingStroke) -> Double {
    let slope = vehicle.body.wheelbase * stroke.curvature(at: s)
    let turn = vehicle.body.wheelbase * abs(stroke.slope(at: s)) / (1 + slope * slope)
    let near = max(nearSpeed, roomRate * stroke.room(at: s))
    let bend = (lateral / max(abs(stroke.curvature(at: s)), 1e-6)).squareRoot()
    return max(min(steeringRate / max(turn, 1e-6), near, bend), 0.1)
  }
}

extension ParkingPath {
  /// The parts between gear changes.
  var strokes: [ParkingPath] {
    var (result, current) = ([ParkingPath](), ParkingPath(start: start))
    for piece in pieces {
      if let last = current.pieces.last, (last.length > 0) != (piece.length > 0) {
        result.append(current)
        current = ParkingPath(start: current.end)
      }
      current.append(piece)
    }
    if !current.pieces.isEmpty { result.append(current) }
    return result
  }

  /// The pose after a distance driven (m).
  func pose(at distance: Double) -> SE2 {
    var (pose, left) = (start, max(0, distance))
    for piece in pieces {
      let size = abs(piece.length)
      if left <= size {
        return pose.driven(piece.length < 0 ? -left : left, curvature: piece.curvature)
      }
      pose = pose.driven(piece.length, curvature: piece.curvature)
      left -= size
    }
    return pose
  }
}
