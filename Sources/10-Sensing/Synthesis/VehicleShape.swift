import DrivingCore
import Geometry

/// One flat face of a thing on the road, in the vehicle frame of the ego.
struct Facet {
  let corners: [SIMD3<Double>]
  let light: Light
}

/// The faces of a road user seen from the ego, in drawing order: two tiers, windows, lamps, wheels.
struct VehicleShape {
  private let egoFromBox: (SIMD3<Double>) -> SIMD3<Double>
  private let eye: SIMD3<Double>
  private let body: Light
  private let length, width, height, clearance: Double
  private let kind: TrackedObject.Kind

  /// Prepares the shape of an object; its paint is drawn from its name.
  init(_ object: TrackedObject, frame: GroundFrame, eye: SIMD3<Double>) {
    let pose = object.box.worldFromBox
    let (sine, cosine) = Portable.sincos(pose.heading)
    egoFromBox = { p in
      let world = Vector2(
        pose.position.x + cosine * p.x - sine * p.y, pose.position.y + sine * p.x + cosine * p.y)
      return frame.vehiclePoint(world, height: p.z)
    }
    self.eye = eye
    (length, width, kind) = (object.box.length, object.box.width, object.kind)
    switch object.kind {
    case .truck, .bus: (height, clearance) = (3.4, 0.5)
    case .pedestrian, .bicycle, .motorcycle: (height, clearance) = (1.75, 0)
    case .barrier, .unknown: (height, clearance) = (0.9, 0)
    case .car: (height, clearance) = (1.48, 0.22)
    }
    body = VehicleShape.paint(of: object.id, length: object.box.length)
  }

  private static func paint(of id: String, length: Double) -> Light {
    let colours: [Light] = [
      Light(0.55, 0.55, 0.55, 0), Light(0.04, 0.04, 0.04, 0), Light(0.30, 0.31, 0.32, 0),
      Light(0.30, 0.08, 0.03, 0), Light(0.04, 0.03, 0.35, 0), Light(0.12, 0.12, 0.12, 0),
    ]
    let hash = id.utf8.reduce(length.bitPattern) { SeededGenerator.mix($0 &* 31 &+ UInt64($1)) }
    return colours[Int(hash % UInt64(colours.count))]
  }

  /// The shadow below the body, which every daylight shows.
  var contactShadow: [SIMD3<Double>] {
    let (l, w) = (length / 2 + 0.15, width / 2 + 0.12)
    return [(l, w), (-l, w), (-l, -w), (l, -w)].map { egoFromBox(SIMD3($0.0, $0.1, 0)) }
  }

  /// The visible faces, far ones first.
  var facets: [Facet] {
    switch kind {
    case .car: wheels + lowerBody + cabin + windows + rearDetails
    case .truck, .bus: wheels + lowerBody + rearDetails
    case .pedestrian, .bicycle, .motorcycle, .barrier, .unknown:
      visible(Frustum(length, width, 0, height, shrink: 0, lean: 0), body)
    }
  }

  private var lowerBody: [Facet] {
    let top = kind == .car ? height * 0.62 : height
    let bumper = Frustum(length, width, clearance, clearance + 0.25, shrink: 0, lean: 0)
    return visible(bumper, body * 0.55)
      + visible(Frustum(length, width, clearance + 0.25, top, shrink: 0.04, lean: 0), body)
  }

  private var cabin: [Facet] {
    visible(
      Frustum(length * 0.6, width * 0.93, height * 0.62, height, shrink: 0.24, lean: -0.06), body)
  }

  /// Glass in all sides of the cabin: the cabin again, a little larger, without its frame.
  private var windows: [Facet] {
    let glass = Light(0.10, 0.09, 0.08, 0)
    let pane = Frustum(
      length * 0.605, width * 0.935, height * 0.64, height * 0.96, shrink: 0.22, lean: -0.06)
    return visible(pane.inset(0.08), glass)
  }

