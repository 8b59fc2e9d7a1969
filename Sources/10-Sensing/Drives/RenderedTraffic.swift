import DrivingCore
import Geometry

/// Other cars on a made road: one ahead of the ego, some in the lanes beside it.
struct RenderedTraffic: Sendable {
  private struct Car: Sendable {
    let id: String
    let kind: TrackedObject.Kind
    let lane: Int
    let start: Double
    let speed: Double
    let size: (length: Double, width: Double)
    let sway: Double
  }

  private let road: RenderedRoad
  private let cars: [Car]

  init(_ road: RenderedRoad, _ options: RenderedDrive.Options) {
    self.road = road
    guard options.hasTraffic else {
      cars = []
      return
    }
    var random = SeededGenerator(seed: options.seed, stream: 0x7472_6166)
    var cars = [
      Car(
        id: "lead", kind: .car, lane: 0, start: 15 + random.uniform(38, 75), speed: options.speed,
        size: (random.uniform(4.1, 4.9), 1.82), sway: random.uniform(0, 6))
    ]
    for lane in -road.lanesRight...road.lanesLeft where lane != 0 {
      // Left lanes are faster; cars in one lane share a speed, so that they never meet.
      let speed = options.speed + 2.5 * Double(lane.signum()) + random.uniform(-0.5, 0.5)
      var start = random.uniform(-60, 20)
      while start < 260 {
        let isTruck = lane < 0 && random.uniform() < 0.35
        cars.append(
          Car(
            id: "lane\(lane)-\(cars.count)", kind: isTruck ? .truck : .car, lane: lane,
            start: start, speed: speed, size: isTruck ? (13.6, 2.5) : (random.uniform(4, 4.9), 1.8),
            sway: random.uniform(0, 6)))
        start += random.uniform(35, 110)
      }
    }
    self.cars = cars
  }

  /// Everyone at a time, ordered by id.
  func objects(at time: SimulationTime) -> [TrackedObject] {
    cars.map { car in
      let t = time.seconds
      let breath = car.lane == 0 ? 4 * Portable.sin(0.4 * t + car.sway) : 0
      let station = car.start + car.speed * t + breath
      let speed = car.speed + (car.lane == 0 ? 1.6 * Portable.cos(0.4 * t + car.sway) : 0)
      let at = road.alignment.station(station)
      let offset = Double(car.lane) * road.laneWidth + 0.12 * Portable.sin(0.5 * t + car.sway)
      let pose = SE2(position: at.position + at.normal * offset, heading: at.heading)
      return TrackedObject(
        id: car.id, kind: car.kind,
        box: OrientedBox(worldFromBox: pose, length: car.size.length, width: car.size.width),
        velocity: pose.forward * speed, yawRate: at.curvature * speed)
    }.sorted { $0.id < $1.id }
  }
}
