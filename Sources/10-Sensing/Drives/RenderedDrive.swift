import DrivingCore
import Geometry

/// A drive along a made highway, as a front camera records it, with the exact truth beside it.
///
/// Everything follows from the options: frame 200 can be rendered without frame 199, on any CPU,
/// to the same bytes. The road is flat; curves are joined by clothoids.
public struct RenderedDrive: Sendable {
  /// What to make.
  public struct Options: Sendable, Hashable, Codable {
    /// The seed of road, light, traffic and noise.
    public var seed: UInt64
    /// How hard the pictures are.
    public var level: RenderingLevel
    /// The number of frames.
    public var frameCount: Int
    /// Frames a second (Hz).
    public var rate: Double
    /// Pixels a row.
    public var width: Int
    /// Rows.
    public var height: Int
    /// The mean speed of the ego (m/s).
    public var speed: Double
    /// The tightest curve (m).
    public var minimumRadius: Double
    /// Whether the lens bends straight lines (Brown-Conrady k1 about -0.2).
    public var hasDistortion: Bool
    /// Whether other cars drive there.
    public var hasTraffic: Bool

    /// Creates options; what is not named is a 15 s drive at 30 m/s seen by a pinhole.
    public init(
      seed: UInt64, level: RenderingLevel = .clean, frameCount: Int = 300, rate: Double = 20,
      width: Int = 640, height: Int = 360, speed: Double = 30, minimumRadius: Double = 450,
      hasDistortion: Bool = false, hasTraffic: Bool = true
    ) {
      (self.seed, self.level, self.frameCount, self.rate) = (seed, level, frameCount, rate)
      (self.width, self.height, self.speed) = (width, height, speed)
      (self.minimumRadius, self.hasDistortion) = (minimumRadius, hasDistortion)
      self.hasTraffic = hasTraffic
    }
  }

  /// What was made.
  public let options: Options
  /// The camera, as its calibration sheet says.
  public let calibration: CameraCalibration
  /// Light, surface and weather.
  public let conditions: RenderingConditions
  /// Lane width between the middles of the lines (m).
  public var laneWidth: Double { road.laneWidth }

  private let road: RenderedRoad
  private let course: EgoCourse
  private let traffic: RenderedTraffic
  private let stations: [Double]
  private let renderer: FrontCameraRenderer

  /// Makes the drive of some options.
  public init(_ options: Options) {
    let conditions = RenderingConditions(options.level, seed: options.seed)
    let duration = Double(options.frameCount) / options.rate
    let road = RenderedRoad(
      seed: options.seed, length: 40 + options.speed * 1.1 * duration + GroundPainter.range,
      minimumRadius: options.minimumRadius)
    self.options = options
    self.conditions = conditions
    self.road = road
    calibration = RenderedDrive.calibration(options)
    course = EgoCourse(
      road.alignment, speed: options.speed, pitchJitter: conditions.pitchJitter,
      seed: options.seed)
    stations = course.stations(from: 15, every: 1 / options.rate, count: options.frameCount)
    traffic = RenderedTraffic(road, options)
    var dressing = RoadDressing(road, conditions, seed: options.seed)
    renderer = FrontCameraRenderer(
      ground: dressing.ground(), calibration: calibration, width: options.width,
      height: options.height, conditions: conditions, seed: options.seed)
  }

  private static func calibration(_ options: Options) -> CameraCalibration {
    var random = SeededGenerator(seed: options.seed, stream: 0x6361_6d)
    let focal = Double(options.width) * random.uniform(0.82, 1.0)
    let centre = Vector2(
      Double(options.width - 1) / 2 + random.uniform(-4, 4),
      Double(options.height - 1) / 2 + random.uniform(-4, 4))
    let bend = [random.uniform(-0.26, -0.16), random.uniform(0.02, 0.06), 0.0004, -0.0006, 0]
    return CameraCalibration(
      focalLength: Vector2(focal, focal * random.uniform(0.995, 1.005)), principalPoint: centre,
      distortion: options.hasDistortion ? bend : [], height: random.uniform(1.2, 1.5),
      forwardOffset: random.uniform(1.6, 2.0), leftOffset: random.uniform(-0.1, 0.1),
      pitchDown: random.uniform(0.01, 0.04), yawLeft: random.uniform(-0.01, 0.01),
      origin: .calibrated)
  }

  /// The number of frames.
  public var count: Int { options.frameCount }

  /// When a frame is taken.
  public func time(of index: Int) -> SimulationTime {
    SimulationTime(seconds: Double(index) / options.rate)
  }

  /// What is exactly true of a frame, 0 up to `count`.
  public func truth(at index: Int) -> RenderedTruth {
    let time = time(of: index)
    let station = stations[index]
    let ego = course.state(station: station, time: time)
    return RenderedTruth(
      index: index, ego: ego, objects: traffic.objects(at: time),
      boundaries: road.boundaries(from: ego.worldFromVehicle, station: station),
      laneWidth: road.laneWidth, shake: course.shake(at: time), station: station)
  }

  /// The picture of a frame, 0 up to `count`.
  public func picture(at index: Int) -> CameraImage {
    let time = time(of: index)
    let ego = course.state(station: stations[index], time: time)
    return renderer.picture(
      worldFromVehicle: ego.worldFromVehicle, objects: traffic.objects(at: time),
      shake: course.shake(at: time), frame: index)
  }

  /// A frame as a car would log it: picture and odometry with the noise of real sensors.
  public func frame(at index: Int) -> SensorFrame {
    let time = time(of: index)
    let ego = course.state(station: stations[index], time: time)
    return SensorFrame(
      time: time, index: index, camera: picture(at: index), odometry: odometry(ego, index))
  }

  /// Wheel speed within 0.03 m/s, turn rate within 0.5 mrad/s (one deviation), the pose exact.
  private func odometry(_ ego: VehicleState, _ index: Int) -> SensorFrame.Odometry {
    var random = SeededGenerator(
      seed: Hash.bits(options.seed, 0x6f_646f, UInt64(bitPattern: Int64(index))))
    let (speedNoise, yawNoise) = (random.normal(), random.normal())
    return SensorFrame.Odometry(
      speed: ego.speed + 0.03 * speedNoise, yawRate: ego.yawRate + 0.0005 * yawNoise,
      worldFromVehicle: ego.worldFromVehicle, satelliteSpeed: ego.speed)
  }
}
