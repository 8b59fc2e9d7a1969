import DrivingCore
import Geometry

/// How the ego drives along a made road: speed, wander in the lane, pitch of the body.
struct EgoCourse: Sendable {
  private struct Wave: Sendable {
    let amplitude, rate, phase: Double
    func value(_ x: Double) -> Double { amplitude * Portable.sin(rate * x + phase) }
    func slope(_ x: Double) -> Double { amplitude * rate * Portable.cos(rate * x + phase) }
    func bend(_ x: Double) -> Double { -rate * rate * value(x) }
  }

  private let alignment: RoadAlignment
  private let wander: [Wave]
  private let pitch, roll, heave: [Wave]
  private let speedWave: Wave
  private let speed: Double

  init(_ alignment: RoadAlignment, speed: Double, pitchJitter: Double, seed: UInt64) {
    var random = SeededGenerator(seed: seed, stream: 0x6567_6f)
    func wave(_ amplitude: Double, _ low: Double, _ high: Double) -> Wave {
      Wave(
        amplitude: amplitude, rate: 2 * .pi * random.uniform(low, high),
        phase: random.uniform(0, 2 * .pi))
    }
    self.alignment = alignment
    self.speed = speed
    wander = [
      wave(random.uniform(0.08, 0.22), 1.0 / 320, 1.0 / 200), wave(0.06, 1.0 / 140, 1.0 / 90),
    ]
    speedWave = wave(0.03 * speed, 0.03, 0.06)
    // Body modes near 1.3 Hz and slower swings; each wave carries half the variance.
    pitch = [wave(pitchJitter, 1.1, 1.5), wave(pitchJitter, 0.2, 0.5)]
    roll = [wave(0.4 * pitchJitter, 0.6, 1.0)]
    heave = [wave(0.006, 1.0, 1.4)]
  }

  private func speed(at t: Double) -> Double { speed + speedWave.value(t) }

  /// The stations at equal steps of time, by the midpoint rule in steps of 5 ms.
  func stations(from start: Double, every period: Double, count: Int) -> [Double] {
    let pieces = max(Int((period / 0.005).rounded(.up)), 1)
    let h = period / Double(pieces)
    var (s, t) = (start, 0.0)
    return (0..<count).map { _ in
      let now = s
      for _ in 0..<pieces {
        let middle = s + h / 2 * rate(s, t)
        s += h * rate(middle, t + h / 2)
        t += h
      }
      return now
    }
  }

  /// How fast the station grows: the ego moves along its own heading.
  private func rate(_ s: Double, _ t: Double) -> Double {
    let (forward, sideways) = tangent(s)
    return speed(at: t) / (forward * forward + sideways * sideways).squareRoot()
  }

  /// The derivative of the ego's place by the station, along and across the road.
  private func tangent(_ s: Double) -> (forward: Double, sideways: Double) {
    let at = alignment.station(s)
    let offset = wander.reduce(0) { $0 + $1.value(s) }
    return (1 - at.curvature * offset, wander.reduce(0) { $0 + $1.slope(s) })
  }

  /// The ego at a station.
  func state(station s: Double, time: SimulationTime) -> VehicleState {
    let at = alignment.station(s)
    let offset = wander.reduce(0) { $0 + $1.value(s) }
    let (forward, sideways) = tangent(s)
    let heading = at.heading + Portable.atan2(sideways, forward)
    let v = speed(at: time.seconds)
    let pose = SE2(position: at.position + at.normal * offset, heading: heading)
    let acceleration = speedWave.slope(time.seconds)
    return VehicleState(
      time: time, worldFromVehicle: pose, speed: v, acceleration: acceleration,
      yawRate: curvature(s) * v)
  }

  /// The curvature of the ego's own path: the turn of its heading over one centimetre.
  private func curvature(_ s: Double) -> Double {
    func heading(_ s: Double) -> Double {
      let (forward, sideways) = tangent(s)
      return alignment.station(s).heading + Portable.atan2(sideways, forward)
    }
    let (forward, sideways) = tangent(s)
    let stretch = (forward * forward + sideways * sideways).squareRoot()
    return (heading(s + 0.005) - heading(s - 0.005)) / (0.01 * stretch)
  }

  /// How the body moves the camera at a time.
  func shake(at time: SimulationTime) -> CameraShake {
    let t = time.seconds
    return CameraShake(
      pitchDown: pitch.reduce(0) { $0 + $1.value(t) },
      rollRight: roll.reduce(0) { $0 + $1.value(t) },
      heave: heave.reduce(0) { $0 + $1.value(t) })
  }
}