  /// Tyres as the rear and the sides show them.
  private var wheels: [Facet] {
    let rubber = Light(0.015, 0.015, 0.015, 0)
    let radius = kind == .car ? 0.31 : 0.5
    let w = width / 2
    return rear(-w * 0.95, -w * 0.95 + 0.24, 0, radius, rubber)
      + rear(w * 0.95 - 0.24, w * 0.95, 0, radius, rubber)
      + [-1.0, 1.0].flatMap { side in
        [-0.31, 0.31].map { share in
          Facet(corners: wheel(length * share, side * w * 0.98, radius), light: rubber)
        }
      }
  }

  private func wheel(_ x: Double, _ y: Double, _ radius: Double) -> [SIMD3<Double>] {
    (0..<12).map { step in
      let (sine, cosine) = Portable.sincos(Double(step) * .pi / 6)
      return egoFromBox(SIMD3(x + radius * cosine, y, radius + radius * sine))
    }
  }

  private var rearDetails: [Facet] {
    let lamp = Light(0.04, 0.04, 0.42, 0)
    let plate = Light(0.55, 0.6, 0.6, 0)
    let (w, z) = (width / 2, kind == .car ? height * 0.53 : 1.0)
    return rear(-w * 0.93, -w * 0.66, z - 0.09, z + 0.07, lamp)
      + rear(w * 0.66, w * 0.93, z - 0.09, z + 0.07, lamp)
      + rear(-0.26, 0.26, z - 0.2, z - 0.09, plate)
  }

  private func rear(
    _ right: Double, _ left: Double, _ low: Double, _ high: Double, _ light: Light
  ) -> [Facet] {
    let x = -length / 2 - 0.005
    let corners = [(left, low), (right, low), (right, high), (left, high)].map {
      egoFromBox(SIMD3(x, $0.0, $0.1))
    }
    return facesEye(corners) ? [Facet(corners: corners, light: light)] : []
  }

  private func visible(_ shape: Frustum, _ light: Light) -> [Facet] {
    shape.faces.compactMap { face in
      let corners = face.corners.map(egoFromBox)
      guard facesEye(corners) else { return nil }
      return Facet(corners: corners, light: light * face.brightness)
    }
  }

  /// Whether the face's outside looks at the camera; corners are counter-clockwise from outside.
  private func facesEye(_ c: [SIMD3<Double>]) -> Bool {
    let (a, b) = (c[1] - c[0], c[2] - c[0])
    let normal = SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
    return dot(normal, eye - c[0]) > 0
  }
}

/// A box whose top is smaller than its bottom.
private struct Frustum {
  struct Face {
    let corners: [SIMD3<Double>]
    let brightness: Float
    let isTop: Bool
  }

  private(set) var faces: [Face]

  /// The sides without a margin (share of each) and without the top.
  func inset(_ margin: Double) -> Frustum {
    var result = self
    result.faces = faces.filter { !$0.isTop }.map { face in
      let middle = face.corners.reduce(SIMD3<Double>(0, 0, 0), +) / 4
      return Face(
        corners: face.corners.map { $0 + (middle - $0) * margin }, brightness: face.brightness,
        isTop: false)
    }
    return result
  }

  init(
    _ length: Double, _ width: Double, _ bottom: Double, _ top: Double, shrink: Double, lean: Double
  ) {
    let (l, w) = (length / 2, width / 2)
    let (m, v) = (l * (1 - shrink), w * (1 - shrink * 0.6))
    func low(_ x: Double, _ y: Double) -> SIMD3<Double> {
      SIMD3(x * l + lean * length, y * w, bottom)
    }
    func high(_ x: Double, _ y: Double) -> SIMD3<Double> {
      SIMD3(x * m + lean * length, y * v, top)
    }
    func side(_ a: (Double, Double), _ b: (Double, Double), _ brightness: Float) -> Face {
      Face(
        corners: [low(a.0, a.1), low(b.0, b.1), high(b.0, b.1), high(a.0, a.1)],
        brightness: brightness, isTop: false)
    }
    faces = [
      side((1, -1), (1, 1), 0.8), side((1, 1), (-1, 1), 0.95),
      side((-1, -1), (1, -1), 0.6), side((-1, 1), (-1, -1), 0.75),
      Face(
        corners: [high(1, 1), high(-1, 1), high(-1, -1), high(1, -1)], brightness: 1.15,
        isTop: true),
    ]
  }
}
