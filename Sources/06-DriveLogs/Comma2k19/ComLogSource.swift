import DrivingCore
import Foundation
import Geometry

/// A segment of the comma2k19 data set (Schafer et al., 2018): car speed, steering, gyroscope,
/// radar, satellite and reference pose, merged into 20 frames a second. It has no pictures here.
///
/// Speed and turn rate of a frame are means over the samples since the frame before, so that sums
/// over frames keep the distance. The reference pose is shifted from camera to rear axle.
public final class ComLogSource: LogSource {
  /// What the log is.
  public let title: String
  /// The number of frames.
  public var statedFrameCount: Int? { frameTimes.count }
  /// The length of the log (s).
  public var duration: Double? { frameTimes.last.map { $0 - frameTimes[0] } }
  /// What was assumed or lost.
  public private(set) var notes: [String] = []
  /// Whether files were missing or cut.
  public private(set) var hasLoss = false

  private var frameTimes: [Double] = []
  private var index = 0
  private var speed: TimeSeries?
  private var steering: TimeSeries?
  private var gyroscope: TimeSeries?
  private var satellite: TimeSeries?
  private var radar: TimeSeries?
  private var reference: Reference?
  private var last = SensorFrame.Odometry(speed: 0)

  /// The RAV4's steering wheel turns this much per road-wheel angle (openpilot's figure).
  public static let steeringRatio = 16.88
  /// The camera ahead of the rear axle (m), assumed.
  public static let cameraForward = 1.8
  /// The rate where only the car's messages give the time (frames a second).
  private static let frameRate = 20.0

  /// Opens a segment folder, the one that holds `processed_log`.
  /// - Throws: `LogFailure` where there is neither speed nor reference pose.
  public init(path: String) throws(LogFailure) {
    title = "comma2k19 segment \(URL(fileURLWithPath: path).lastPathComponent)"
    let folder = SegmentFolder(path: path)
    speed = note(folder.series("processed_log/CAN/wheel_speed", columns: 4))
    if speed == nil { speed = note(folder.series("processed_log/CAN/speed", columns: 1)) }
    steering = note(folder.series("processed_log/CAN/steering_angle", columns: 1))
    gyroscope = note(folder.series("processed_log/IMU/gyro", columns: 3))
    satellite = note(folder.series("processed_log/GNSS/live_gnss_ublox", columns: 3))
    radar = note(folder.series("processed_log/CAN/radar", columns: 6))
    reference = Reference(
      note(folder.array("global_pose/frame_times", columns: 1)),
      note(folder.array("global_pose/frame_positions", columns: 3)),
      note(folder.array("global_pose/frame_velocities", columns: 3)))
    frameTimes = reference?.times ?? Self.clock(speed)
    guard !frameTimes.isEmpty else {
      throw LogFailure(
        path: path, place: "processed_log/CAN/speed",
        reason: "neither car speed nor reference poses; expected a comma2k19 segment folder")
    }
    // Frames before the first sample of speed have that one: 0 would be a standing car.
    if let speed, let first = Self.meanOfColumns(speed, 0..<min(1, speed.times.count)) {
      last.speed = first
    }
    if steering != nil {
      notes.append(
        "steering wheel angles are divided by \(Self.steeringRatio), an assumed steering ratio")
    }
    if reference != nil {
      notes.append(
        "reference poses are the camera's, moved back by an assumed \(Self.cameraForward) m")
    }
  }

  /// The next frame, or nil at the end.
  public func next() throws(LogFailure) -> SensorFrame? {
    guard index < frameTimes.count else { return nil }
    let time = frameTimes[index]
    defer { index += 1 }
    return SensorFrame(
      time: SimulationTime(seconds: time - frameTimes[0]), index: index, radar: returns(time),
      odometry: odometry(time))
  }

