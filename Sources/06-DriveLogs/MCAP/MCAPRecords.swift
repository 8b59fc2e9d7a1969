extension MCAP {
  /// What the file is and who wrote it.
  public struct Header: Sendable, Hashable {
    /// A convention the file follows; may be empty.
    public var profile: String
    /// Who wrote it.
    public var library: String

    /// Creates a header.
    public init(profile: String = "", library: String = "") {
      self.profile = profile
      self.library = library
    }
  }

  /// How to decode the messages of a channel.
  public struct Schema: Sendable, Hashable {
    /// The name in the file; never 0.
    public var id: UInt16
    /// The name of the type, such as `foxglove.CompressedImage`.
    public var name: String
    /// The language of `data`, such as `protobuf` or `jsonschema`.
    public var encoding: String
    /// The definition.
    public var data: [UInt8]

    /// Creates a schema.
    public init(id: UInt16, name: String, encoding: String, data: [UInt8]) {
      self.id = id
      self.name = name
      self.encoding = encoding
      self.data = data
    }
  }

  /// A stream of messages on a topic.
  public struct Channel: Sendable, Hashable {
    /// The name in the file.
    public var id: UInt16
    /// How to decode its messages; 0 where there is no schema.
    public var schemaID: UInt16
    /// The topic.
    public var topic: String
    /// How messages are written, such as `protobuf` or `json`.
    public var messageEncoding: String
    /// Anything else.
    public var metadata: [String: String]

    /// Creates a channel.
    public init(
      id: UInt16, schemaID: UInt16, topic: String, messageEncoding: String,
      metadata: [String: String] = [:]
    ) {
      self.id = id
      self.schemaID = schemaID
      self.topic = topic
      self.messageEncoding = messageEncoding
      self.metadata = metadata
    }
  }

  /// One message; its bytes are a part of the memory that was read, not a copy.
  public struct Message: Sendable, Hashable {
    /// The channel it came on.
    public var channelID: UInt16
    /// Its number, given by the sender.
    public var sequence: UInt32
    /// When it was recorded (ns).
    public var logTime: UInt64
    /// When it was sent (ns).
    public var publishTime: UInt64
    /// What it says, to be decoded with the channel's schema.
    public var data: ArraySlice<UInt8>

    /// Creates a message.
    public init(
      channelID: UInt16, sequence: UInt32, logTime: UInt64, publishTime: UInt64,
      data: ArraySlice<UInt8>
    ) {
      self.channelID = channelID
      self.sequence = sequence
      self.logTime = logTime
      self.publishTime = publishTime
      self.data = data
    }
  }

  /// A whole file carried in the log.
  public struct Attachment: Sendable, Hashable {
    /// When it was recorded (ns).
    public var logTime: UInt64
    /// When it was made (ns); 0 where unknown.
    public var createTime: UInt64
    /// Its name.
    public var name: String
    /// What kind of file it is, such as `application/json`.
    public var mediaType: String
    /// Its bytes.
    public var data: ArraySlice<UInt8>

    /// Creates an attachment.
    public init(
      logTime: UInt64, createTime: UInt64 = 0, name: String, mediaType: String,
      data: ArraySlice<UInt8>
    ) {
      self.logTime = logTime
      self.createTime = createTime
      self.name = name
      self.mediaType = mediaType
      self.data = data
    }
  }

  /// Facts about the log, as texts.
  public struct Metadata: Sendable, Hashable {
    /// What the facts are about.
    public var name: String
    /// The facts.
    public var metadata: [String: String]

    /// Creates metadata.
    public init(name: String, metadata: [String: String]) {
      self.name = name
      self.metadata = metadata
    }
  }
}
