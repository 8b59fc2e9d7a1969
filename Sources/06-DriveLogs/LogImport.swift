import DrivingCore
import Foundation
import Geometry
import Imaging
import SwiftProtobuf

/// What an import wrote.
public struct ImportSummary: Sendable, Hashable {
  /// Frames written.
  public var frameCount: Int
  /// What was assumed or lost, as the source says.
  public var notes: [String]
  /// Whether anything was lost.
  public var hasLoss: Bool
}

/// Copies a log into an MCAP, frame by frame in constant memory: `/camera/front` and its
/// calibration, `/odometry`, `/radar`, `/tf`. Pictures that are files already are kept as they are.
/// - Parameters:
///   - quality: of pictures that have to be packed, 0 to 100.
///   - progress: told the number of frames so far.
/// - Throws: `LogFailure` of the source or the sink; what was written so far can be recovered.
public func importLog(
  _ source: any LogSource, to sink: any ByteSink, compression: MCAP.Compression = .lz4,
  quality: Int = 92, progress: (Int) -> Void = { _ in }
) throws(LogFailure) -> ImportSummary {
  let log = try ImportedLog(sink, title: source.title, compression: compression)
  var count = 0
  while let frame = try source.next() {
    let file = (source as? any EncodedPictureSource)?.encodedPicture
    try log.write(frame, picture: file, quality: quality)
    count += 1
    progress(count)
  }
  try log.finish(notes: source.notes, hasLoss: source.hasLoss)
  return ImportSummary(frameCount: count, notes: source.notes, hasLoss: source.hasLoss)
}

/// Writes sensor frames as a log that `MCAPLogSource` reads. A channel is declared with the first
/// frame that needs it, so a log without a camera names none.
public final class ImportedLog {
  private let writer: MCAPWriter
  private var channels: [String: UInt16] = [:]
  private var wroteCalibration: CameraCalibration?

  /// Starts the log.
  /// - Throws: `LogFailure` of the sink.
  public init(
    _ sink: any ByteSink, title: String, compression: MCAP.Compression = .lz4
  ) throws(LogFailure) {
    var options = MCAPWriter.Options()
    options.compression = compression
    options.chunkSize = 1 << 20
    writer = try MCAPWriter(sink, options: options)
    try writer.add(MCAP.Metadata(name: "godseye.import", metadata: ["source": title]))
  }

  /// Adds a frame; `picture` is the camera's picture as a file, where there is one.
  /// - Throws: `LogFailure` of the sink or the picture codec.
  public func write(
    _ frame: SensorFrame, picture: EncodedPicture? = nil, quality: Int = 92
  ) throws(LogFailure) {
    // All channels of a frame come before its messages: a reader then knows what to wait for.
    let camera = try cameraChannels(frame)
    let radar = frame.radar == nil ? nil : try channel("/radar", json: "godseye.Radar")
    let odometry = frame.odometry == nil ? nil : try channel("/odometry", json: "godseye.Odometry")
    if let motion = frame.odometry, let odometry { try write(motion, odometry, frame) }
    if let returns = frame.radar, let radar {
      try writer.write(
        channel: radar, sequence: frame.index, time: frame.time, json: LoggedRadar(returns))
    }
    guard let image = frame.camera, let camera else { return }
    if wroteCalibration != image.calibration { try write(image, camera, frame) }
    let file: EncodedPicture =
      if let picture { picture } else { try pack(image, quality, frame.index) }
    try writer.write(
      channel: camera.picture, sequence: frame.index, time: frame.time,
      Foxglove_CompressedImage(file, at: frame.time))
  }

  /// Ends the log, with what its source noted.
  /// - Throws: `LogFailure` of the sink.
  public func finish(notes: [String], hasLoss: Bool) throws(LogFailure) {
    var facts = ["loss": hasLoss ? "yes" : "no"]
    for (number, note) in notes.enumerated() { facts["note \(number + 1)"] = note }
    try writer.add(MCAP.Metadata(name: "godseye.import.notes", metadata: facts))
    try writer.finish()
  }

  private struct CameraChannels {
    var picture, ours, foxglove: UInt16
  }

  private func cameraChannels(_ frame: SensorFrame) throws(LogFailure) -> CameraChannels? {
    guard frame.camera != nil else { return nil }
    return CameraChannels(
      picture: try channel("/camera/front", .compressedImage),
      ours: try channel("/calibration", json: "godseye.CameraCalibration"),
      foxglove: try channel("/camera/front/calibration", .cameraCalibration))
  }

  private func channel(_ topic: String, _ schema: FoxgloveSchema) throws(LogFailure) -> UInt16 {
    if let known = channels[topic] { return known }
    let id = try writer.addChannel(topic: topic, schema: schema)
    channels[topic] = id
    return id
  }

  private func channel(_ topic: String, json name: String) throws(LogFailure) -> UInt16 {
    if let known = channels[topic] { return known }
    let id = try writer.addChannel(topic: topic, json: name, title: name)
    channels[topic] = id
    return id
  }

  private func write(
    _ motion: SensorFrame.Odometry, _ channel: UInt16, _ frame: SensorFrame
  ) throws(LogFailure) {
    try writer.write(
      channel: channel, sequence: frame.index, time: frame.time, json: LoggedOdometry(motion))
    guard let pose = motion.worldFromVehicle else { return }
    try writer.write(
      channel: try self.channel("/tf", .frameTransform), sequence: frame.index, time: frame.time,
      Foxglove_FrameTransform(worldFromVehicle: pose, at: frame.time))
  }

  private func write(
    _ image: CameraImage, _ camera: CameraChannels, _ frame: SensorFrame
  ) throws(LogFailure) {
    wroteCalibration = image.calibration
    try writer.write(
      channel: camera.ours, sequence: frame.index, time: frame.time,
      json: CalibrationFile(image.calibration))
    try writer.write(
      channel: camera.foxglove, sequence: frame.index, time: frame.time,
      Foxglove_CameraCalibration(image, at: frame.time))
  }

  private func pack(
    _ image: CameraImage, _ quality: Int, _ index: Int
  ) throws(LogFailure) -> EncodedPicture {
    let picture = Bitmap(width: image.width, height: image.height, pixels: image.pixels)
    do throws(ImagingFailure) {
      return EncodedPicture(format: "jpeg", bytes: try picture.encoded(.jpeg(quality: quality)))
    } catch {
      throw LogFailure(path: "log", place: "frame \(index)", reason: error.reason)
    }
  }
}

extension Foxglove_CameraCalibration {
  init(_ image: CameraImage, at time: SimulationTime) {
    self.init()
    let camera = image.calibration
    timestamp = Google_Protobuf_Timestamp(time)
    frameID = "camera_front"
    width = UInt32(clamping: image.width)
    height = UInt32(clamping: image.height)
    let (fx, fy) = (camera.focalLength.x, camera.focalLength.y)
    let (cx, cy) = (camera.principalPoint.x, camera.principalPoint.y)
    k = [fx, 0, cx, 0, fy, cy, 0, 0, 1]
    r = [1, 0, 0, 0, 1, 0, 0, 0, 1]
    p = [fx, 0, cx, 0, 0, fy, cy, 0, 0, 0, 1, 0]
    if !camera.distortion.isEmpty {
      distortionModel = "plumb_bob"
      d = camera.distortion
    }
  }
}
