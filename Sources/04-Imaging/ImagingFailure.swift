import COpenCV

/// Why a picture or video operation failed.
public struct ImagingFailure: Error, Sendable, Hashable {
  /// What kind of failure it is.
  public enum Kind: String, Sendable, Hashable {
    /// The operation's own inputs do not fit it.
    case badArgument
    /// The codec library is not there or is another version.
    case codecsMissing
    /// The bytes or the file are not a picture or video of a known kind.
    case unreadable
    /// The picture or video ends before it should.
    case truncated
    /// The picture is larger than the limit.
    case tooLarge
    /// The output cannot be written.
    case unwritable
  }

  /// What kind of failure it is.
  public var kind: Kind
  /// What was found, what was expected, what to do; one line.
  public var reason: String

  /// Creates a failure.
  public init(kind: Kind, reason: String) {
    self.kind = kind
    self.reason = reason
  }
}

extension ge_status {
  /// The message as text.
  var text: String {
    withUnsafeBytes(of: message) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

extension Bitmap {
  /// Runs a C function from this picture into another one.
  func run(
    into target: inout Bitmap, _ operation: (ge_source, ge_target, inout ge_status) -> Int32
  ) throws(ImagingFailure) {
    var status = ge_status()
    let code = withSource { source in
      target.withTarget { operation(source, $0, &status) }
    }
    guard code == 0 else { throw ImagingFailure(kind: .badArgument, reason: status.text) }
  }

  /// Hands the pixels to C for reading.
  func withSource<Result>(_ body: (ge_source) -> Result) -> Result {
    pixels.withUnsafeBufferPointer { buffer in
      withUnsafePointer(to: UInt8(0)) { nothing in
        body(
          ge_source(
            data: buffer.baseAddress ?? nothing, width: Int32(clamping: width),
            height: Int32(clamping: height), channels: Int32(clamping: channels)))
      }
    }
  }

  /// Hands the pixels to C for writing.
  mutating func withTarget<Result>(_ body: (ge_target) -> Result) -> Result {
    let (width, height, channels) = (width, height, channels)
    var nothing: UInt8 = 0
    return pixels.withUnsafeMutableBufferPointer { buffer in
      withUnsafeMutablePointer(to: &nothing) { nothing in
        body(
          ge_target(
            data: buffer.baseAddress ?? nothing, width: Int32(clamping: width),
            height: Int32(clamping: height), channels: Int32(clamping: channels)))
      }
    }
  }

  /// Draws with a C function.
  mutating func draw(
    _ operation: (ge_target, inout ge_status) -> Int32
  ) throws(ImagingFailure) {
    var status = ge_status()
    let code = withTarget { operation($0, &status) }
    guard code == 0 else { throw ImagingFailure(kind: .badArgument, reason: status.text) }
  }
}
