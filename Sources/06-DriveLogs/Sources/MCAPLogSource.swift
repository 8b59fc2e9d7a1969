import DrivingCore
import Foundation
import Geometry
import Imaging
import SwiftProtobuf

/// A recorded drive in an MCAP: pictures (`foxglove.CompressedImage`), odometry and radar as
/// `godseye import` writes them. A cut or damaged file gives what is whole and says what is not.
///
/// A frame is a picture and what came with it; without pictures, an odometry message; without
/// those, a radar message.
public final class MCAPLogSource: EncodedPictureSource {
  /// What the log is.
  public let title: String
  /// The number of frames, if the summary is whole.
  public private(set) var statedFrameCount: Int?
  /// The length of the log (s), if the summary is whole.
  public private(set) var duration: Double?
  /// The file behind the last frame's picture.
  public private(set) var encodedPicture: EncodedPicture?

  private let path: String
  private let reader: MCAPStreamReader
  private var roles: [UInt16: Role] = [:]
  private var master: Role?
  private var cameraChannel: UInt16?
  private var stream: PictureStream
  private var pending = Pending()
  private var ready: (SensorFrame, EncodedPicture?)?
  private var index = 0
  private var ownNotes: [String] = []
  private var lostFrames = false
  private var isOver = false
  private var start: Int64?

  private enum Role: Int { case camera, odometry, radar, calibration, other }

  /// What has come since the last frame.
  private struct Pending {
    var time: Int64 = 0
    var hasMaster = false
    var isEmpty = true
    var image: CameraImage?
    var encoded: EncodedPicture?
    var odometry: SensorFrame.Odometry?
    var radar: [SensorFrame.RadarReturn]?
  }

  /// Opens a log.
  /// - Throws: `LogFailure` where it is no MCAP, or holds nothing that can be replayed.
  public init(path: String, calibration: CameraCalibration? = nil) throws(LogFailure) {
    self.path = path
    title = "log \(URL(fileURLWithPath: path).lastPathComponent)"
    let given: CameraCalibration? =
      if let calibration { calibration } else { try CalibrationFile.beside(path) }
    stream = PictureStream(given)
    let source = try FileByteSource(path: path)
    reader = MCAPStreamReader(source, onDamage: .skip)
    readSummary(source)
    ready = try assemble()
    if ready == nil {
      let lost = reader.losses.first.map { "; \($0)" } ?? ""
      throw LogFailure(
        path: path, place: "log",
        reason: "no pictures, odometry or radar that can be replayed; expected a log made by "
          + "`godseye import` or one with foxglove.CompressedImage\(lost)")
    }
  }

  /// What was assumed or lost.
  public var notes: [String] { ownNotes + reader.losses.map(\.description) }
  /// Whether anything was lost.
  public var hasLoss: Bool { lostFrames || !reader.losses.isEmpty }

  /// The next frame, or nil at the end.
  public func next() throws(LogFailure) -> SensorFrame? {
    guard let (frame, encoded) = ready else { return nil }
    encodedPicture = encoded
    ready = try assemble()
    return frame
  }

  private func readSummary(_ source: FileByteSource) {
    guard let summary = try? MCAPIndexedReader(source) else { return }
    let statistics = summary.statistics
    for channel in summary.channels {
      // A channel that was declared and never used must not be waited for.
      if let statistics, statistics.channelMessageCounts[channel.id] ?? 0 == 0 {
        roles[channel.id] = .other
      } else {
        assign(channel, summary.schemas)
      }
    }
    guard let statistics else { return }
    let span = statistics.messageEndTime &- statistics.messageStartTime
    duration = span < 1 << 62 ? Double(span) / 1e9 : nil
    let counted = roles.filter {
      $0.value == master && ($0.value != .camera || $0.key == cameraChannel)
    }
    let frames = counted.keys.compactMap { statistics.channelMessageCounts[$0] }.max()
    statedFrameCount = frames.map { Int(clamping: $0) }
  }

