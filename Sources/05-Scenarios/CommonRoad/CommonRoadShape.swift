import Geometry

/// A shape of a CommonRoad file, in the frame of whatever it belongs to.
struct CommonRoadShape {
  /// The outline (m).
  var outline: Polygon
  /// The middle (m).
  var centre: Vector2
  /// The smallest box along the shape's own axis.
  var box: OrientedBox

  /// A rectangle.
  init(box: OrientedBox) {
    self.box = box
    outline = Polygon(box.corners)
    centre = box.worldFromBox.position
  }

  /// A circle, as the polygon of 64 corners inside it (0.12 % of the radius smaller).
  init(centre: Vector2, radius: Double) {
    self.centre = centre
    box = OrientedBox(
      worldFromBox: SE2(position: centre, heading: 0), length: 2 * radius, width: 2 * radius)
    outline = Polygon(
      (0..<64).map { index in
        let (sine, cosine) = Portable.sincos(2 * .pi * Double(index) / 64)
        return centre + Vector2(cosine, sine) * radius
      })
  }

  /// A polygon; its box lies along the axes.
  init(polygon: Polygon) {
    outline = polygon.counterClockwise
    let bounds = polygon.bounds
    centre = (bounds.low + bounds.high) * 0.5
    box = OrientedBox(
      worldFromBox: SE2(position: centre, heading: 0), length: bounds.high.x - bounds.low.x,
      width: bounds.high.y - bounds.low.y)
  }
}

extension CommonRoadReader {
  /// The shapes directly inside an element, in order.
  mutating func shapes(_ parent: XMLElement) throws(ScenarioFailure) -> [CommonRoadShape] {
    var shapes: [CommonRoadShape] = []
    for element in parent.children {
      switch element.name {
      case "rectangle":
        let (length, width) = (try size(element, "length"), try size(element, "width"))
        let heading = element["orientation"]
        let pose = SE2(
          position: try element["center"].map(point) ?? .zero,
          heading: try heading.map(number) ?? 0)
        shapes.append(
          CommonRoadShape(box: OrientedBox(worldFromBox: pose, length: length, width: width)))
      case "circle":
        shapes.append(
          CommonRoadShape(
            centre: try element["center"].map(point) ?? .zero, radius: try size(element, "radius")))
      case "polygon":
        var corners: [Vector2] = []
        for corner in element.all("point") { corners.append(try point(corner)) }
        guard corners.count >= 3, Polygon(corners).area > 0 else {
          throw element.failure(
            path, found: "a polygon of \(corners.count) points without area",
            expected: "at least 3 points around an area", advice: "correct the points")
        }
        shapes.append(CommonRoadShape(polygon: Polygon(corners)))
      default: break
      }
    }
    return shapes
  }

  private func size(_ element: XMLElement, _ name: String) throws(ScenarioFailure) -> Double {
    let value = try number(element, name)
    guard value > 0, value <= 1e6 else {
      throw element.failure(
        path, found: "<\(name)> of \(StrictNumber.text(value)) m", expected: "more than 0",
        advice: "correct the size")
    }
    return value
  }
}
