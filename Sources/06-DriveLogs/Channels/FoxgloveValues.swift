import DrivingCore
import Geometry
import SwiftProtobuf

/// Short ways from our values to Foxglove's messages.
extension Foxglove_Color {
  init(_ red: Double, _ green: Double, _ blue: Double, _ alpha: Double = 1) {
    self.init()
    (r, g, b, a) = (red, green, blue, alpha)
  }
}

extension Foxglove_Vector3 {
  init(_ x: Double, _ y: Double, _ z: Double) {
    self.init()
    (self.x, self.y, self.z) = (x, y, z)
  }
}

extension Foxglove_Point3 {
  init(_ point: Vector2, z: Double = 0) {
    self.init()
    (x, y, self.z) = (point.x, point.y, z)
  }
}

extension Foxglove_Quaternion {
  /// A turn about the vertical (rad).
  init(heading: Double) {
    self.init()
    let (sine, cosine) = Portable.sincos(heading / 2)
    (z, w) = (sine, cosine)
  }
}

extension Foxglove_Pose {
  init(_ pose: SE2, z: Double = 0) {
    self.init()
    position = Foxglove_Vector3(pose.position.x, pose.position.y, z)
    orientation = Foxglove_Quaternion(heading: pose.heading)
  }
}

extension Google_Protobuf_Timestamp {
  init(_ time: SimulationTime) {
    self.init()
    let nanoseconds = max(time.nanoseconds, 0)
    seconds = nanoseconds / 1_000_000_000
    nanos = Int32(nanoseconds % 1_000_000_000)
  }
}

extension Foxglove_FrameTransform {
  /// Where the vehicle is in the world.
  init(worldFromVehicle pose: SE2, at time: SimulationTime) {
    self.init()
    timestamp = Google_Protobuf_Timestamp(time)
    parentFrameID = "world"
    childFrameID = "vehicle"
    translation = Foxglove_Vector3(pose.position.x, pose.position.y, 0)
    rotation = Foxglove_Quaternion(heading: pose.heading)
  }
}

extension Foxglove_LinePrimitive {
  init(
    _ points: [Vector2], _ color: Foxglove_Color, thickness: Double = 0.12, closed: Bool = false,
    z: Double = 0.02
  ) {
    self.init()
    type = closed ? .lineLoop : .lineStrip
    pose = Foxglove_Pose(.identity)
    self.thickness = thickness
    self.points = points.map { Foxglove_Point3($0, z: z) }
    self.color = color
  }
}

extension Foxglove_CubePrimitive {
  init(_ box: OrientedBox, height: Double, _ color: Foxglove_Color) {
    self.init()
    pose = Foxglove_Pose(box.worldFromBox, z: height / 2)
    size = Foxglove_Vector3(box.length, box.width, height)
    self.color = color
  }
}

extension Foxglove_SceneEntity {
  /// A thing in a frame that stays until it is replaced.
  init(_ id: String, frame: String, at time: SimulationTime) {
    self.init()
    self.id = id
    frameID = frame
    timestamp = Google_Protobuf_Timestamp(time)
  }
}
