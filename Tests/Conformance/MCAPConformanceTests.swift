import Foundation
import TestSupport
import Testing

@testable import DriveLogs

/// The official conformance vectors: every file with the records it must give.
@Suite("MCAP conformance vectors")
struct MCAPConformanceTests {
  static let folders = [
    "NoData", "OneAttachment", "OneMessage", "OneMetadata", "OneSchemalessMessage", "TenMessages",
  ]
  static let files = folders.flatMap {
    TestData.files("mcap-conformance/\($0)", ending: ".mcap")
  }

  @Test(
    "every file gives exactly the stated records", .enabled(if: !files.isEmpty, "no vectors here"))
  func readsRecordByRecord() throws {
    for file in Self.files {
      let expected = try ConformanceCase(file)
      let reader = MCAPStreamReader(try FileByteSource(path: file.path))
      var found: [[String]] = []
      while let record = try reader.next() { found.append(ConformanceCase.fields(record)) }
      #expect(found == expected.records.map(ConformanceCase.fields), "\(file.lastPathComponent)")
    }
  }

  @Test("the summary read by itself says the same", .enabled(if: !files.isEmpty, "no vectors here"))
  func readsIndexed() throws {
    for file in Self.files {
      let expected = try ConformanceCase(file)
      let reader = try MCAPIndexedReader(try FileByteSource(path: file.path))
      #expect(reader.chunks.count == expected.records.count { $0.type == "ChunkIndex" })
      guard reader.isIndexed, expected.features.isSuperset(of: ["chx", "rch"]) else { continue }
      let cursor = try reader.messages()
      var times: [UInt64] = []
      while let message = try cursor.next() { times.append(message.logTime) }
      let stated = expected.records.filter { $0.type == "Message" }.compactMap {
        $0.integer("log_time")
      }
      #expect(times == stated.sorted(), "\(file.lastPathComponent)")
    }
  }

  @Test("the writer makes the same bytes", .enabled(if: !files.isEmpty, "no vectors here"))
  func writesByteByByte() throws {
    for file in Self.files {
      let expected = try ConformanceCase(file)
      let sink = MemoryByteSink()
      try expected.write(to: sink)
      #expect(sink.bytes == [UInt8](try Data(contentsOf: file)), "\(file.lastPathComponent)")
    }
  }
}

/// One vector: the features it uses and the records it holds.
struct ConformanceCase {
  struct Entry {
    var type: String
    var values: [String: Any]

    func text(_ key: String) -> String { values[key] as? String ?? "" }
    func integer(_ key: String) -> UInt64? { UInt64(text(key)) }
    func bytes(_ key: String) -> [UInt8] {
      (values[key] as? [String] ?? []).compactMap { UInt8($0) }
    }
    func map(_ key: String) -> [String: String] { values[key] as? [String: String] ?? [:] }
  }

  var features: Set<String>
  var records: [Entry]

  init(_ file: URL) throws {
    let json = file.deletingPathExtension().appendingPathExtension("json")
    let root = try JSONSerialization.jsonObject(with: Data(contentsOf: json)) as? [String: Any]
    let variant = (root?["meta"] as? [String: Any])?["variant"] as? [String: Any]
    features = Set(variant?["features"] as? [String] ?? [])
    records = (root?["records"] as? [[String: Any]] ?? []).map { entry in
      var values: [String: Any] = [:]
      for field in entry["fields"] as? [[Any]] ?? [] where field.count == 2 {
        if let name = field[0] as? String { values[name] = field[1] }
      }
      return Entry(type: entry["type"] as? String ?? "", values: values)
    }
  }

  /// Type and fields of an expected record, in a form that can be compared.
  static func fields(_ entry: Entry) -> [String] {
    [entry.type]
      + entry.values.keys.sorted().map { key in
        switch entry.values[key] {
        case let list as [String]: "\(key)=\(list.joined(separator: ","))"
        case let map as [String: String]: "\(key)=\(flat(map))"
        case let text as String: "\(key)=\(text)"
        default: "\(key)=?"
        }
      }
  }

