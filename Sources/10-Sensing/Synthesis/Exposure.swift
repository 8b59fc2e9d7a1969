import DrivingCore
import Geometry

/// From linear light to bytes: haze, lens, exposure, sensor noise, tone curve.
struct Exposure: Sendable {
  private let conditions: RenderingConditions
  private let seed: UInt64
  private let normals: [Float]
  private let tones: [UInt8]
  private let haze: [Float]

  init(_ conditions: RenderingConditions, seed: UInt64) {
    self.conditions = conditions
    self.seed = seed
    var random = SeededGenerator(seed: 1, stream: 0x6e6f_7273)
    normals = (0..<4096).map { _ in Float(random.normal()) }
    // The tone curve of IEC 61966-2-1 (sRGB) without its linear toe.
    tones = (0..<4096).map { UInt8((255 * Portable.pow(Double($0) / 4095, 1 / 2.2)).rounded()) }
    // Koschmieder: contrast falls to 5 % at the visibility; index is the depth in steps of 4 m.
    haze = (0..<1300).map {
      Float(1 - Portable.exp(-3 * Double($0) * 4 / conditions.visibility))
    }
  }

  /// Bleaches far things towards the horizon's light.
  func addHaze(_ canvas: inout Canvas, horizon: Light) {
    for index in canvas.light.indices {
      let share = haze[min(Int(canvas.depth[index] * 0.25), 1299)]
      canvas.light[index] += (horizon - canvas.light[index]) * share
    }
  }

  /// Develops the picture of one frame.
  func develop(_ canvas: Canvas, frame: Int) -> [UInt8] {
    let frameSeed = Hash.bits(seed, UInt64(bitPattern: Int64(frame)), 0x6578_706f)
    let gain = Float(conditions.exposure * (1 + conditions.exposureWander * wander(frame)))
    let (read, shot) = (Float(conditions.readNoise), Float(conditions.shotNoise))
    let shot2 = shot * shot
    let fall = Float(conditions.vignette) / Float(canvas.rays.reach.x * canvas.rays.reach.x)
    let count = canvas.light.count
    let limits = (low: Light(repeating: 0), high: Light(repeating: 1))
    return [UInt8](unsafeUninitializedCapacity: count * 3) { bytes, used in
      for index in 0..<count {
        let (x, y) = (canvas.rays.right[index], canvas.rays.down[index])
        let light = canvas.light[index] * (gain * max(1 - fall * (x * x + y * y), 0))
        let bits = SeededGenerator.mix(frameSeed &+ UInt64(index))
        let noise = Light(
          normals[Int(bits & 4095)], normals[Int((bits >> 12) & 4095)],
          normals[Int((bits >> 24) & 4095)], 0)
        let deviation = (light * shot2 + read * read).squareRoot()
        let tone =
          (light + noise * deviation).clamped(
            lowerBound: limits.low, upperBound: limits.high) * 4095
        for channel in 0..<3 { bytes[index * 3 + channel] = tones[Int(tone[channel])] }
      }
      used = count * 3
    }
  }

  /// A slow wander between -1 and 1.
  private func wander(_ frame: Int) -> Double {
    let cell = Int((Double(frame) / 15).rounded(.down))
    let share = Double(frame - cell * 15) / 15
    func noise(_ n: Int) -> Double {
      2 * Hash.uniform(seed, UInt64(bitPattern: Int64(n)), 0x6761_696e) - 1
    }
    return noise(cell) + (noise(cell + 1) - noise(cell)) * share
  }
}
