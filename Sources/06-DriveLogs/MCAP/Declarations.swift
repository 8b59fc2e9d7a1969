/// The schemas and channels met so far; a message must come after its channel.
struct Declarations {
  var schemas: [UInt16: MCAP.Schema] = [:]
  var channels: [UInt16: MCAP.Channel] = [:]
  /// Whether a channel is declared, by id: asked for every message.
  private(set) var known = [Bool](repeating: false, count: 65_536)

  /// What is wrong with the record, or nil; a good declaration is remembered.
  mutating func admit(_ record: MCAP.Record) -> String? {
    switch record {
    case .schema(let schema):
      // The specification wants schema 0 ignored.
      guard schema.id != 0 else { return nil }
      guard schemas[schema.id] == nil || schemas[schema.id] == schema else {
        return "schema \(schema.id) (\(schema.name)) differs from its first declaration"
      }
      schemas[schema.id] = schema
    case .channel(let channel):
      guard channel.schemaID == 0 || schemas[channel.schemaID] != nil else {
        return "channel \(channel.topic) names schema \(channel.schemaID), not declared before"
      }
      guard channels[channel.id] == nil || channels[channel.id] == channel else {
        return "channel \(channel.id) (\(channel.topic)) differs from its first declaration"
      }
      channels[channel.id] = channel
      known[Int(channel.id)] = true
    case .message(let message):
      guard known[Int(message.channelID)] else {
        return "a message on channel \(message.channelID), which was not declared"
      }
    default: break
    }
    return nil
  }

  mutating func refreshKnown() {
    for id in channels.keys { known[Int(id)] = true }
  }
}
