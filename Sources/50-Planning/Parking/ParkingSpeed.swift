import DrivingCore
import Geometry

/// Gives a way its times: slow, smooth, standing still to change gear and to turn the wheels.
///
/// Each stroke (the way between two gear changes) is driven by a trapezoid of speed, smoothed by a
/// moving average that bounds the jerk by acceleration over window. Where the curvature jumps
/// inside a stroke the wheels turn over within a ramp of 0.9 m centred on the jump, and the car is
/// slowed to what the steering rate allows there; the tracker takes out the 1 to 2 cm that costs.
struct ParkingSpeed: Sendable {
  /// The largest speed forwards and backwards (m/s).
  var forward = 2.0
  var reverse = 1.0
  /// The acceleration of the trapezoid (m/s²); smoothing keeps the jerk at or below 1 m/s³.
  var acceleration = 0.85
  /// The window of the moving average (s).
  var window = 0.86
  /// The share of the steering rate that is used.
  var steeringShare = 0.85
  /// The length of the ramps between curvatures (m).
  var ramp = 0.9
  /// The time a gear change takes (s).
  var gearTime = 0.4
  /// The step of the plan (s).
  static let step = 0.1

  /// The limits of the car.
  let vehicle: VehicleSpec

  /// Prepares for a car.
  init(_ vehicle: VehicleSpec) { self.vehicle = vehicle }

  /// The trajectory along a way, from a time on; the wheels stand at `steering` (rad) at first.
  func trajectory(
    along path: ParkingPath, from time: SimulationTime, steering: Double, label: String,
    reason: String
  ) -> Trajectory {
    var points: [Trajectory.Point] = []
    var (clock, pose) = (0.0, path.start)
    var angle = steering
    for stroke in path.strokes {
      let bend = SmoothCurvature(stroke, window: ramp)
      let first = wheelAngle(bend.curvature(at: 0))
      // Turn the wheels while standing, then go.
      let pause = max(gearTime, abs(first - angle) / rate)
      stand(pause, at: pose, from: angle, to: first, &clock, time, &points)
      drive(stroke, from: pose, &clock, time, &points)
      angle = wheelAngle(bend.curvature(at: stroke.length))
      pose = stroke.end
    }
    stand(1, at: pose, from: angle, to: angle, &clock, time, &points)
    return Trajectory(label: label, points: points, reason: reason)
  }

  private var rate: Double { max(vehicle.limits.steeringRate * steeringShare, 0.05) }

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
    _ stroke: ParkingPath, from pose: SE2, _ clock: inout Double, _ start: SimulationTime,
    _ points: inout [Trajectory.Point]
  ) {
    let sign = (stroke.pieces.first?.length ?? 1) < 0 ? -1.0 : 1
    let speeds = smoothed(times(stroke, most: sign < 0 ? reverse : forward))
    let bend = SmoothCurvature(stroke, window: ramp)
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
          acceleration: sign * (next - speed) / ParkingSpeed.fine, bend.curvature(at: driven),
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
  private func times(_ stroke: ParkingPath, most: Double) -> [Double] {
    let length = stroke.length
    let count = max(2, Int((length / ParkingSpeed.spacing).rounded(.up)))
    let ds = length / Double(count)
    let bend = SmoothCurvature(stroke, window: ramp)
    // A little slower: the smoothed profile is scaled to end exactly.
    var limit = (0...count).map { min(0.97 * most, speed(at: Double($0) * ds, bend)) }
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

  /// How fast a place may be passed so that the wheels follow (m/s).
  private func speed(at s: Double, _ bend: SmoothCurvature) -> Double {
    var most = Double.infinity
    // A little before and after, too: the smoothing of the speed moves it.
    for shift in [-0.15, 0, 0.15] {
      let slope = vehicle.body.wheelbase * bend.curvature(at: s + shift)
      let turn = vehicle.body.wheelbase * abs(bend.slope(at: s + shift)) / (1 + slope * slope)
      most = min(most, rate / max(turn, 1e-6))
    }
    return max(most, 0.1)
  }
}

/// The curvature of a stroke averaged over a window: jumps become ramps centred on them.
///
/// The turn of the whole is kept; the position is off by at most `jump * window² / 24`.
private struct SmoothCurvature {
  private var ends: [Double] = []
  private var sums: [Double] = []
  private var values: [Double] = []
  private let half: Double

  init(_ stroke: ParkingPath, window: Double) {
    half = window / 2
    var (at, sum) = (0.0, 0.0)
    for piece in stroke.pieces {
      at += abs(piece.length)
      sum += piece.curvature * abs(piece.length)
      ends.append(at)
      sums.append(sum)
      values.append(piece.curvature)
    }
  }

  private func piece(at s: Double) -> Int {
    var index = 0
    while index + 1 < ends.count && s >= ends[index] { index += 1 }
    return index
  }

  /// The integral of the curvature; the end pieces go on beyond the ends.
  private func sum(to s: Double) -> Double {
    guard !ends.isEmpty else { return 0 }
    let index = piece(at: s)
    return sums[index] - values[index] * (ends[index] - s)
  }

  private func value(at s: Double) -> Double { values.isEmpty ? 0 : values[piece(at: s)] }

  /// The averaged curvature (1/m).
  func curvature(at s: Double) -> Double { (sum(to: s + half) - sum(to: s - half)) / (2 * half) }

  /// Its change along the way (1/m²).
  func slope(at s: Double) -> Double { (value(at: s + half) - value(at: s - half)) / (2 * half) }
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
