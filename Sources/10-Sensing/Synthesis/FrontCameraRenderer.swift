import DrivingCore
import Geometry

/// Takes pictures of a painted ground and the road users on it, as one front camera sees them.
///
/// Pure: the same place, objects, shake and frame number give the same bytes on any CPU. The
/// ground is flat; pixels integrate the exact area of paint they see.
struct FrontCameraRenderer: Sendable {
  let calibration: CameraCalibration
  let width: Int
  let height: Int
  private let conditions: RenderingConditions
  private let rays: RayTable
  private let painter: GroundPainter
  private let backdrop: Backdrop
  private let exposure: Exposure

  init(
    ground: PaintedGround, calibration: CameraCalibration, width: Int, height: Int,
    conditions: RenderingConditions, seed: UInt64
  ) {
    (self.calibration, self.width, self.height) = (calibration, width, height)
    self.conditions = conditions
    rays = RayTable(calibration, width: width, height: height)
    let tile = NoiseTile(seed: seed)
    painter = GroundPainter(ground: ground, tile: tile)
    backdrop = Backdrop(tile: tile, seed: seed)
    exposure = Exposure(conditions, seed: seed)
  }

  /// The picture from one place.
  func picture(
    worldFromVehicle: SE2, objects: [TrackedObject], shake: CameraShake, frame number: Int
  ) -> CameraImage {
    let view = CameraView(calibration, shake: shake)
    let frame = GroundFrame(worldFromVehicle)
    let projector = PolygonProjector(view: view, reach: rays.reach)
    var canvas = Canvas(rays: rays)
    painter.lay(&canvas, view: view, frame: frame)
    backdrop.paintSky(&canvas, view: view, frame: frame)
    backdrop.paintSkyline(&canvas, projector: projector, heading: worldFromVehicle.heading)
    painter.paint(&canvas, projector: projector, frame: frame)
    painter.addGlare(
      &canvas, view: view, heading: worldFromVehicle.heading, conditions: conditions)
    drawRoadside(&canvas, projector, frame)
    drawObjects(objects, &canvas, projector, frame)
    exposure.addHaze(&canvas, horizon: backdrop.horizon)
    let pixels = exposure.develop(canvas, frame: number)
    return CameraImage(width: width, height: height, pixels: pixels, calibration: calibration)
  }

  private func drawRoadside(
    _ canvas: inout Canvas, _ projector: PolygonProjector, _ frame: GroundFrame
  ) {
    let posts = painter.ground.posts.map { frame.vehiclePoint($0) }
      .filter { $0.x > 1 && $0.x < GroundPainter.range }.sorted { $0.x > $1.x }
    for post in posts { draw(post: post, &canvas, projector) }
    for ribbon in painter.ground.ribbons { draw(ribbon, &canvas, projector, frame) }
  }

  private func draw(post: SIMD3<Double>, _ canvas: inout Canvas, _ projector: PolygonProjector) {
    func box(_ low: Double, _ high: Double) -> [SIMD3<Double>] {
      [(-0.06, low), (0.06, low), (0.06, high), (-0.06, high)].map {
        SIMD3(post.x, post.y + $0.0, $0.1)
      }
    }
    projector.add(box(0, 1), to: &canvas.mask)
    canvas.fill(Light(0.6, 0.6, 0.6, 0), depth: Float(post.x))
    projector.add(box(0.7, 0.85), to: &canvas.mask)
    canvas.fill(Light(0.03, 0.03, 0.03, 0), depth: Float(post.x))
  }

  private func draw(
    _ ribbon: Ribbon, _ canvas: inout Canvas, _ projector: PolygonProjector, _ frame: GroundFrame
  ) {
    let points = ribbon.points.map { frame.vehiclePoint($0) }
    for index in points.indices.dropLast().reversed() {
      let (a, b) = (points[index], points[index + 1])
      guard max(a.x, b.x) > 0, min(a.x, b.x) < GroundPainter.range else { continue }
      projector.add(
        [
          SIMD3(a.x, a.y, ribbon.bottom), SIMD3(b.x, b.y, ribbon.bottom),
          SIMD3(b.x, b.y, ribbon.top), SIMD3(a.x, a.y, ribbon.top),
        ], to: &canvas.mask)
    }
    canvas.fill(ribbon.light)
  }

  private func drawObjects(
    _ objects: [TrackedObject], _ canvas: inout Canvas, _ projector: PolygonProjector,
    _ frame: GroundFrame
  ) {
    let placed = objects.map { ($0, frame.vehiclePoint($0.box.worldFromBox.position)) }
      .filter { $0.1.x > -10 && $0.1.x < GroundPainter.range }
      .sorted { ($0.1.x, $0.0.id) > ($1.1.x, $1.0.id) }
    for (object, place) in placed {
      let shape = VehicleShape(object, frame: frame, eye: projector.view.origin)
      projector.add(shape.contactShadow, to: &canvas.mask)
      canvas.cover(.shade(Light(repeating: 0.3), dapple: 0))
      for facet in shape.facets {
        projector.add(facet.corners, to: &canvas.mask)
        canvas.fill(facet.light, depth: Float(max(place.x, 1)))
      }
    }
  }
}
