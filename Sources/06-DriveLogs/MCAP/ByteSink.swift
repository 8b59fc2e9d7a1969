import DrivingCore
import Foundation

/// Where a log is written to. A sink may fail at any byte: a disk can be full.
public protocol ByteSink: AnyObject {
  /// Adds bytes at the end.
  /// - Throws: `LogFailure` where they could not be kept.
  func write(_ bytes: UnsafeRawBufferPointer) throws(LogFailure)
  /// Makes sure that everything written has arrived.
  /// - Throws: `LogFailure` where it has not.
  func close() throws(LogFailure)
}

/// Keeps a log in memory.
public final class MemoryByteSink: ByteSink {
  /// Everything written so far.
  public private(set) var bytes: [UInt8] = []

  /// Starts empty.
  public init() {}

  /// Adds bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(LogFailure) {
    self.bytes.append(contentsOf: bytes)
  }

  /// Nothing to do.
  public func close() throws(LogFailure) {}
}

/// Writes a file, 256 KiB at a time; what is in it when the disk is full stays readable.
public final class FileByteSink: ByteSink {
  /// The file.
  public let path: String
  private var descriptor: Int32
  private var pending: [UInt8] = []
  private var written = 0
  private static let room = 256 << 10

  /// Creates the file, or empties one that is there.
  /// - Throws: `LogFailure` where it cannot be written.
  public init(path: String) throws(LogFailure) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else {
      throw LogFailure(
        path: path, place: "file",
        reason: "cannot be written: \(lastSystemError()); check the folder and its rights")
    }
    pending.reserveCapacity(Self.room)
  }

  deinit { if descriptor >= 0 { _ = Foundation.close(descriptor) } }

  /// Adds bytes.
  public func write(_ bytes: UnsafeRawBufferPointer) throws(LogFailure) {
    if pending.count + bytes.count > Self.room { try flush() }
    if bytes.count >= Self.room {
      try drain(bytes)
    } else {
      pending.append(contentsOf: bytes)
    }
  }

  /// Writes what is pending and closes the file; some systems report a full disk only now.
  public func close() throws(LogFailure) {
    guard descriptor >= 0 else { return }
    try flush()
    let result = Foundation.close(descriptor)
    descriptor = -1
    guard result == 0 else { throw failure() }
  }

  private func flush() throws(LogFailure) {
    let bytes = pending
    pending.removeAll(keepingCapacity: true)
    do {
      try bytes.withUnsafeBytes { try drain($0) }
    } catch let failure as LogFailure {
      throw failure
    } catch {
      throw failure()
    }
  }

  private func drain(_ bytes: UnsafeRawBufferPointer) throws(LogFailure) {
    var done = 0
    while done < bytes.count, let base = bytes.baseAddress {
      let count = Foundation.write(descriptor, base + done, bytes.count - done)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw failure() }
      done += count
      written += count
    }
  }

  private func failure() -> LogFailure {
    LogFailure(
      path: path, place: "byte \(written)",
      reason: "cannot be written: \(lastSystemError()); what is there so far stays readable")
  }
}
