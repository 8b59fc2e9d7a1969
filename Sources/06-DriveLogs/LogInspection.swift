import DrivingCore
import Foundation

/// What is in an MCAP and what is wrong with it, found by reading every byte.
public struct LogInspection: Sendable, Hashable, Codable {
  /// A topic of the log.
  public struct Topic: Sendable, Hashable, Codable {
    /// Its name.
    public var topic: String
    /// The schema of its messages; empty where there is none.
    public var schema: String
    /// How messages are written.
    public var encoding: String
    /// Messages found.
    public var messages: Int
    /// Bytes of messages found.
    public var bytes: Int
    /// Messages a second, where there are two or more.
    public var rate_hz: Double?
  }

  /// The file.
  public var path: String
  /// Its length (bytes).
  public var bytes: Int
  /// Who wrote it.
  public var library: String
  /// A convention it follows.
  public var profile: String
  /// Messages found.
  public var messages: Int
  /// Chunks that hold them, as far as the summary says.
  public var chunks: Int
  /// How chunks are packed, as far as the summary says: "lz4", "zstd", "none".
  public var compressions: [String]
  /// The earliest log time (s), where there are messages.
  public var start_s: Double?
  /// The span of the log times (s), where there are messages.
  public var duration_s: Double?
  /// The topics, by name.
  public var topics: [Topic]
  /// Names of the files carried in the log.
  public var attachments: [String]
  /// The facts stated in it, by name and key.
  public var facts: [String: [String: String]]
  /// Whether the summary is whole, so that times can be found without reading all.
  public var hasIndex: Bool
  /// What is wrong, one line each; empty for a sound log.
  public var problems: [String]
  /// Bytes that could not be read.
  public var lostBytes: Int

  /// Whether everything could be read.
  public var isSound: Bool { problems.isEmpty }

  /// Reads a log from end to end.
  /// - Throws: `LogFailure` where it cannot be opened, or is no MCAP at all.
  public init(path: String) throws(LogFailure) {
    let source = try FileByteSource(path: path)
    try self.init(source)
  }

  /// Reads a log from end to end.
  /// - Throws: `LogFailure` where it is no MCAP at all.
  public init(_ source: any ByteSource) throws(LogFailure) {
    var tally = Tally()
    let reader = MCAPStreamReader(source, onDamage: .skip)
    while let record = try reader.next() { tally.add(record) }
    path = source.path
    bytes = source.count
    library = tally.header?.library ?? ""
    profile = tally.header?.profile ?? ""
    messages = tally.counts.values.reduce(0) { $0 + $1.messages }
    chunks = tally.chunks
    compressions = tally.compressions.sorted()
    start_s = tally.earliest.map { Double($0) / 1e9 }
    duration_s = tally.earliest.map { Double((tally.latest ?? $0) - $0) / 1e9 }
    attachments = tally.attachments
    facts = tally.facts
    topics = tally.topics(reader)
    problems = reader.losses.map(\.description)
    lostBytes = reader.losses.reduce(0) { $0 + $1.byteCount }
    hasIndex = false
    compare(source, tally)
  }

  /// Compares what was found with what the summary says.
  private mutating func compare(_ source: any ByteSource, _ tally: Tally) {
    do throws(LogFailure) {
      let index = try MCAPIndexedReader(source)
      hasIndex = index.isIndexed
      guard let stated = index.statistics, lostBytes == 0 else { return }
      if stated.messageCount != UInt64(messages) {
        problems.append("the summary counts \(stated.messageCount) messages, \(messages) are there")
      }
      let times = (tally.earliest ?? 0, tally.latest ?? 0)
      if times != (stated.messageStartTime, stated.messageEndTime) {
        problems.append("the summary's times are not those of the messages")
      }
    } catch {
      if problems.isEmpty { problems.append("\(error.place): \(error.reason)") }
    }
  }

  /// The findings in words, line by line.
  public var lines: [String] {
    let parts = hasIndex ? " in \(chunks) chunks" : ""
    var lines = ["\(path): MCAP log, \(bytes) bytes, \(messages) messages\(parts)"]
    if let start_s, let duration_s {
      lines.append("  from \(Self.number(start_s)) s, \(Self.number(duration_s)) s long")
    }
    if !library.isEmpty { lines.append("  written by \(library)") }
    if !compressions.isEmpty { lines.append("  packed: \(compressions.joined(separator: ", "))") }
    for topic in topics {
      let rate = topic.rate_hz.map { ", \(Self.number($0)) a second" } ?? ""
      let schema = topic.schema.isEmpty ? "no schema" : topic.schema
      lines.append("  \(topic.topic): \(topic.messages) messages\(rate), \(schema)")
    }
    for name in attachments { lines.append("  attachment \(name)") }
    for (name, values) in facts.sorted(by: { $0.key < $1.key }) {
      for (key, value) in values.sorted(by: { $0.key < $1.key }) {
        lines.append("  \(name): \(key) = \(value)")
      }
    }
    if !hasIndex { lines.append("  no index: the log can only be read from its start") }
    lines.append(
      problems.isEmpty ? "  no problem found: every checksum fits" : "  problems: \(problems.count)"
    )
    return lines + problems.map { "  ! \($0)" }
  }

  private static func number(_ value: Double) -> String { String(format: "%.3f", value) }

  /// What was met while reading.
  private struct Tally {
    var header: MCAP.Header?
    var counts: [UInt16: (messages: Int, bytes: Int, first: UInt64, last: UInt64)] = [:]
    var earliest: UInt64?
    var latest: UInt64?
    var chunks = 0
    var compressions: Set<String> = []
    var attachments: [String] = []
    var facts: [String: [String: String]] = [:]

    mutating func add(_ record: MCAP.Record) {
      switch record {
      case .header(let found): header = found
      case .message(let message): add(message)
      case .attachment(let found): attachments.append("\(found.name) (\(found.data.count) bytes)")
      case .metadata(let found): facts[found.name] = found.metadata
      case .chunkIndex(let found):
        chunks += 1
        compressions.insert(found.compression.isEmpty ? "none" : found.compression)
      default: break
      }
    }

    private mutating func add(_ message: MCAP.Message) {
      let time = message.logTime
      earliest = min(earliest ?? time, time)
      latest = max(latest ?? time, time)
      let old = counts[message.channelID] ?? (0, 0, time, time)
      counts[message.channelID] = (
        old.messages + 1, old.bytes + message.data.count, min(old.first, time),
        max(old.last, time)
      )
    }

    func topics(_ reader: MCAPStreamReader) -> [Topic] {
      reader.channels.map { channel in
        let count = counts[channel.id] ?? (0, 0, 0, 0)
        let span = Double(count.last - count.first) / 1e9
        return Topic(
          topic: channel.topic, schema: reader.schema(channel.schemaID)?.name ?? "",
          encoding: channel.messageEncoding, messages: count.messages, bytes: count.bytes,
          rate_hz: span > 0 ? Double(count.messages - 1) / span : nil)
      }
      .sorted { ($0.topic, $0.schema) < ($1.topic, $1.schema) }
    }
  }
}
