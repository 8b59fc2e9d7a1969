import DrivingCore
import Foundation
import Geometry
import Imaging

/// A folder of pictures, taken as the frames of a front camera in the order of their names.
public final class ImageFolderLogSource: EncodedPictureSource {
  /// What the log is.
  public let title: String
  /// What was assumed or lost.
  public private(set) var notes: [String] = []
  /// Whether a picture could not be read or had another size.
  public private(set) var hasLoss = false
  /// The file behind the last frame.
  public private(set) var encodedPicture: EncodedPicture?

  private let files: [String]
  private let frameRate: Double
  private var stream: PictureStream
  private var next_ = 0

  /// The rate where none is given (pictures a second).
  public static let assumedFrameRate = 20.0
  /// The longest file that is read (bytes).
  private static let largestFile = 64 << 20
  /// What names end in.
  public static let endings = ["jpg", "jpeg", "png"]

  /// Opens a folder.
  /// - Throws: `LogFailure` where it cannot be read or holds no picture.
  public init(
    path: String, frameRate: Double? = nil, calibration: CameraCalibration? = nil
  ) throws(LogFailure) {
    title = "pictures in \(URL(fileURLWithPath: path).lastPathComponent)"
    files = try Self.pictures(in: path)
    guard !files.isEmpty else {
      throw LogFailure(
        path: path, place: "folder", reason: "no .jpg, .jpeg or .png in it; expected pictures")
    }
    self.frameRate = frameRate.flatMap { $0 > 0 && $0 < 10_000 ? $0 : nil } ?? Self.assumedFrameRate
    let given: CameraCalibration? =
      if let calibration { calibration } else { try CalibrationFile.beside(path) }
    stream = PictureStream(given)
    if frameRate == nil {
      notes.append("pictures carry no time: taken as \(Self.assumedFrameRate) a second")
    }
  }

  /// The number of picture files.
  public var statedFrameCount: Int? { files.count }
  /// The length at the given rate (s).
  public var duration: Double? { Double(files.count) / frameRate }

  /// The next picture that can be read, or nil at the end.
  public func next() throws(LogFailure) -> SensorFrame? {
    while next_ < files.count {
      let number = next_
      next_ += 1
      if let frame = read(number) { return frame }
    }
    encodedPicture = nil
    return nil
  }

  private func read(_ number: Int) -> SensorFrame? {
    let file = files[number]
    do {
      let source = try FileByteSource(path: file)
      guard source.count <= Self.largestFile else {
        throw LogFailure(
          path: file, place: "file", reason: "larger than \(Self.largestFile) bytes")
      }
      let bytes = try source.read(0..<source.count)
      let picture = try Bitmap(decoding: bytes)
      return frame(picture, bytes, number)
    } catch let failure as LogFailure {
      lose("\(failure.path): \(failure.reason); left out")
    } catch let failure as ImagingFailure {
      lose("\(file): \(failure.reason); left out")
    } catch {
      lose("\(file): cannot be read; left out")
    }
    return nil
  }

  private func frame(_ picture: Bitmap, _ bytes: [UInt8], _ number: Int) -> SensorFrame {
    if stream.size == nil && stream.given == nil {
      notes.append(PictureStream.assumption(picture.width, picture.height))
    }
    let (image, note) = stream.image(picture, number: number)
    if let note { lose("\(files[number]): \(note)") }
    encodedPicture =
      note == nil
      ? EncodedPicture(format: bytes.first == 0x89 ? "png" : "jpeg", bytes: bytes) : nil
    return SensorFrame(
      time: SimulationTime(seconds: Double(number) / frameRate), index: number, camera: image)
  }

  private func lose(_ note: String) {
    hasLoss = true
    if notes.count < 200 { notes.append(note) }
  }

  private static func pictures(in path: String) throws(LogFailure) -> [String] {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw LogFailure(
        path: path, place: "folder", reason: "cannot be read; check the path and its rights")
    }
    return names.filter { name in
      endings.contains { name.lowercased().hasSuffix(".\($0)") }
    }
    .sorted { NaturalOrder.isBefore($0, $1) }.map { "\(path)/\($0)" }
  }
}

/// Orders names as people do: `frame2` before `frame10`.
enum NaturalOrder {
  static func isBefore(_ first: String, _ second: String) -> Bool {
    var (a, b) = (Array(first.utf8)[...], Array(second.utf8)[...])
    while let x = a.first, let y = b.first {
      if isDigit(x) && isDigit(y) {
        let (m, n) = (number(&a), number(&b))
        if m.count != n.count { return m.count < n.count }
        if !m.elementsEqual(n) { return m.lexicographicallyPrecedes(n) }
      } else {
        if x != y { return x < y }
        a = a.dropFirst()
        b = b.dropFirst()
      }
    }
    if a.isEmpty != b.isEmpty { return a.isEmpty }
    return first.utf8.lexicographicallyPrecedes(second.utf8)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// The digits at the start, without leading zeros.
  private static func number(_ bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = bytes.prefix(while: isDigit)
    bytes = bytes.dropFirst(digits.count)
    return digits.drop { $0 == 0x30 }
  }
}
