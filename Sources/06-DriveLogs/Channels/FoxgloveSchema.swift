import DrivingCore
import Foundation
import Geometry
import SwiftProtobuf

/// The Foxglove schemas that logs use: their names, and the descriptors that let any reader decode
/// them. Names and field numbers: https://docs.foxglove.dev/docs/sdk/schemas.
public enum FoxgloveSchema: String, Sendable, CaseIterable {
  case cameraCalibration = "foxglove.CameraCalibration"
  case compressedImage = "foxglove.CompressedImage"
  case compressedVideo = "foxglove.CompressedVideo"
  case frameTransform = "foxglove.FrameTransform"
  case frameTransforms = "foxglove.FrameTransforms"
  case locationFix = "foxglove.LocationFix"
  case log = "foxglove.Log"
  case poseInFrame = "foxglove.PoseInFrame"
  case posesInFrame = "foxglove.PosesInFrame"
  case sceneUpdate = "foxglove.SceneUpdate"

  /// The serialised FileDescriptorSet, imports included.
  public var descriptor: [UInt8] {
    Data(base64Encoded: encoded).map { [UInt8]($0) } ?? []
  }

  private var encoded: String {
    switch self {
    case .cameraCalibration: FoxgloveDescriptors.cameraCalibration
    case .compressedImage: FoxgloveDescriptors.compressedImage
    case .compressedVideo: FoxgloveDescriptors.compressedVideo
    case .frameTransform: FoxgloveDescriptors.frameTransform
    case .frameTransforms: FoxgloveDescriptors.frameTransforms
    case .locationFix: FoxgloveDescriptors.locationFix
    case .log: FoxgloveDescriptors.log
    case .poseInFrame: FoxgloveDescriptors.poseInFrame
    case .posesInFrame: FoxgloveDescriptors.posesInFrame
    case .sceneUpdate: FoxgloveDescriptors.sceneUpdate
    }
  }
}

extension MCAPWriter {
  /// Adds a channel of Foxglove messages.
  /// - Returns: its id.
  public func addChannel(
    topic: String, schema: FoxgloveSchema
  ) throws(LogFailure) -> UInt16 {
    let id = try addSchema(name: schema.rawValue, encoding: "protobuf", data: schema.descriptor)
    return try addChannel(topic: topic, messageEncoding: "protobuf", schema: id)
  }

  /// Adds a channel of JSON messages whose schema says only what they are.
  /// - Returns: its id.
  public func addChannel(
    topic: String, json name: String, title: String
  ) throws(LogFailure) -> UInt16 {
    let text = #"{"title":"\#(title)","type":"object"}"#
    let id = try addSchema(name: name, encoding: "jsonschema", data: Array(text.utf8))
    return try addChannel(topic: topic, messageEncoding: "json", schema: id)
  }

  /// Adds a message sent when it was recorded.
  func write(
    channel: UInt16, sequence: Int, time: SimulationTime, data: [UInt8]
  ) throws(LogFailure) {
    let stamp = UInt64(max(time.nanoseconds, 0))
    try write(
      channel: channel, sequence: UInt32(truncatingIfNeeded: sequence), logTime: stamp,
      publishTime: stamp, data: data)
  }

  /// Adds a protobuf message.
  func write(
    channel: UInt16, sequence: Int, time: SimulationTime, _ message: some SwiftProtobuf.Message
  ) throws(LogFailure) {
    let data: [UInt8]
    do {
      data = try message.serializedBytes()
    } catch {
      throw LogFailure(path: "log", place: "message", reason: "cannot be written: \(error)")
    }
    try write(channel: channel, sequence: sequence, time: time, data: data)
  }

  /// Adds a JSON message; keys are sorted, so equal values give equal bytes.
  func write(
    channel: UInt16, sequence: Int, time: SimulationTime, json value: some Encodable
  ) throws(LogFailure) {
    try write(channel: channel, sequence: sequence, time: time, data: try LogJSON.bytes(value))
  }
}

/// JSON as logs hold it: sorted keys, no NaN.
enum LogJSON {
  static func bytes(_ value: some Encodable) throws(LogFailure) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return [UInt8](try encoder.encode(value))
    } catch {
      throw LogFailure(
        path: "log", place: "message",
        reason: "a value cannot be written as JSON (NaN or infinite): \(error)")
    }
  }

  static func value<Value: Decodable>(
    _ type: Value.Type, _ bytes: ArraySlice<UInt8>
  ) throws(RecordDefect) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw RecordDefect(reason: "not the JSON expected of a \(type)")
    }
  }
}
