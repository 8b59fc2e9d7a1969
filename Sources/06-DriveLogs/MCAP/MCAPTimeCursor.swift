import DrivingCore

/// Gives messages by log time, opening a chunk only when its time comes.
///
/// Where very many chunks overlap in time, unpacked chunks are dropped and unpacked again, so that
/// memory stays bounded; only the places of their messages are kept.
public final class MCAPTimeCursor {
  private struct Place {
    var time: UInt64
    var offset: Int
  }

  /// A chunk with messages still to come.
  private struct Open {
    var index: MCAP.ChunkIndex
    var places: [Place]
    var next = 0
    var records: OpenRecords?
    /// The memory behind `records`.
    var storage: [UInt8] = []

    var time: UInt64 { places[next].time }
  }

  private let reader: MCAPIndexedReader
  private let start: UInt64
  private let end: UInt64?
  private let wanted: ChannelSet
  /// Chunks not opened yet, the one that starts last first.
  private var waiting: [MCAP.ChunkIndex]
  private var open: [Open] = []
  /// Memory of the last chunk that was done, for the next one.
  private var spare: [UInt8] = []

  init(
    _ reader: MCAPIndexedReader, from start: UInt64, upTo end: UInt64?, topics: Set<String>?
  ) {
    self.reader = reader
    self.start = start
    self.end = end
    var wanted = ChannelSet()
    for channel in reader.channels where topics?.contains(channel.topic) ?? true {
      wanted.insert(channel.id)
    }
    self.wanted = wanted
    waiting = reader.chunks.filter { chunk in
      chunk.messageEndTime >= start && (end.map { chunk.messageStartTime < $0 } ?? true)
        && (chunk.messageIndexOffsets.isEmpty
          || chunk.messageIndexOffsets.keys.contains { wanted.contains($0) })
    }
    waiting.sort {
      ($0.messageStartTime, $0.chunkStartOffset) > ($1.messageStartTime, $1.chunkStartOffset)
    }
  }

  /// The next message, or nil after the last.
  /// - Throws: `LogFailure` where a chunk is damaged or not what the summary says.
  public func next() throws(LogFailure) -> MCAP.Message? {
    while let chunk = waiting.last, isDue(chunk) {
      waiting.removeLast()
      try openChunk(chunk)
    }
    guard let first = earliest() else { return nil }
    let place = open[first].places[open[first].next]
    let message = try message(at: place, in: first)
    open[first].next += 1
    if open[first].next == open[first].places.count { spare = open.remove(at: first).storage }
    return message
  }

  /// Whether a chunk may hold a message that comes before all open ones.
  private func isDue(_ chunk: MCAP.ChunkIndex) -> Bool {
    guard let first = earliest() else { return true }
    let time = open[first].time
    return chunk.messageStartTime < time
      || chunk.messageStartTime == time
        && chunk.chunkStartOffset < open[first].index.chunkStartOffset
  }

  private func earliest() -> Int? {
    open.indices.min {
      (open[$0].time, open[$0].index.chunkStartOffset)
        < (open[$1].time, open[$1].index.chunkStartOffset)
    }
  }

  private func openChunk(_ index: MCAP.ChunkIndex) throws(LogFailure) {
    var storage: [UInt8] = []
    swap(&storage, &spare)
    let records = try reader.records(of: index, reusing: &storage)
    var scan = records
    var places: [Place] = []
    while let step = scan.next(reader.declared.known, reader.limits) {
      switch step {
      case .message(let message):
        guard
          index.messageStartTime <= message.logTime && message.logTime <= index.messageEndTime
        else { throw reader.fail(records.chunkStart, "a message outside the chunk's stated times") }
        guard message.logTime >= start, end.map({ message.logTime < $0 }) ?? true,
          wanted.contains(message.channelID)
        else { continue }
        places.append(
          Place(time: message.logTime, offset: message.data.startIndex - MessageHead.length))
      case .broken(let reason): throw reader.fail(records.chunkStart, reason)
      case .record: continue
      }
    }
    guard !places.isEmpty else { return }
    places.sort { ($0.time, $0.offset) < ($1.time, $1.offset) }
    makeRoom(for: records.bytes.count)
    open.append(Open(index: index, places: places, records: records, storage: storage))
  }

  private func makeRoom(for count: Int) {
    var held = open.reduce(count) { $0 + ($1.records?.bytes.count ?? 0) }
    // The chunk whose next message is farthest away is missed last.
    let byNeed = open.indices.sorted { open[$0].time > open[$1].time }
    for index in byNeed where held > reader.limits.openChunks {
      held -= open[index].records?.bytes.count ?? 0
      open[index].records = nil
      open[index].storage = []
    }
  }

  private func message(at place: Place, in chunk: Int) throws(LogFailure) -> MCAP.Message {
    if open[chunk].records == nil {
      var storage: [UInt8] = []
      let records = try reader.records(of: open[chunk].index, reusing: &storage)
      makeRoom(for: records.bytes.count)
      open[chunk].records = records
      open[chunk].storage = storage
    }
    guard let records = open[chunk].records,
      let message = records.message(at: place.offset, reader.declared.known, reader.limits)
    else { throw reader.fail(open[chunk].records?.chunkStart ?? 0, "the chunk changed") }
    return message
  }
}

extension OpenRecords {
  /// The message whose record starts at an index into `bytes`.
  func message(at start: Int, _ known: ChannelSet, _ limits: MCAP.Limits) -> MCAP.Message? {
    guard bytes.indices.contains(start) else { return nil }
    var one = OpenRecords(bytes[start...], chunkStart: chunkStart, isWhole: true)
    guard case .message(let message)? = one.next(known, limits) else { return nil }
    return message
  }
}
