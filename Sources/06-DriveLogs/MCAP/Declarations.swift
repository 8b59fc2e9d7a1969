/// The schemas and channels met so far; a message must come after its channel.
struct Declarations {
  var schemas: [UInt16: MCAP.Schema] = [:]
  var channels: [UInt16: MCAP.Channel] = [:]
  /// Asked for every message.
  private(set) var known = ChannelSet()

  /// What is wrong with the record, or nil; a good declaration is remembered.
  /// - Parameter inSummary: a summary may repeat the channels and not their schemas.
  mutating func admit(_ record: MCAP.Record, inSummary: Bool = false) -> String? {
    switch record {
    case .schema(let schema):
      // The specification wants schema 0 ignored.
      guard schema.id != 0 else { return nil }
      guard schemas[schema.id] == nil || schemas[schema.id] == schema else {
        return "schema \(schema.id) (\(schema.name)) differs from its first declaration"
      }
      schemas[schema.id] = schema
    case .channel(let channel):
      guard inSummary || channel.schemaID == 0 || schemas[channel.schemaID] != nil else {
        return "channel \(channel.topic) names schema \(channel.schemaID), not declared before"
      }
      guard channels[channel.id] == nil || channels[channel.id] == channel else {
        return "channel \(channel.id) (\(channel.topic)) differs from its first declaration"
      }
      channels[channel.id] = channel
      known.insert(channel.id)
    case .message(let message):
      guard known.contains(message.channelID) else {
        return "a message on channel \(message.channelID), which was not declared"
      }
    default: break
    }
    return nil
  }

  mutating func refreshKnown() {
    for id in channels.keys { known.insert(id) }  // any order: it fills a set
  }
}

/// A set of channel ids that is asked for every message.
struct ChannelSet {
  private var flags: [Bool] = []

  @inline(__always)
  func contains(_ id: UInt16) -> Bool { Int(id) < flags.count && flags[Int(id)] }

  mutating func insert(_ id: UInt16) {
    while flags.count <= Int(id) { flags.append(false) }
    flags[Int(id)] = true
  }
}
