import COpenCV

/// Reads the frames of a local video file one after another, in constant memory.
public final class VideoReader {
  /// The file.
  public let path: String
  /// Pixels a row.
  public let width: Int
  /// Rows.
  public let height: Int
  /// Frames a second, if the file states a sane number.
  public let frameRate: Double?
  /// How many frames the file says it has, if it does.
  public let statedFrameCount: Int?
  /// How many frames were read so far.
  public private(set) var framesRead = 0

  private let codecs: ge_codec_table
  private var handle: OpaquePointer?

  /// Opens a video: MP4, AVI or Matroska, on this machine.
  /// - Throws: `ImagingFailure` where the file is not one, or has no picture stream.
  public init(path: String) throws(ImagingFailure) {
    codecs = try Codecs.table()
    var status = ge_status()
    var facts = ge_video_facts()
    let code = codecs.reader_open(path, &handle, &facts, &status)
    self.path = path
    width = Int(facts.width)
    height = Int(facts.height)
    frameRate = (0.1...1000).contains(facts.frames_per_second) ? facts.frames_per_second : nil
    statedFrameCount = (1...1e9).contains(facts.stated_frames) ? Int(facts.stated_frames) : nil
    guard code == 0 else {
      throw ImagingFailure(
        kind: .unreadable,
        reason: "\(path): \(status.text); expected an MP4, AVI or Matroska video that plays")
    }
    guard width > 0, height > 0, width <= Bitmap.largestPicture / max(height, 1) else {
      throw ImagingFailure(
        kind: .tooLarge,
        reason: "\(path): frames of \(width)x\(height) pixels; expected up to "
          + "\(Bitmap.largestPicture) pixels")
    }
  }

  deinit { codecs.reader_close(handle) }

  /// The next frame, or nil at the end.
  /// - Throws: `ImagingFailure` of kind `truncated` where the stream stops before the stated end;
  ///   frames before it were good.
  public func next() throws(ImagingFailure) -> Bitmap? {
    guard let open = handle else { return nil }
    var frame = Bitmap(width: width, height: height)
    var status = ge_status()
    let code = frame.withTarget { codecs.reader_next(open, $0, &status) }
    if code == 0 {
      framesRead += 1
      return frame
    }
    codecs.reader_close(open)
    handle = nil
    if code == Int32(GE_END_OF_VIDEO) {
      // One frame of slack: some writers count a last frame that never comes out.
      guard let stated = statedFrameCount, framesRead + 1 < stated else { return nil }
      throw ImagingFailure(
        kind: .truncated,
        reason:
          "\(path): the video stops after frame \(framesRead) of \(stated) stated; the frames "
          + "before were read; copy or re-encode the file")
    }
    throw ImagingFailure(
      kind: .truncated, reason: "\(path): frame \(framesRead): \(status.text)")
  }
}
