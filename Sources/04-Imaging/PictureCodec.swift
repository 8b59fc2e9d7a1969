import COpenCV

/// The file formats that pictures are written in.
public enum PictureFormat: Sendable {
  /// Lossy; quality 0 to 100.
  case jpeg(quality: Int)
  /// Lossless.
  case png
}

extension Bitmap {
  /// The largest picture that is decoded (pixels).
  public static let largestPicture = 64_000_000

  /// Decodes a PNG or JPEG picture to three channels; its stated orientation is ignored.
  /// - Throws: `ImagingFailure` where the bytes are of another kind, cut off or too large.
  public init(decoding bytes: [UInt8]) throws(ImagingFailure) {
    let size = try PictureHeader(bytes)
    guard size.width <= Bitmap.largestPicture / size.height else {
      throw ImagingFailure(
        kind: .tooLarge,
        reason: "a picture of \(size.width)x\(size.height) pixels; at most "
          + "\(Bitmap.largestPicture) are read; scale it down")
    }
    guard size.isComplete else {
      throw ImagingFailure(
        kind: .truncated,
        reason:
          "a \(size.format) picture of \(bytes.count) bytes without its end marker; expected a "
          + "whole file; copy it again")
    }
    let codecs = try Codecs.table()
    var status = ge_status()
    self.init(width: size.width, height: size.height)
    let code = withTarget { target in
      bytes.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { codecs.decode($0, buffer.count, target, &status) } ?? -1
      }
    }
    guard code == 0 else {
      throw ImagingFailure(
        kind: .unreadable,
        reason: "a damaged \(size.format) picture (\(status.text)); expected one that decodes")
    }
  }

  /// The picture as the bytes of a file.
  /// - Throws: `ImagingFailure` where the codec refuses it.
  public func encoded(_ format: PictureFormat) throws(ImagingFailure) -> [UInt8] {
    let codecs = try Codecs.table()
    var status = ge_status()
    var out: UnsafeMutablePointer<UInt8>?
    var count = 0
    let (kind, quality): (Int32, Int32) =
      switch format {
      case .jpeg(let quality): (Int32(GE_JPEG), Int32(min(max(quality, 0), 100)))
      case .png: (Int32(GE_PNG), 3)
      }
    let code = withSource { codecs.encode($0, kind, quality, &out, &count, &status) }
    defer { codecs.release(out) }
    guard code == 0, let out else {
      throw ImagingFailure(kind: .unwritable, reason: status.text)
    }
    return [UInt8](UnsafeBufferPointer(start: out, count: count))
  }
}

/// What the first bytes of a picture say: only PNG and JPEG are known.
struct PictureHeader {
  let format: String
  let width: Int
  let height: Int
  /// Whether the end marker is there.
  let isComplete: Bool

  init(_ bytes: [UInt8]) throws(ImagingFailure) {
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), bytes.count >= 24 {
      format = "PNG"
      width = PictureHeader.bigEndian(bytes, 16, 4)
      height = PictureHeader.bigEndian(bytes, 20, 4)
      isComplete = PictureHeader.contains(bytes.suffix(4096), [0x49, 0x45, 0x4E, 0x44])
    } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]),
      let size = PictureHeader.jpegSize(bytes)
    {
      format = "JPEG"
      (width, height) = size
      isComplete = PictureHeader.contains(bytes.suffix(65536), [0xFF, 0xD9])
    } else {
      throw ImagingFailure(
        kind: .unreadable,
        reason: "\(bytes.count) bytes that are neither a PNG nor a JPEG picture; convert it")
    }
    guard width > 0, height > 0 else {
      throw ImagingFailure(kind: .unreadable, reason: "a \(format) picture of no size")
    }
  }

  private static func bigEndian(_ bytes: [UInt8], _ start: Int, _ count: Int) -> Int {
    bytes[start..<start + count].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func contains(_ bytes: ArraySlice<UInt8>, _ mark: [UInt8]) -> Bool {
    guard bytes.count >= mark.count else { return false }
    return (bytes.startIndex...bytes.endIndex - mark.count).contains {
      bytes[$0] == mark[0] && bytes[$0..<$0 + mark.count].elementsEqual(mark)
    }
  }

  /// Walks the segments to the frame header (ITU-T T.81, B.2.2).
  private static func jpegSize(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    var at = 2
    while at + 9 < bytes.count {
      guard bytes[at] == 0xFF else { return nil }
      let marker = bytes[at + 1]
      if marker == 0xFF {
        at += 1
        continue
      }
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
        return (bigEndian(bytes, at + 7, 2), bigEndian(bytes, at + 5, 2))
      }
      at += 2 + bigEndian(bytes, at + 2, 2)
    }
    return nil
  }
}
