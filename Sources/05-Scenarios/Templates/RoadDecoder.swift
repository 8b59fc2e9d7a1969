import Geometry
import Roads

/// Reads the `road` map into a template and checks that such a road can exist.
enum RoadDecoder {
  /// The longest road (m).
  static let longest = 50_000.0

  static func decode(_ road: ScenarioReader) throws(ScenarioFailure) -> RoadTemplate {
    let course = RoadCourse(pieces: try pieces(road))
    guard course.length <= longest else {
      throw road.failure(
        "segments", found: "a road of \(StrictNumber.text(course.length)) m",
        expected: "at most \(StrictNumber.text(longest)) m", advice: "shorten it")
    }
    var template = RoadTemplate(
      course: course, lanes: road.integer("lanes") ?? 2,
      oncoming: road.integer("oncoming_lanes") ?? 0, laneWidth: road.number("lane_width_m") ?? 3.5,
      shoulderWidth: road.number("shoulder_width_m") ?? 0,
      extras: try RoadPartsDecoder.extras(road, length: course.length))
    try RoadPartsDecoder(road: road, length: course.length).addParts(to: &template)
    try checkFolds(template, road)
    return template
  }

  /// An edge folds over itself where it lies beyond the centre of the bend.
  private static func checkFolds(_ template: RoadTemplate, _ road: ScenarioReader)
    throws(ScenarioFailure)
  {
    let course = template.course
    let ends = course.pieces.map(\.from) + [course.length]
    for (from, to) in zip(ends, ends.dropFirst()) {
      for share in [0, 0.25, 0.5, 0.75, 1] {
        let station = from + (to - from) * share
        let width = template.width(at: station)
        // At a joint both pieces count.
        let bends = [
          course.curvature(at: station), course.curvature(at: max(from, station - 1e-6)),
        ]
        guard bends.allSatisfy({ max($0 * width.upperBound, $0 * width.lowerBound) < 0.95 }) else {
          throw road.failure(
            "segments", found: "a bend too tight for the width of the road",
            expected: "a radius larger than the distance to the inner edge",
            advice: "widen radius_m or remove lanes")
        }
      }
    }
  }

  private static func pieces(_ road: ScenarioReader) throws(ScenarioFailure) -> [RoadCourse.Piece] {
    var pieces: [RoadCourse.Piece] = []
    var station = 0.0
    var limit = try road.speed("speed_limit")
    for segment in road.maps("segments") {
      let length = segment.number("length_m") ?? 0
      if let own = try segment.speed("speed_limit") { limit = own }
      if let limit, limit <= 0 {
        throw segment.failure(
          found: "a speed limit of \(StrictNumber.text(limit)) m/s", expected: "more than 0",
          advice: "leave it out where there is no limit")
      }
      let (start, end) = try curvatures(segment)
      pieces.append(
        RoadCourse.Piece(
          from: station, length: length, curvature: start, curvatureRate: (end - start) / length,
          speedLimit: limit, grade: (segment.number("grade_percent") ?? 0) / 100))
      station += length
    }
    return pieces
  }

  private static func curvatures(_ segment: ScenarioReader) throws(ScenarioFailure)
    -> (start: Double, end: Double)
  {
    let sign = segment.text("turn") == "right" ? -1.0 : 1.0
    func bend(_ key: String) -> Double { segment.number(key).map { sign / $0 } ?? 0 }
    let radii = ["radius_m", "start_radius_m", "end_radius_m", "turn"].filter(segment.has)
    let result: (start: Double, end: Double)
    let allowed: [String]
    switch segment.text("shape") {
    case "arc":
      result = (bend("radius_m"), bend("radius_m"))
      allowed = ["radius_m", "turn"]
    case "clothoid":
      result = (bend("start_radius_m"), bend("end_radius_m"))
      allowed = ["start_radius_m", "end_radius_m", "turn"]
    default:
      result = (0, 0)
      allowed = []
    }
    if let extra = radii.first(where: { !allowed.contains($0) }) {
      throw segment.failure(
        extra, found: "'\(extra)' for a \(segment.text("shape") ?? "straight")",
        expected: allowed.isEmpty ? "only length_m" : allowed.joined(separator: ", "),
        advice: "remove it, or change the shape")
    }
    if !allowed.isEmpty, (result.start == 0 && result.end == 0) || !segment.has("turn") {
      throw segment.failure(
        found: "a bend without radius or turn", expected: allowed.joined(separator: ", "),
        advice: "add them, or make it straight")
    }
    return result
  }
}
