/// The MCAP container for time-stamped messages: records, limits and names.
///
/// Written from the public specification, https://mcap.dev/spec.
public enum MCAP {
  /// What every file starts and ends with.
  public static let magic: [UInt8] = [0x89, 0x4D, 0x43, 0x41, 0x50, 0x30, 0x0D, 0x0A]

  /// What kind of record follows.
  public enum Opcode: UInt8, Sendable, CaseIterable {
    case header = 1
    case footer, schema, channel, message, chunk, messageIndex, chunkIndex, attachment
    case attachmentIndex, statistics, metadata, metadataIndex, summaryOffset, dataEnd
  }

  /// How the records of a chunk are packed.
  public enum Compression: String, Sendable, Hashable, Codable, CaseIterable {
    case none = ""
    case lz4, zstd
  }

  /// How much a reader believes before it says no: nothing in a file can make it take more.
  public struct Limits: Sendable, Hashable {
    /// The longest record outside a chunk, and inside one (bytes).
    public var record = 64 << 20
    /// The longest chunk, packed or unpacked (bytes).
    public var chunk = 256 << 20
    /// How often a chunk may outgrow its packed form, where it is longer than `smallChunk`.
    public var ratio = 200
    /// Chunks up to this are harmless whatever their ratio (bytes).
    public var smallChunk = 16 << 20
    /// The longest summary (bytes).
    public var summary = 256 << 20
    /// The longest text in a record (bytes).
    public var text = 16 << 20
    /// How many unpacked bytes a reader in time order keeps at once.
    public var openChunks = 96 << 20

    /// The limits as documented.
    public init() {}
  }

  /// A stretch of a file that could not be read.
  public struct Loss: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Where it starts (bytes from the start of the file).
    public var offset: Int
    /// How long it is (bytes); 0 where only something that should be there is missing.
    public var byteCount: Int
    /// What was found, what was expected, what was kept.
    public var reason: String

    /// Creates a loss.
    public init(offset: Int, byteCount: Int, reason: String) {
      self.offset = offset
      self.byteCount = byteCount
      self.reason = reason
    }

    /// One line.
    public var description: String {
      byteCount > 0
        ? "byte \(offset): \(reason) (\(byteCount) bytes lost)" : "byte \(offset): \(reason)"
    }
  }
}
