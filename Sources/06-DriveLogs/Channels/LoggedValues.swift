import DrivingCore
import Foundation
import Geometry
import SwiftProtobuf

/// The vehicle's state as logs hold it: units in the names.
struct LoggedVehicleState: Codable, Hashable {
  var x_m: Double
  var y_m: Double
  var heading_rad: Double
  var speed_mps: Double
  var acceleration_mps2: Double
  var yaw_rate_radps: Double
  var steering_rad: Double

  init(_ state: VehicleState) {
    x_m = state.worldFromVehicle.position.x
    y_m = state.worldFromVehicle.position.y
    heading_rad = state.worldFromVehicle.heading
    speed_mps = state.speed
    acceleration_mps2 = state.acceleration
    yaw_rate_radps = state.yawRate
    steering_rad = state.steeringAngle
  }

  func poseInFrame(_ time: SimulationTime) -> Foxglove_PoseInFrame {
    var result = Foxglove_PoseInFrame()
    result.timestamp = Google_Protobuf_Timestamp(time)
    result.frameID = "world"
    result.pose = Foxglove_Pose(SE2(x: x_m, y: y_m, heading: heading_rad))
    return result
  }
}

/// A command as logs hold it.
struct LoggedCommand: Codable, Hashable {
  var steering_rad: Double
  var acceleration_mps2: Double

  init(_ command: ControlCommand) {
    steering_rad = command.steeringAngle
    acceleration_mps2 = command.acceleration
  }
}

/// A value, or why there is none.
struct LoggedOutcome<Value: Codable & Sendable>: Codable {
  var value: Value?
  var unavailable: String?

  init(_ outcome: Outcome<Value>) {
    switch outcome {
    case .available(let value): self.value = value
    case .unavailable(let reason): unavailable = reason
    }
  }
}

/// What the car said of its own motion, as imported logs hold it.
struct LoggedOdometry: Codable, Hashable {
  var wheel_speed_mps: Double
  var yaw_rate_radps: Double?
  var steering_rad: Double?
  var acceleration_mps2: Double?
  var x_m: Double?
  var y_m: Double?
  var heading_rad: Double?
  var satellite_speed_mps: Double?

  init(_ odometry: SensorFrame.Odometry) {
    wheel_speed_mps = odometry.speed
    yaw_rate_radps = odometry.yawRate
    steering_rad = odometry.steeringAngle
    acceleration_mps2 = odometry.acceleration
    x_m = odometry.worldFromVehicle?.position.x
    y_m = odometry.worldFromVehicle?.position.y
    heading_rad = odometry.worldFromVehicle?.heading
    satellite_speed_mps = odometry.satelliteSpeed
  }

  var odometry: SensorFrame.Odometry {
    var pose: SE2?
    if let x_m, let y_m, let heading_rad { pose = SE2(x: x_m, y: y_m, heading: heading_rad) }
    return SensorFrame.Odometry(
      speed: wheel_speed_mps, yawRate: yaw_rate_radps, steeringAngle: steering_rad,
      acceleration: acceleration_mps2, worldFromVehicle: pose, satelliteSpeed: satellite_speed_mps)
  }
}

/// Radar returns as imported logs hold them.
struct LoggedRadar: Codable, Hashable {
  struct Return: Codable, Hashable {
    var id: Int
    var forward_m: Double
    var left_m: Double
    var relative_speed_mps: Double
  }

  var returns: [Return]

  init(_ radar: [SensorFrame.RadarReturn]) {
    returns = radar.map {
      Return(
        id: $0.id, forward_m: $0.position.x, left_m: $0.position.y,
        relative_speed_mps: $0.relativeSpeed)
    }
  }

  var radar: [SensorFrame.RadarReturn] {
    returns.map {
      SensorFrame.RadarReturn(
        id: $0.id, position: Vector2($0.forward_m, $0.left_m), relativeSpeed: $0.relative_speed_mps)
    }
  }
}

extension Foxglove_CompressedImage {
  init(_ picture: EncodedPicture, at time: SimulationTime) {
    self.init()
    timestamp = Google_Protobuf_Timestamp(time)
    frameID = "camera_front"
    format = picture.format
    data = .init(picture.bytes)
  }
}
