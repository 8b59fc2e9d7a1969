import COpenCV

/// Writes frames into a video file: MPEG-4 in `.mp4`, motion JPEG in `.avi`.
public final class VideoWriter {
  /// The file.
  public let path: String

  private let codecs: ge_codec_table
  private var handle: OpaquePointer?

  /// Creates the file; the ending of its name chooses the codec.
  /// - Throws: `ImagingFailure` where the ending is another or the file cannot be made.
  public init(path: String, frameRate: Double, width: Int, height: Int) throws(ImagingFailure) {
    self.path = path
    codecs = try Codecs.table()
    let isMP4 = path.hasSuffix(".mp4")
    guard isMP4 || path.hasSuffix(".avi"), frameRate > 0, frameRate < 1000 else {
      throw ImagingFailure(
        kind: .unwritable,
        reason: "\(path): expected a name ending in .mp4 or .avi and a frame rate")
    }
    var status = ge_status()
    let code = codecs.writer_open(
      path, Int32(isMP4 ? GE_MPEG4 : GE_MJPEG), frameRate, Int32(clamping: width),
      Int32(clamping: height), &handle, &status)
    guard code == 0 else {
      throw ImagingFailure(
        kind: .unwritable,
        reason: "\(path): \(status.text); expected a writable folder with free space")
    }
  }

  deinit { close() }

  /// Appends a frame of the video's size.
  /// - Throws: `ImagingFailure` where the size is another or the video is closed.
  public func append(_ frame: Bitmap) throws(ImagingFailure) {
    guard let handle else {
      throw ImagingFailure(kind: .unwritable, reason: "\(path): the video is closed")
    }
    var status = ge_status()
    let code = frame.withSource { codecs.writer_append(handle, $0, &status) }
    guard code == 0 else {
      throw ImagingFailure(kind: .unwritable, reason: "\(path): \(status.text)")
    }
  }

  /// Finishes the file; called by the end of the object's life as well.
  public func close() {
    codecs.writer_close(handle)
    handle = nil
  }
}
