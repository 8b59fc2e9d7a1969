import DrivingCore
import Geometry
import Roads

/// Takes pictures of the true scene with a front camera: closed-loop runs on camera percepts.
///
/// The mission's map is painted as roads usually are: solid lines at the borders, dashed lines
/// between lanes of one direction. The frame carries no truth.
public struct CameraSensor: Sensor {
  private let calibration: CameraCalibration?
  private let width, height: Int
  private let level: RenderingLevel
  private var renderer: FrontCameraRenderer?
  private var count = 0

  /// Creates a camera; without a calibration a usual windscreen camera is mounted on the car.
  public init(
    calibration: CameraCalibration? = nil, width: Int = 640, height: Int = 360,
    level: RenderingLevel = .clean
  ) {
    (self.calibration, self.width, self.height, self.level) = (calibration, width, height, level)
  }

  /// Who the stage is, for reports.
  public var description: StageDescription {
    StageDescription(name: "camera-\(level.rawValue)", version: 1)
  }

  /// Paints the mission's map and mounts the camera.
  public mutating func prepare(for mission: Mission) throws(StageFailure) {
    let conditions = RenderingConditions(level, seed: mission.seed)
    let ground = PaintedGround(mission.map, lot: mission.lot, conditions: conditions)
    guard !ground.strips.isEmpty else {
      throw StageFailure(
        stage: description.name, kind: .unavailable,
        reason: "the mission has neither lanes nor slots; a camera needs a road to look at; "
          + "use --percepts truth or give the scenario a road")
    }
    renderer = FrontCameraRenderer(
      ground: ground,
      calibration: calibration ?? .windscreen(of: mission.vehicle, width: width, height: height),
      width: width, height: height, conditions: conditions, seed: mission.seed)
    count = 0
  }

  /// The picture and odometry of the scene.
  public mutating func step(
    _ scene: Scene, at time: SimulationTime
  ) throws(StageFailure) -> SensorFrame {
    guard let renderer else {
      throw StageFailure(
        stage: description.name, kind: .unavailable,
        reason: "step was called before prepare; the camera has no road yet; call prepare first")
    }
    defer { count += 1 }
    let picture = renderer.picture(
      worldFromVehicle: scene.ego.worldFromVehicle, objects: scene.objects, shake: .none,
      frame: count)
    return SensorFrame(
      time: time, index: count, camera: picture,
      odometry: SensorFrame.Odometry(exactly: scene.ego))
  }
}

extension CameraCalibration {
  /// A usual front camera behind the windscreen: 57 degrees wide, 1.35 m up, looking down a little.
  public static func windscreen(
    of vehicle: VehicleSpec, width: Int, height: Int
  ) -> CameraCalibration {
    CameraCalibration(
      focalLength: Vector2(0.92 * Double(width), 0.92 * Double(width)),
      principalPoint: Vector2(Double(width - 1) / 2, Double(height - 1) / 2),
      height: min(max(vehicle.body.height - 0.15, 1.0), 1.6),
      forwardOffset: 0.65 * vehicle.body.wheelbase, pitchDown: 0.02, origin: .calibrated)
  }
}
