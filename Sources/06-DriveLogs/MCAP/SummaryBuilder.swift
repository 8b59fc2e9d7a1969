/// Remembers what went into a log, and writes the summary, its table of contents and the footer.
struct SummaryBuilder {
  var schemas: [MCAP.Schema] = []
  var channels: [MCAP.Channel] = []
  var messageCounts: [UInt64] = []
  var chunks: [MCAP.ChunkIndex] = []
  var attachments: [MCAP.AttachmentIndex] = []
  var metadata: [MCAP.MetadataIndex] = []
  private var messageCount: UInt64 = 0
  private var earliest: UInt64 = 0
  private var latest: UInt64 = 0

  mutating func count(_ channel: UInt16, _ logTime: UInt64) {
    earliest = messageCount == 0 ? logTime : min(earliest, logTime)
    latest = messageCount == 0 ? logTime : max(latest, logTime)
    messageCount += 1
    messageCounts[Int(channel) - 1] += 1
  }

  private var statistics: MCAP.Statistics {
    var result = MCAP.Statistics()
    result.messageCount = messageCount
    result.schemaCount = UInt16(truncatingIfNeeded: schemas.count)
    result.channelCount = UInt32(truncatingIfNeeded: channels.count)
    result.attachmentCount = UInt32(truncatingIfNeeded: attachments.count)
    result.metadataCount = UInt32(truncatingIfNeeded: metadata.count)
    result.chunkCount = UInt32(truncatingIfNeeded: chunks.count)
    result.messageStartTime = earliest
    result.messageEndTime = latest
    for (channel, count) in zip(channels, messageCounts) where count > 0 {
      result.channelMessageCounts[channel.id] = count
    }
    return result
  }

  /// Everything from the summary's first byte to the end of the footer.
  func bytes(from start: UInt64, _ options: MCAPWriter.Options) -> [UInt8] {
    var out = ByteWriter()
    var groups: [MCAP.SummaryOffset] = []
    func group<Element>(
      _ opcode: MCAP.Opcode, _ wanted: Bool, _ elements: [Element],
      _ write: (Element, inout ByteWriter) -> Void
    ) {
      guard wanted, !elements.isEmpty else { return }
      let first = out.bytes.count
      for element in elements {
        out.record(opcode) { out in
          write(element, &out)
          out.bytes.append(contentsOf: options.padding)
        }
      }
      groups.append(
        MCAP.SummaryOffset(
          groupOpcode: opcode.rawValue, groupStart: start + UInt64(first),
          groupLength: UInt64(out.bytes.count - first)))
    }
    group(.schema, options.repeatsSchemas, schemas) { $0.write(to: &$1) }
    group(.channel, options.repeatsChannels, channels) { $0.write(to: &$1) }
    group(.statistics, options.statistics, [statistics]) { $0.write(to: &$1) }
    group(.chunkIndex, options.chunkIndexes, chunks) { $0.write(to: &$1) }
    group(.attachmentIndex, options.attachmentIndexes, attachments) { $0.write(to: &$1) }
    group(.metadataIndex, options.metadataIndexes, metadata) { $0.write(to: &$1) }
    let offsetsAt = out.bytes.count
    for offset in groups where options.summaryOffsets {
      out.record(.summaryOffset) { out in
        offset.write(to: &out)
        out.bytes.append(contentsOf: options.padding)
      }
    }
    writeFooter(
      &out, summaryStart: offsetsAt > 0 ? start : 0,
      offsetStart: out.bytes.count > offsetsAt ? start + UInt64(offsetsAt) : 0, options)
    return out.bytes
  }

  private func writeFooter(
    _ out: inout ByteWriter, summaryStart: UInt64, offsetStart: UInt64,
    _ options: MCAPWriter.Options
  ) {
    out.record(.footer) { out in
      out.integer(summaryStart)
      out.integer(offsetStart)
      // The checksum covers the footer's opcode and length: 20 bytes, known beforehand.
      let lengthAt = out.bytes.count - 24
      out.bytes.withUnsafeMutableBytes {
        $0.storeBytes(of: UInt64(20).littleEndian, toByteOffset: lengthAt, as: UInt64.self)
      }
      out.integer(options.checksums ? CRC32.of(out.bytes[...]) : 0)
    }
  }
}