  private func odometry(_ time: Double) -> SensorFrame.Odometry? {
    if let wheels = speed?.take(upTo: time), let speed,
      let mean = Self.meanOfColumns(speed, wheels)
    {
      last.speed = mean
    }
    if let samples = steering?.take(upTo: time), let angle = steering?.mean(samples, column: 0) {
      last.steeringAngle = Angle.radians(degrees: angle) / Self.steeringRatio
    }
    if let samples = gyroscope?.take(upTo: time), let rate = gyroscope?.mean(samples, column: 2) {
      // The device's axes are forward, right, down.
      last.yawRate = -rate
    }
    last.satelliteSpeed = nil
    if let fixes = satellite?.take(upTo: time), let latest = fixes.last {
      last.satelliteSpeed = satellite.flatMap { $0.mean(latest..<(latest + 1), column: 2) }
    }
    last.worldFromVehicle = reference?.pose(index)
    return speed == nil ? nil : last
  }

  /// The latest return of each track since the frame before, ascending by track.
  private func returns(_ time: Double) -> [SensorFrame.RadarReturn]? {
    guard let samples = radar?.take(upTo: time), let rows = radar?.rows else { return nil }
    var latest: [Int: SensorFrame.RadarReturn] = [:]
    for row in samples {
      let numbers = [rows[row, 0], rows[row, 1], rows[row, 2], rows[row, 5]]
      guard numbers.allSatisfy({ $0.isFinite && abs($0) < 1e6 }) else { continue }
      let id = Int(numbers[3])
      latest[id] = SensorFrame.RadarReturn(
        id: id, position: Vector2(numbers[0], numbers[1]), relativeSpeed: numbers[2])
    }
    return latest.values.sorted { $0.id < $1.id }
  }

  private static func meanOfColumns(_ series: TimeSeries, _ samples: Range<Int>) -> Double? {
    let means = (0..<min(4, series.rows.columnCount)).compactMap {
      series.mean(samples, column: $0)
    }
    return means.isEmpty ? nil : means.reduce(0, +) / Double(means.count)
  }

  private static func clock(_ series: TimeSeries?) -> [Double] {
    guard let first = series?.times.first, let last = series?.times.last else { return [] }
    return (0..<max(1, Int((last - first) * frameRate) + 1)).map {
      first + Double($0) / frameRate
    }
  }

  /// Keeps what was read, and writes down what was not.
  private func note<Value>(_ result: SegmentFolder.Result<Value>) -> Value? {
    notes += result.notes
    hasLoss = hasLoss || result.hasLoss
    return result.value
  }

  /// The reference poses, from positions and velocities in earth-centred coordinates.
  private struct Reference {
    let times: [Double]
    private var poses: [SE2] = []

    init?(_ times: NumpyArray?, _ positions: NumpyArray?, _ velocities: NumpyArray?) {
      guard let times, let positions, let velocities else { return nil }
      let count = min(times.rowCount, positions.rowCount, velocities.rowCount)
      guard count > 0 else { return nil }
      let frame = EarthFrame(x: positions[0, 0], y: positions[0, 1], z: positions[0, 2])
      var (heading, kept) = (0.0, [Double]())
      for row in 0..<count {
        let velocity = frame.direction(
          velocities[row, 0], velocities[row, 1], velocities[row, 2])
        let camera = frame.point(positions[row, 0], positions[row, 1], positions[row, 2])
        guard camera.x.isFinite, camera.y.isFinite, velocity.length.isFinite,
          TimeCheck.follows(times[row, 0], kept.last)
        else { continue }
        // Standing, the direction of motion is noise: the last one holds.
        if velocity.length > 0.5 { heading = Portable.atan2(velocity.y, velocity.x) }
        let forward = SE2(x: 0, y: 0, heading: heading).forward
        poses.append(SE2(position: camera - forward * cameraForward, heading: heading))
        kept.append(times[row, 0])
      }
      guard !kept.isEmpty else { return nil }
      self.times = kept
    }

    func pose(_ index: Int) -> SE2? { index < poses.count ? poses[index] : nil }
  }
}

/// What a time in a log may be.
enum TimeCheck {
  /// Whether a time is sane and later than the one before.
  static func follows(_ time: Double, _ before: Double?) -> Bool {
    guard time.isFinite, abs(time) < 4e9 else { return false }
    guard let before else { return true }
    return time > before && time - before < 1e6
  }
}
