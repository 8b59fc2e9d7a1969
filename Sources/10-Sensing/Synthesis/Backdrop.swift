import Geometry

/// What lies beyond the ground: sky, clouds, hills and trees.
struct Backdrop: Sendable {
  let tile: NoiseTile
  let seed: UInt64
  /// Light at the horizon and overhead.
  let horizon = Light(0.92, 0.86, 0.80, 0)
  let zenith = Light(0.78, 0.48, 0.26, 0)

  /// Fills every pixel above the horizon.
  func paintSky(_ canvas: inout Canvas, view: CameraView, frame: GroundFrame) {
    let (right, down) = (SIMD3<Float>(view.right), SIMD3<Float>(view.down))
    let forward = SIMD3<Float>(view.forward)
    let (sine, cosine) = (Float(frame.sine), Float(frame.cosine))
    for index in canvas.light.indices where canvas.depth[index] >= 5000 {
      let ray = forward + right * canvas.rays.right[index] + down * canvas.rays.down[index]
      let rise = max(ray.z, 0)
      let haze = 1 / (1 + 7 * rise)
      var light = zenith + (horizon - zenith) * haze
      if rise > 0.02 {
        // Clouds on a flat ceiling: their place is the ray stretched to that height.
        let (x, y) = (
          (cosine * ray.x - sine * ray.y) / rise, (sine * ray.x + cosine * ray.y) / rise
        )
        let puff = tile.sample(2 * x, 2 * y) + 0.5 * tile.sample(5 * x, 5 * y)
        let cover = min(max((puff - 0.2) * 1.2, 0), 1) * min((rise - 0.02) * 12, 1)
        light += (Light(0.95, 0.95, 0.95, 0) - light) * (0.75 * cover)
      }
      canvas.light[index] = light
    }
  }

  /// Draws far hills and a line of trees; both stand at fixed compass bearings.
  func paintSkyline(_ canvas: inout Canvas, projector: PolygonProjector, heading: Double) {
    let hills = Light(0.16, 0.19, 0.14, 0)
    let trees = Light(0.025, 0.06, 0.04, 0)
    skyline(&canvas, projector, heading, step: 0.02, height: 0.022, hills, depth: 1800, stream: 1)
    skyline(&canvas, projector, heading, step: 0.005, height: 0.020, trees, depth: 450, stream: 2)
  }

  private func skyline(
    _ canvas: inout Canvas, _ projector: PolygonProjector, _ heading: Double, step: Double,
    height: Double, _ ink: Light, depth: Float, stream: UInt64
  ) {
    let far = 4000.0
    let first = Int(((heading - 1.1) / step).rounded(.down))
    for k in first..<first + Int(2.2 / step) {
      let (a, b) = (bearing(k, step, heading), bearing(k + 1, step, heading))
      let (low, high) = (rise(k, height, stream), rise(k + 1, height, stream))
      projector.add(
        [
          SIMD3(far * a.x, far * a.y, -far * 0.003), SIMD3(far * b.x, far * b.y, -far * 0.003),
          SIMD3(far * b.x, far * b.y, far * high), SIMD3(far * a.x, far * a.y, far * low),
        ], to: &canvas.mask)
    }
    canvas.fill(ink, depth: depth)
  }

  private func bearing(_ k: Int, _ step: Double, _ heading: Double) -> Vector2 {
    let angle = Double(k) * step - heading
    return Vector2(Portable.cos(angle), Portable.sin(angle))
  }

  /// How high the skyline stands at a bearing: smooth over eight steps, rough over one.
  private func rise(_ k: Int, _ height: Double, _ stream: UInt64) -> Double {
    func noise(_ n: Int, _ salt: UInt64) -> Double {
      Hash.uniform(seed, UInt64(bitPattern: Int64(n)), stream &* 16 &+ salt)
    }
    let cell = Int((Double(k) / 8).rounded(.down))
    let share = Double(k - cell * 8) / 8
    let slow = noise(cell, 0) + (noise(cell + 1, 0) - noise(cell, 0)) * share
    return height * (0.25 + 0.75 * slow + 0.25 * noise(k, 1))
  }
}

/// Random numbers by place instead of by turn.
enum Hash {
  /// 64 bits for a seed and two coordinates.
  @inline(__always)
  static func bits(_ seed: UInt64, _ a: UInt64, _ b: UInt64) -> UInt64 {
    SeededGenerator.mix(seed ^ SeededGenerator.mix(a ^ SeededGenerator.mix(~b)))
  }

  /// A number in [0, 1) for a seed and two coordinates.
  static func uniform(_ seed: UInt64, _ a: UInt64, _ b: UInt64) -> Double {
    Double(bits(seed, a, b) >> 11) * 0x1p-53
  }
}
