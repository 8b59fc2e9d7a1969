/// A counter-based random generator: the same seed, stream and index give the same bits anywhere.
///
/// SplitMix64 (Steele, Lea, Flood 2014) over a hashed key, so that neighbouring seeds share nothing.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Creates the generator of one stream of one seed.
  public init(seed: UInt64, stream: UInt64 = 0) {
    state = SeededGenerator.mix(SeededGenerator.mix(seed) ^ SeededGenerator.mix(~stream))
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return SeededGenerator.mix(state)
  }

  /// A number in [0, 1) with 53 random bits.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number in [low, high).
  public mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// A standard normal number (Box and Muller, one value a call).
  public mutating func normal() -> Double {
    let radius = (-2 * Portable.log(1 - uniform())).squareRoot()
    return radius * Portable.cos(2 * .pi * uniform())
  }

  /// The stream of a name: FNV-1a of its bytes (Fowler, Noll, Vo), mixed. Streams share nothing.
  public static func stream(named name: String) -> UInt64 {
    mix(name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 })
  }

  /// The finaliser of SplitMix64: a bijection that scatters close inputs.
  public static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
