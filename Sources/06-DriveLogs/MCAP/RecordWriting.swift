extension MCAP.Header {
  func write(to out: inout ByteWriter) {
    out.text(profile)
    out.text(library)
  }
}

extension MCAP.Schema {
  func write(to out: inout ByteWriter) {
    out.integer(id)
    out.text(name)
    out.text(encoding)
    out.integer(UInt32(truncatingIfNeeded: data.count))
    out.bytes.append(contentsOf: data)
  }
}

extension MCAP.Channel {
  func write(to out: inout ByteWriter) {
    out.integer(id)
    out.integer(schemaID)
    out.text(topic)
    out.text(messageEncoding)
    out.texts(metadata)
  }
}

extension MCAP.Attachment {
  func write(to out: inout ByteWriter) {
    let start = out.bytes.count
    out.integer(logTime)
    out.integer(createTime)
    out.text(name)
    out.text(mediaType)
    out.integer(UInt64(data.count))
    out.bytes.append(contentsOf: data)
    out.integer(CRC32.of(out.bytes[start...]))
  }
}

extension MCAP.Metadata {
  func write(to out: inout ByteWriter) {
    out.text(name)
    out.texts(metadata)
  }
}

extension MCAP.Statistics {
  func write(to out: inout ByteWriter) {
    out.integer(messageCount)
    out.integer(schemaCount)
    out.integer(channelCount)
    out.integer(attachmentCount)
    out.integer(metadataCount)
    out.integer(chunkCount)
    out.integer(messageStartTime)
    out.integer(messageEndTime)
    out.counts(channelMessageCounts)
  }
}

extension MCAP.ChunkIndex {
  func write(to out: inout ByteWriter) {
    out.integer(messageStartTime)
    out.integer(messageEndTime)
    out.integer(chunkStartOffset)
    out.integer(chunkLength)
    out.counts(messageIndexOffsets)
    out.integer(messageIndexLength)
    out.text(compression)
    out.integer(compressedSize)
    out.integer(uncompressedSize)
  }
}

extension MCAP.AttachmentIndex {
  func write(to out: inout ByteWriter) {
    out.integer(offset)
    out.integer(length)
    out.integer(logTime)
    out.integer(createTime)
    out.integer(dataSize)
    out.text(name)
    out.text(mediaType)
  }
}

extension MCAP.MetadataIndex {
  func write(to out: inout ByteWriter) {
    out.integer(offset)
    out.integer(length)
    out.text(name)
  }
}

extension MCAP.SummaryOffset {
  func write(to out: inout ByteWriter) {
    out.integer(groupOpcode)
    out.integer(groupStart)
    out.integer(groupLength)
  }
}
