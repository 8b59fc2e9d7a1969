import DrivingCore
import Foundation

/// Bytes that can be read at any place: a file, or memory.
public protocol ByteSource: AnyObject {
  /// What the bytes are called in messages.
  var path: String { get }
  /// How many there are.
  var count: Int { get }
  /// Replaces what is in `buffer` by the bytes of `range`, which lies inside the source. A buffer
  /// that is read into again and again keeps its memory.
  /// - Throws: `LogFailure` where the bytes cannot be had (disk error, file cut meanwhile).
  func read(_ range: Range<Int>, into buffer: inout [UInt8]) throws(LogFailure)
}

extension ByteSource {
  /// The bytes of `range`, which lies inside the source.
  /// - Throws: `LogFailure` where the bytes cannot be had (disk error, file cut meanwhile).
  public func read(_ range: Range<Int>) throws(LogFailure) -> [UInt8] {
    var result: [UInt8] = []
    try read(range, into: &result)
    return result
  }
}

extension [UInt8] {
  /// Replaces the contents by up to `count` bytes that `fill` writes; it returns how many it wrote.
  /// Memory that nobody else holds is used again.
  mutating func refill(
    _ count: Int, _ fill: (UnsafeMutableBufferPointer<UInt8>) -> Int
  ) {
    removeAll(keepingCapacity: true)
    append(addingCapacity: count) { span in
      span.withUnsafeMutableBufferPointer { target, written in
        written = fill(UnsafeMutableBufferPointer(rebasing: target[..<count]))
      }
    }
  }
}

/// A file, read piece by piece; nothing is mapped, so a file cut meanwhile is an error, no crash.
public final class FileByteSource: ByteSource {
  /// The file.
  public let path: String
  /// Its length when it was opened.
  public let count: Int
  private let descriptor: Int32

  /// Opens a file.
  /// - Throws: `LogFailure` where it cannot be opened or is no regular file.
  public init(path: String) throws(LogFailure) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw LogFailure(
        path: path, place: "file", reason: "cannot be opened: \(lastSystemError()); check the path")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw LogFailure(path: path, place: "file", reason: "is not a regular file; expected a log")
    }
    count = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Reads a range of the file.
  public func read(_ range: Range<Int>, into buffer: inout [UInt8]) throws(LogFailure) {
    buffer.refill(range.count) { target in
      var done = 0
      while done < range.count, let base = target.baseAddress {
        let got = pread(descriptor, base + done, range.count - done, off_t(range.lowerBound + done))
        if got < 0 && errno == EINTR { continue }
        if got <= 0 { break }
        done += got
      }
      return done
    }
    guard buffer.count == range.count else {
      throw LogFailure(
        path: path, place: "byte \(range.lowerBound + buffer.count)",
        reason: "the file ends or cannot be read here, \(range.count) bytes were expected")
    }
  }
}

/// Bytes in memory.
public final class MemoryByteSource: ByteSource {
  /// What the bytes are called in messages.
  public let path: String
  private let bytes: [UInt8]

  /// Reads from an array.
  public init(_ bytes: [UInt8], path: String = "memory") {
    self.bytes = bytes
    self.path = path
  }

  /// How many bytes there are.
  public var count: Int { bytes.count }

  /// Reads a range of the array.
  public func read(_ range: Range<Int>, into buffer: inout [UInt8]) throws(LogFailure) {
    guard range.lowerBound >= 0, range.upperBound <= bytes.count else {
      throw LogFailure(
        path: path, place: "byte \(range.lowerBound)", reason: "lies outside the bytes")
    }
    buffer.removeAll(keepingCapacity: true)
    buffer.append(contentsOf: bytes[range])
  }
}

/// What the system said of the last call that failed.
func lastSystemError() -> String { String(cString: strerror(errno)) }
