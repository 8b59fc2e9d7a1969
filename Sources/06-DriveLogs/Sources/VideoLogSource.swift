import DrivingCore
import Foundation
import Geometry
import Imaging

/// A video from a front camera, frame by frame in constant memory.
public final class VideoLogSource: LogSource {
  /// What the log is.
  public let title: String
  /// The number of frames the file states.
  public let statedFrameCount: Int?
  /// What was assumed or lost.
  public private(set) var notes: [String] = []
  /// Whether the video stopped early or could not be decoded.
  public private(set) var hasLoss = false

  private let path: String
  private let reader: VideoReader
  private let frameRate: Double
  private var stream: PictureStream
  private var index = 0
  private var isOver = false

  /// The rate where the file states none (frames a second).
  public static let assumedFrameRate = 25.0

  /// Opens a video.
  /// - Parameter calibration: the camera; nil reads `calibration.json` beside the file, and assumes
  ///   a usual camera where there is none.
  /// - Throws: `LogFailure` where the file is no video that plays.
  public init(path: String, calibration: CameraCalibration? = nil) throws(LogFailure) {
    self.path = path
    title = "video \(URL(fileURLWithPath: path).lastPathComponent)"
    let given: CameraCalibration? =
      if let calibration { calibration } else { try CalibrationFile.beside(path) }
    stream = PictureStream(given)
    do throws(ImagingFailure) {
      reader = try VideoReader(path: path)
    } catch {
      throw LogFailure(path: path, place: "video", reason: error.reason)
    }
    statedFrameCount = reader.statedFrameCount
    frameRate = reader.frameRate ?? Self.assumedFrameRate
    if reader.frameRate == nil {
      notes.append("the video states no frame rate: assumed \(Self.assumedFrameRate) a second")
    }
    if given == nil { notes.append(PictureStream.assumption(reader.width, reader.height)) }
  }

  /// The length as stated (s).
  public var duration: Double? { statedFrameCount.map { Double($0) / frameRate } }

  /// The next frame, or nil at the end, be it early.
  public func next() throws(LogFailure) -> SensorFrame? {
    guard !isOver else { return nil }
    do throws(ImagingFailure) {
      guard let picture = try reader.next() else {
        isOver = true
        return nil
      }
      defer { index += 1 }
      let (image, note) = stream.image(picture, number: index)
      if let note { lose(note) }
      return SensorFrame(
        time: SimulationTime(seconds: Double(index) / frameRate), index: index, camera: image)
    } catch {
      isOver = true
      lose(error.reason)
      return nil
    }
  }

  private func lose(_ note: String) {
    hasLoss = true
    // A long run of odd frames is said once in full; the count follows from the report.
    if notes.count < 200 { notes.append(note) }
  }
}
