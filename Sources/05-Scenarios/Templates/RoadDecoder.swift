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
    let template = RoadTemplate(
      course: course, lanes: road.integer("lanes") ?? 2,
      oncoming: road.integer("oncoming_lanes") ?? 0, laneWidth: road.number("lane_width_m") ?? 3.5,
      shoulderWidth: road.number("shoulder_width_m") ?? 0,
      extras: try extras(road, length: course.length))
    // An edge folds over itself where it lies beyond the centre of the bend.
    let (bends, width) = (course.curvatureRange, template.width)
    let fold = max(bends.upperBound * width.upperBound, bends.lowerBound * width.lowerBound)
    guard fold < 0.95 else {
      throw road.failure(
        "segments", found: "a bend too tight for the width of the road",
        expected: "a radius larger than the distance to the inner edge",
        advice: "widen radius_m or remove lanes")
    }
    return template
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
          speedLimit: limit))
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

  private static func extras(_ road: ScenarioReader, length: Double) throws(ScenarioFailure)
    -> [RoadTemplate.Extra]
  {
    var extras: [RoadTemplate.Extra] = []
    for lane in road.maps("extra_lanes") {
      let (from, to) = (lane.number("from_m") ?? 0, lane.number("to_m") ?? 0)
      let isFree = extras.allSatisfy { to <= $0.from || $0.to <= from }
      guard to - from >= 1, to <= length, isFree else {
        throw lane.failure(
          "to_m",
          found: "an extra lane from \(StrictNumber.text(from)) to \(StrictNumber.text(to))",
          expected:
            "at least 1 m within the road of \(StrictNumber.text(length)) m, clear of others",
          advice: "correct from_m and to_m")
      }
      let kinds: [String: Lane.Kind] = ["on_ramp": .onRamp, "off_ramp": .offRamp]
      extras.append(
        .init(kind: kinds[lane.text("kind") ?? ""] ?? .driving, from: from, to: to))
    }
    return extras
  }
}
