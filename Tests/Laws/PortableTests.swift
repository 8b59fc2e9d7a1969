import Foundation
import Geometry
import Testing

@Suite("Portable functions")
struct PortableTests {
  typealias Function = @Sendable (Double) -> Double

  /// Points where the C library and IEEE 754 have something special to say.
  static let special: [Double] = [
    0, -0.0, 1, -1, .infinity, -.infinity, .nan, 0.5, -0.5, 2, -2, 3, -3, 1e300, -1e300,
    0x1p-1060, -0x1p-1060, .greatestFiniteMagnitude, .leastNonzeroMagnitude, .pi, 4e15 + 1,
  ]

  static let functions: [(name: String, ours: Function, theirs: Function)] = [
    ("sin", Portable.sin, { Foundation.sin($0) }), ("cos", Portable.cos, { Foundation.cos($0) }),
    ("tan", Portable.tan, { Foundation.tan($0) }), ("atan", Portable.atan, { Foundation.atan($0) }),
    ("asin", Portable.asin, { Foundation.asin($0) }),
    ("acos", Portable.acos, { Foundation.acos($0) }), ("exp", Portable.exp, { Foundation.exp($0) }),
    ("log", Portable.log, { Foundation.log($0) }), ("tanh", Portable.tanh, { Foundation.tanh($0) }),
  ]

  static let pairs:
    [(
      name: String, ours: @Sendable (Double, Double) -> Double,
      theirs: @Sendable (Double, Double) -> Double
    )] = [
      ("atan2", Portable.atan2, { Foundation.atan2($0, $1) }),
      ("pow", Portable.pow, { Foundation.pow($0, $1) }),
      ("hypot", Portable.hypot, { Foundation.hypot($0, $1) }),
    ]

  @Test("special values are those of C99 annex F")
  func specialValues() {
    func same(_ a: Double, _ b: Double) -> Bool {
      if a.isNaN || b.isNaN { return a.isNaN && b.isNaN }
      if a.isInfinite || b.isInfinite || a == 0 || b == 0 { return a.bitPattern == b.bitPattern }
      return abs(a - b) <= 2 * a.ulp
    }
    for x in PortableTests.special {
      for function in PortableTests.functions {
        #expect(same(function.ours(x), function.theirs(x)), "\(function.name) \(x)")
      }
      for y in PortableTests.special {
        for function in PortableTests.pairs {
          #expect(same(function.ours(x, y), function.theirs(x, y)), "\(function.name) \(x) \(y)")
        }
      }
    }
  }

  @Test("sine and cosine together have the bits of each alone; parity is exact")
  func sincosIsBoth() {
    var random = SeededGenerator(seed: 121)
    for index in 0..<3000 {
      let x = random.uniform(-1, 1) * [1, 10, 1e5, 1e12][index % 4]
      let both = Portable.sincos(x)
      #expect(both.sin == Portable.sin(x) && both.cos == Portable.cos(x))
      #expect(Portable.sin(-x) == -both.sin && Portable.cos(-x) == both.cos)
      #expect(abs(both.sin * both.sin + both.cos * both.cos - 1) < 4e-16)
      #expect(Portable.tan(-x) == -Portable.tan(x) && Portable.atan(-x) == -Portable.atan(x))
    }
  }

  @Test("the bits are those written down here, on this CPU and any other")
  func goldenBits() {
    for (name, golden) in PortableTests.goldens {
      let digest = PortableTests.digest(name)
      #expect(digest == golden, "\(name): 0x\(String(digest, radix: 16))")
    }
  }

  /// FNV-1a over the bits of a function on a grid that reaches all its branches.
  static func digest(_ name: String) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ value: Double) {
      hash = (hash ^ (value.isNaN ? 0x7FF8_0000_0000_0000 : value.bitPattern)) &* 0x100_0000_01B3
    }
    let one = functions.first { $0.name == name }
    let two = pairs.first { $0.name == name }
    for index in 0..<4000 {
      let step = Double(index - 2000)
      let far = step * Double(sign: .plus, exponent: index % 61 - 30, significand: 1.25)
      for x in [step * 0.0005, step * 0.37, far] {
        if let one { mix(one.ours(x)) }
        if let two { mix(two.ours(x, 0.75)) }
        if let two { mix(two.ours(abs(x), 1.3 + step * 0.01)) }
      }
    }
    return hash
  }

  static let goldens: [(String, UInt64)] = [
    ("sin", 0x7E53_A086_F683_7D91),
    ("cos", 0xBE35_788E_974C_3685),
    ("tan", 0x4842_6878_214F_88B7),
    ("atan", 0x9563_9E63_C459_9E8C),
    ("asin", 0x7DC3_695D_53CD_DDD3),
    ("acos", 0x8649_461C_5E20_A47C),
    ("exp", 0xE548_1406_ADD9_F334),
    ("log", 0xD03C_F944_89F5_B7DC),
    ("tanh", 0x1B4D_1D38_9588_6C94),
    ("atan2", 0x3488_6779_4687_13D6),
    ("pow", 0x8D3B_E5C1_139F_288C),
    ("hypot", 0xF999_6FD3_74A0_A346),
  ]
}
