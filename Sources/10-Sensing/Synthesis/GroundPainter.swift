import Geometry

/// Where the vehicle stands, ready to be applied to many points.
struct GroundFrame: Sendable {
  let position: Vector2
  let sine: Double
  let cosine: Double

  init(_ worldFromVehicle: SE2) {
    position = worldFromVehicle.position
    (sine, cosine) = Portable.sincos(worldFromVehicle.heading)
  }

  /// A world point in the vehicle frame, at a height above the road.
  func vehiclePoint(_ world: Vector2, height: Double = 0) -> SIMD3<Double> {
    let p = world - position
    return SIMD3(cosine * p.x + sine * p.y, cosine * p.y - sine * p.x, height)
  }
}

/// Draws the ground: land, road, markings, wear, shadows.
struct GroundPainter: Sendable {
  let ground: PaintedGround
  let tile: NoiseTile
  /// Nothing farther than this is drawn (m).
  static let range = 260.0

  /// Fills in where every pixel below the horizon meets the ground, and the land there.
  func lay(_ canvas: inout Canvas, view: CameraView, frame: GroundFrame) {
    let (width, height) = (canvas.rays.width, canvas.rays.height)
    for row in 0..<height {
      layRow(&canvas, row * width, width, view: view, frame: frame)
    }
  }

  private func layRow(
    _ canvas: inout Canvas, _ start: Int, _ width: Int, view: CameraView, frame: GroundFrame
  ) {
    let fine = NoiseLayer(cell: 0.06, frame: frame)
    let coarse = NoiseLayer(cell: 0.45, frame: frame)
    let broad = NoiseLayer(cell: 3.7, frame: frame)
    let (right, down) = (SIMD3<Float>(view.right), SIMD3<Float>(view.down))
    let (forward, eye) = (SIMD3<Float>(view.forward), SIMD3<Float>(view.origin))
    let focal = Float(view.focalLength.y)
    let height = eye.z
    let land = ground.land
    canvas.rays.right.withUnsafeBufferPointer { xs in
      canvas.rays.down.withUnsafeBufferPointer { ys in
        for index in start..<start + width {
          let direction = forward + right * xs[index] + down * ys[index]
          // Grazing rays meet the ground beyond 5 km: they see the land as haze.
          guard direction.z < -height / 5000 else {
            canvas.depth[index] = 5000
            continue
          }
          let depth = height / -direction.z
          let (x, y) = (eye.x + depth * direction.x, eye.y + depth * direction.y)
          let pixelArea = depth * depth * depth / (height * focal * focal)
          canvas.depth[index] = depth
          let near = fine.sample(tile, x, y, pixelArea: pixelArea)
          let middle = coarse.sample(tile, x, y, pixelArea: pixelArea)
          let far = broad.sample(tile, x, y, pixelArea: pixelArea)
          canvas.texture[index] = SIMD2(near + 0.5 * far, middle + 0.5 * far)
          canvas.light[index] = land * max(1 + 0.25 * (near + middle + far), 0.1)
        }
      }
    }
  }

  /// Draws everything that lies on the ground, bottom to top.
  ///
  /// Neighbours of one ink go into the mask together, so that no seam shows between them.
  func paint(_ canvas: inout Canvas, projector: PolygonProjector, frame: GroundFrame) {
    var pending: Ink?
    for strip in ground.strips where isNear(strip, frame) {
      if let ink = pending, ink != strip.ink { canvas.cover(ink) }
      pending = strip.ink
      var outline = strip.left.map { frame.vehiclePoint($0) }
      outline += strip.right.reversed().map { frame.vehiclePoint($0) }
      projector.add(outline, to: &canvas.mask)
    }
    if let ink = pending { canvas.cover(ink) }
  }

  /// Adds the mirrored light of a low sun: a bright lane towards it, stronger at grazing angles.
  func addGlare(
    _ canvas: inout Canvas, view: CameraView, heading: Double, conditions: RenderingConditions
  ) {
    guard conditions.glare > 0 else { return }
    let (right, down) = (SIMD3<Float>(view.right), SIMD3<Float>(view.down))
    let forward = SIMD3<Float>(view.forward)
    let bearing = Float(Portable.tan(conditions.glareBearing - heading))
    let strength = Light(0.92, 0.97, 1, 0) * Float(conditions.glare)
    for index in canvas.light.indices where canvas.depth[index] < 5000 {
      let ray = forward + right * canvas.rays.right[index] + down * canvas.rays.down[index]
      let off = (ray.y / max(ray.x, 0.1) - bearing) / 0.16
      let grazing = 1 / (1 - 5 * ray.z)
      let lobe = 1 / (1 + off * off)
      let rough = max(1 + 0.35 * canvas.texture[index].x, 0)
      canvas.light[index] += strength * (lobe * lobe * grazing * rough)
    }
  }

  private func isNear(_ strip: GroundStrip, _ frame: GroundFrame) -> Bool {
    let centre = frame.vehiclePoint(strip.centre)
    return centre.x > -strip.radius && centre.x < GroundPainter.range + strip.radius
      && abs(centre.y) < GroundPainter.range
  }
}

/// One size of blotches, fixed to the world.
struct NoiseLayer: Sendable {
  private let scale: Float
  private let originX, originY: Float
  private let sine, cosine: Float
  private let cellArea: Float

  init(cell: Double, frame: GroundFrame) {
    // Whole tiles are taken off in double precision, so that far worlds look like near ones.
    func wrapped(_ metres: Double) -> Float {
      let cells = metres / cell
      let tile = Double(NoiseTile.size)
      return Float(cells - (cells / tile).rounded(.down) * tile)
    }
    scale = Float(1 / cell)
    (originX, originY) = (wrapped(frame.position.x), wrapped(frame.position.y))
    (sine, cosine) = (Float(frame.sine), Float(frame.cosine))
    cellArea = Float(cell * cell)
  }

  /// The blotch at a point of the vehicle frame, averaged down where the pixel covers many.
  @inline(__always)
  func sample(_ tile: NoiseTile, _ x: Float, _ y: Float, pixelArea: Float) -> Float {
    let covered = pixelArea / cellArea
    if covered > 400 { return 0 }
    let value = tile.sample(
      originX + scale * (cosine * x - sine * y), originY + scale * (sine * x + cosine * y))
    return value / (1 + covered).squareRoot()
  }
}
