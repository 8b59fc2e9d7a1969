import Geometry

/// Projects polygons of the vehicle frame into the picture's mask, cut at the borders of the view.
struct PolygonProjector: Sendable {
  let view: CameraView
  let reach: SIMD2<Double>
  /// Nothing nearer than this is drawn (m).
  static let nearest = 0.25

  /// Adds a polygon given in the vehicle frame to the mask.
  func add(_ corners: [SIMD3<Double>], to mask: inout CoverageMask) {
    var polygon = corners.map(view.cameraPoint)
    polygon = cut(polygon) { $0.z - PolygonProjector.nearest }
    polygon = cut(polygon) { reach.x * $0.z - $0.x }
    polygon = cut(polygon) { reach.x * $0.z + $0.x }
    polygon = cut(polygon) { reach.y * $0.z - $0.y }
    polygon = cut(polygon) { reach.y * $0.z + $0.y }
    guard polygon.count >= 3 else { return }
    mask.add(view.lens.isIdentity ? polygon.map(view.pixel) : bent(polygon))
  }

  /// Sutherland and Hodgman (1974): keeps the part where the signed distance is not negative.
  private func cut(
    _ polygon: [SIMD3<Double>], _ distance: (SIMD3<Double>) -> Double
  ) -> [SIMD3<Double>] {
    guard let last = polygon.last else { return [] }
    if polygon.allSatisfy({ distance($0) >= 0 }) { return polygon }
    var result: [SIMD3<Double>] = []
    var (start, before) = (last, distance(last))
    for end in polygon {
      let after = distance(end)
      if (before < 0) != (after < 0) {
        result.append(start + (end - start) * (before / (before - after)))
      }
      if after >= 0 { result.append(end) }
      (start, before) = (end, after)
    }
    return result
  }

  /// The projected outline where the lens bends straight edges: edges are split until straight.
  private func bent(_ polygon: [SIMD3<Double>]) -> [SIMD2<Double>] {
    var result: [SIMD2<Double>] = []
    guard var start = polygon.last else { return result }
    for end in polygon {
      split(start, end, view.pixel(start), view.pixel(end), depth: 0, into: &result)
      start = end
    }
    return result
  }

  private func split(
    _ a: SIMD3<Double>, _ b: SIMD3<Double>, _ first: SIMD2<Double>, _ last: SIMD2<Double>,
    depth: Int, into result: inout [SIMD2<Double>]
  ) {
    let middle = (a + b) * 0.5
    let seen = view.pixel(middle)
    // The middle of the edge in space is not the middle in the picture: measure across the chord.
    let (chord, off) = (last - first, seen - first)
    let length = (chord.x * chord.x + chord.y * chord.y).squareRoot()
    let bend = abs(chord.x * off.y - chord.y * off.x) / max(length, 1e-9)
    if depth < 6 && bend > 0.02 {
      split(a, middle, first, seen, depth: depth + 1, into: &result)
      split(middle, b, seen, last, depth: depth + 1, into: &result)
    } else {
      result.append(last)
    }
  }
}
