extension MCAP {
  /// What the file says it holds.
  public struct Statistics: Sendable, Hashable {
    /// Messages in the file.
    public var messageCount: UInt64 = 0
    /// Schemas in the file.
    public var schemaCount: UInt16 = 0
    /// Channels in the file.
    public var channelCount: UInt32 = 0
    /// Attachments in the file.
    public var attachmentCount: UInt32 = 0
    /// Metadata records in the file.
    public var metadataCount: UInt32 = 0
    /// Chunks in the file.
    public var chunkCount: UInt32 = 0
    /// The earliest log time (ns); 0 without messages.
    public var messageStartTime: UInt64 = 0
    /// The latest log time (ns); 0 without messages.
    public var messageEndTime: UInt64 = 0
    /// Messages by channel.
    public var channelMessageCounts: [UInt16: UInt64] = [:]

    /// Nothing counted yet.
    public init() {}
  }

  /// Where a chunk lies and what is in it.
  public struct ChunkIndex: Sendable, Hashable {
    /// The earliest log time in the chunk (ns).
    public var messageStartTime: UInt64
    /// The latest log time in the chunk (ns).
    public var messageEndTime: UInt64
    /// Where the chunk record starts.
    public var chunkStartOffset: UInt64
    /// How long it is, opcode and length included.
    public var chunkLength: UInt64
    /// Where each channel's message index lies; empty where there is none.
    public var messageIndexOffsets: [UInt16: UInt64]
    /// How long all its message indexes are together.
    public var messageIndexLength: UInt64
    /// How it is packed.
    public var compression: String
    /// How long its records are, packed.
    public var compressedSize: UInt64
    /// How long its records are, unpacked.
    public var uncompressedSize: UInt64
  }

  /// Where an attachment lies.
  public struct AttachmentIndex: Sendable, Hashable {
    /// Where its record starts.
    public var offset: UInt64
    /// How long the record is, opcode and length included.
    public var length: UInt64
    /// When it was recorded (ns).
    public var logTime: UInt64
    /// When it was made (ns).
    public var createTime: UInt64
    /// How long its data are.
    public var dataSize: UInt64
    /// Its name.
    public var name: String
    /// What kind of file it is.
    public var mediaType: String
  }

  /// Where a metadata record lies.
  public struct MetadataIndex: Sendable, Hashable {
    /// Where the record starts.
    public var offset: UInt64
    /// How long it is, opcode and length included.
    public var length: UInt64
    /// What it is about.
    public var name: String
  }

  /// Where the summary's records of one kind lie.
  public struct SummaryOffset: Sendable, Hashable {
    /// The kind.
    public var groupOpcode: UInt8
    /// Where the first starts.
    public var groupStart: UInt64
    /// How long all of them are together.
    public var groupLength: UInt64
  }

  /// The end of the data.
  public struct DataEnd: Sendable, Hashable {
    /// The checksum of everything before; 0 where there is none.
    public var dataSectionCRC: UInt32
  }

  /// The end of the file.
  public struct Footer: Sendable, Hashable {
    /// Where the summary starts; 0 without one.
    public var summaryStart: UInt64
    /// Where the summary offsets start; 0 without any.
    public var summaryOffsetStart: UInt64
    /// The checksum from the summary's start to here; 0 where there is none.
    public var summaryCRC: UInt32
  }

  /// What a reader meets, in the order of the file; chunks are opened, message indexes left out.
  public enum Record: Sendable, Hashable {
    case header(Header)
    case schema(Schema)
    case channel(Channel)
    case message(Message)
    case attachment(Attachment)
    case metadata(Metadata)
    case dataEnd(DataEnd)
    case statistics(Statistics)
    case chunkIndex(ChunkIndex)
    case attachmentIndex(AttachmentIndex)
    case metadataIndex(MetadataIndex)
    case summaryOffset(SummaryOffset)
    case footer(Footer)
  }
}