  /// Decides what a channel is for.
  private func assign(_ channel: MCAP.Channel, _ schemas: [MCAP.Schema]) {
    guard roles[channel.id] == nil else { return }
    let schema = schemas.first { $0.id == channel.schemaID }
    let role: Role =
      switch (schema?.name, channel.messageEncoding) {
      case ("foxglove.CompressedImage", "protobuf"): .camera
      case ("godseye.Odometry", "json"): .odometry
      case ("godseye.Radar", "json"): .radar
      case ("godseye.CameraCalibration", "json"): .calibration
      default: .other
      }
    roles[channel.id] = role
    if role.rawValue <= Role.radar.rawValue {
      if role.rawValue < master?.rawValue ?? .max { master = role }
    }
    if role == .camera {
      if cameraChannel == nil || channel.topic == "/camera/front" { cameraChannel = channel.id }
      if roles.values.filter({ $0 == .camera }).count == 2 {
        ownNotes.append("several cameras: /camera/front is used, or the first one")
      }
    }
  }

  /// Reads on until a frame is whole.
  private func assemble() throws(LogFailure) -> (SensorFrame, EncodedPicture?)? {
    while !isOver {
      guard let record = try reader.next() else {
        isOver = true
        break
      }
      switch record {
      case .channel(let channel):
        assign(
          channel, channel.schemaID == 0 ? [] : [reader.schema(channel.schemaID)].compactMap { $0 })
      case .message(let message):
        if let frame = take(message) { return frame }
      default: break
      }
    }
    return pending.hasMaster ? flush() : nil
  }

  /// Takes a message; gives the frame before it where the message starts a new one.
  private func take(_ message: MCAP.Message) -> (SensorFrame, EncodedPicture?)? {
    guard let role = roles[message.channelID], role != .other,
      role != .camera || message.channelID == cameraChannel
    else { return nil }
    let time = Int64(clamping: message.logTime)
    var finished: (SensorFrame, EncodedPicture?)?
    if pending.hasMaster && (role == master || time > pending.time) { finished = flush() }
    if !pending.hasMaster || role == master { pending.time = time }
    do throws(RecordDefect) {
      try keep(message, role)
    } catch {
      lose("message \(message.sequence) on channel \(message.channelID): \(error.reason)")
    }
    return finished
  }

  private func keep(_ message: MCAP.Message, _ role: Role) throws(RecordDefect) {
    switch role {
    case .odometry:
      pending.odometry = try LogJSON.value(LoggedOdometry.self, message.data).odometry
    case .radar: pending.radar = try LogJSON.value(LoggedRadar.self, message.data).radar
    case .calibration:
      let camera = try LogJSON.value(CalibrationFile.self, message.data).calibration()
      if stream.given == nil && stream.size == nil { stream = PictureStream(camera) }
    case .camera: try keepPicture(message)
    case .other: break
    }
    if role == master { pending.hasMaster = true }
  }

  private func keepPicture(_ message: MCAP.Message) throws(RecordDefect) {
    guard let image = try? Foxglove_CompressedImage(serializedBytes: Data(message.data)) else {
      throw RecordDefect(reason: "not a foxglove.CompressedImage")
    }
    let bytes = [UInt8](image.data)
    let picture: Bitmap
    do throws(ImagingFailure) {
      picture = try Bitmap(decoding: bytes)
    } catch {
      throw RecordDefect(reason: error.reason)
    }
    if stream.size == nil && stream.given == nil {
      ownNotes.append(PictureStream.assumption(picture.width, picture.height))
    }
    let (camera, note) = stream.image(picture, number: index)
    if let note { lose(note) }
    pending.image = camera
    pending.encoded = EncodedPicture(format: image.format, bytes: bytes)
  }

  private func flush() -> (SensorFrame, EncodedPicture?) {
    let origin = start ?? pending.time
    start = origin
    let frame = SensorFrame(
      time: SimulationTime(
        nanoseconds: pending.time.subtractingReportingOverflow(origin).partialValue),
      index: index, camera: pending.image, radar: pending.radar, odometry: pending.odometry)
    let encoded = pending.encoded
    index += 1
    pending = Pending()
    return (frame, encoded)
  }

  private func lose(_ note: String) {
    lostFrames = true
    if ownNotes.count < 200 { ownNotes.append(note) }
  }
}