  private static func flat(_ map: [String: String]) -> String {
    map.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value)" }.joined(separator: ";")
  }

  private static func flat(_ map: [UInt16: UInt64]) -> String {
    flat(Dictionary(uniqueKeysWithValues: map.map { ("\($0.key)", "\($0.value)") }))
  }

  private static func list(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { "\($0)" }.joined(separator: ",")
  }

  /// The same of a record that was read.
  static func fields(_ record: MCAP.Record) -> [String] {
    switch record {
    case .header(let it): ["Header", "library=\(it.library)", "profile=\(it.profile)"]
    case .schema(let it):
      [
        "Schema", "data=\(list(it.data))", "encoding=\(it.encoding)", "id=\(it.id)",
        "name=\(it.name)",
      ]
    case .channel(let it):
      [
        "Channel", "id=\(it.id)", "message_encoding=\(it.messageEncoding)",
        "metadata=\(flat(it.metadata))", "schema_id=\(it.schemaID)", "topic=\(it.topic)",
      ]
    case .message(let it):
      [
        "Message", "channel_id=\(it.channelID)", "data=\(list(it.data))",
        "log_time=\(it.logTime)", "publish_time=\(it.publishTime)", "sequence=\(it.sequence)",
      ]
    case .attachment(let it):
      [
        "Attachment", "create_time=\(it.createTime)", "data=\(list(it.data))",
        "log_time=\(it.logTime)", "media_type=\(it.mediaType)", "name=\(it.name)",
      ]
    case .metadata(let it): ["Metadata", "metadata=\(flat(it.metadata))", "name=\(it.name)"]
    case .dataEnd(let it): ["DataEnd", "data_section_crc=\(it.dataSectionCRC)"]
    default: summaryFields(record)
    }
  }

  private static func summaryFields(_ record: MCAP.Record) -> [String] {
    switch record {
    case .statistics(let it):
      [
        "Statistics", "attachment_count=\(it.attachmentCount)",
        "channel_count=\(it.channelCount)",
        "channel_message_counts=\(flat(it.channelMessageCounts))",
        "chunk_count=\(it.chunkCount)", "message_count=\(it.messageCount)",
        "message_end_time=\(it.messageEndTime)", "message_start_time=\(it.messageStartTime)",
        "metadata_count=\(it.metadataCount)", "schema_count=\(it.schemaCount)",
      ]
    case .chunkIndex(let it):
      [
        "ChunkIndex", "chunk_length=\(it.chunkLength)",
        "chunk_start_offset=\(it.chunkStartOffset)", "compressed_size=\(it.compressedSize)",
        "compression=\(it.compression)", "message_end_time=\(it.messageEndTime)",
        "message_index_length=\(it.messageIndexLength)",
        "message_index_offsets=\(flat(it.messageIndexOffsets))",
        "message_start_time=\(it.messageStartTime)", "uncompressed_size=\(it.uncompressedSize)",
      ]
    case .attachmentIndex(let it):
      [
        "AttachmentIndex", "create_time=\(it.createTime)", "data_size=\(it.dataSize)",
        "length=\(it.length)", "log_time=\(it.logTime)", "media_type=\(it.mediaType)",
        "name=\(it.name)", "offset=\(it.offset)",
      ]
    case .metadataIndex(let it):
      ["MetadataIndex", "length=\(it.length)", "name=\(it.name)", "offset=\(it.offset)"]
    case .summaryOffset(let it):
      [
        "SummaryOffset", "group_length=\(it.groupLength)", "group_opcode=\(it.groupOpcode)",
        "group_start=\(it.groupStart)",
      ]
    case .footer(let it):
      [
        "Footer", "summary_crc=\(it.summaryCRC)",
        "summary_offset_start=\(it.summaryOffsetStart)", "summary_start=\(it.summaryStart)",
      ]
    default: []
    }
  }

  /// Writes what the vector holds, with the features it names.
  func write(to sink: MemoryByteSink) throws {
    var options = MCAPWriter.Options()
    options.compression = .none
    options.chunkSize = features.contains("ch") ? 1 << 20 : nil
    options.messageIndexes = features.contains("mx")
    options.statistics = features.contains("st")
    options.repeatsSchemas = features.contains("rsh")
    options.repeatsChannels = features.contains("rch")
    options.chunkIndexes = features.contains("chx")
    options.attachmentIndexes = features.contains("ax")
    options.metadataIndexes = features.contains("mdx")
    options.summaryOffsets = features.contains("sum")
    options.padding = features.contains("pad") ? [0x01, 0xFF, 0xFF] : []
    let writer = try MCAPWriter(sink, header: MCAP.Header(), options: options)
    for entry in records {
      if entry.type == "DataEnd" { break }
      try write(entry, to: writer)
    }
    try writer.finish()
  }

  private func write(_ entry: Entry, to writer: MCAPWriter) throws {
    switch entry.type {
    case "Schema":
      _ = try writer.addSchema(
        name: entry.text("name"), encoding: entry.text("encoding"), data: entry.bytes("data"))
    case "Channel":
      _ = try writer.addChannel(
        topic: entry.text("topic"), messageEncoding: entry.text("message_encoding"),
        schema: UInt16(entry.text("schema_id")) ?? 0, metadata: entry.map("metadata"))
    case "Message":
      try writer.write(
        channel: UInt16(entry.text("channel_id")) ?? 0,
        sequence: UInt32(entry.text("sequence")) ?? 0, logTime: entry.integer("log_time") ?? 0,
        publishTime: entry.integer("publish_time") ?? 0, data: entry.bytes("data"))
    case "Attachment":
      try writer.add(
        MCAP.Attachment(
          logTime: entry.integer("log_time") ?? 0, createTime: entry.integer("create_time") ?? 0,
          name: entry.text("name"), mediaType: entry.text("media_type"),
          data: entry.bytes("data")[...]))
    case "Metadata":
      try writer.add(
        MCAP.Metadata(name: entry.text("name"), metadata: entry.map("metadata")))
    default: break
    }
  }
}
