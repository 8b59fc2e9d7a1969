import DrivingCore
import Geometry
import Roads

/// Reads a case of the Trajectory Planning Competition of Automated Parking (ITSC 2022).
///
/// One row of numbers: start x, y, heading; goal x, y, heading; the count of obstacles; the count of
/// corners of each; the corners' x, y. Poses are those of the rear axle's middle (m, rad).
struct TPCAPImporter {
  /// The largest file (bytes).
  static let sizeLimit = 8 << 20
  /// The most corners of one obstacle.
  static let cornerLimit = 10_000
  /// Farther than this from the origin (m), coordinates are shifted to the start.
  static let farLimit = 10_000.0
  /// How long a run may take (s).
  static let duration = 300.0

  let file: SourceFile
  let id: String
  let options: ScenarioLoader.Options

  /// One number and where it stands.
  private struct Field {
    let text: Substring
    let line: Int
    let column: Int
  }

  /// The scenario of the file.
  func scenario() throws(ScenarioFailure) -> Scenario {
    let numbers = try self.numbers()
    guard let vehicle = options.vehicles.first(where: { $0.id == wantedVehicle }) else {
      throw ScenarioFailure(
        path: file.path, found: "the unknown vehicle '\(wantedVehicle)'",
        expected: "one of \(options.vehicles.map(\.id).joined(separator: ", "))",
        advice: "see 'godseye list vehicles'")
    }
    var raw = Raw(start: pose(numbers, at: 0), goal: pose(numbers, at: 3), obstacles: [])
    try readObstacles(numbers, into: &raw)
    return scenario(raw, vehicle: vehicle)
  }

  private var wantedVehicle: String { options.vehicle ?? options.tpcapVehicle }

  private struct Raw {
    var start: SE2
    var goal: SE2
    var obstacles: [[Vector2]]
  }

  private func pose(_ numbers: [(value: Double, field: Field)], at index: Int) -> SE2 {
    SE2(
      x: numbers[index].value, y: numbers[index + 1].value,
      heading: Angle.wrapped(numbers[index + 2].value))
  }

  private func numbers() throws(ScenarioFailure) -> [(value: Double, field: Field)] {
    var result: [(value: Double, field: Field)] = []
    for field in try fields() {
      guard let value = StrictNumber.double(field.text), value.magnitude <= 1e12 else {
        throw failure(
          field, found: "'\(field.text.prefix(40))'", expected: "a finite number up to 1e12",
          advice: "write plain decimal numbers separated by commas")
      }
      result.append((value, field))
    }
    guard result.count >= 7 else {
      throw failure(
        result.last?.field, found: "\(result.count) numbers",
        expected: "at least 7: start, goal, count of obstacles",
        advice: "see docs/guides/Scenarios.md, TPCAP")
    }
    return result
  }

  /// The fields between commas and line ends, trimmed; a trailing separator is harmless.
  private func fields() throws(ScenarioFailure) -> [Field] {
    let text = try file.text()
    var result: [Field] = []
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      number += 1
      var column = 1
      let parts = line.split(separator: ",", omittingEmptySubsequences: false)
      for (index, part) in parts.enumerated() {
        let trimmed = part.drop { $0 == " " || $0 == "\t" }
        let body = trimmed.prefix { $0 != " " && $0 != "\t" }
        let rest = trimmed.dropFirst(body.count).allSatisfy { $0 == " " || $0 == "\t" }
        let isTrailing = index == parts.count - 1 && body.isEmpty
        if !isTrailing {
          result.append(Field(text: rest ? body : part, line: number, column: column))
        }
        column += part.count + 1
      }
    }
    return result
  }

  private func readObstacles(_ numbers: [(value: Double, field: Field)], into raw: inout Raw)
    throws(ScenarioFailure)
  {
    func count(_ index: Int, _ range: ClosedRange<Int>, _ what: String) throws(ScenarioFailure)
      -> Int
    {
      guard index < numbers.count else {
        throw failure(
          numbers.last?.field, found: "the end of the file", expected: what,
          advice: "the file is cut short; fetch it again")
      }
      guard let value = Int(exactly: numbers[index].value), range.contains(value) else {
        throw failure(
          numbers[index].field, found: "'\(numbers[index].field.text)'",
          expected: "\(what), \(range.lowerBound) to \(range.upperBound)",
          advice: "correct the number")
      }
      return value
    }
    let obstacles = try count(6, 0...10_000, "the count of obstacles")
    var corners: [Int] = []
    for i in 0..<obstacles {
      corners.append(try count(7 + i, 3...TPCAPImporter.cornerLimit, "a count of corners"))
    }
    let expected = 7 + obstacles + 2 * corners.reduce(0, +)
    guard numbers.count == expected else {
      throw failure(
        numbers.last?.field, found: "\(numbers.count) numbers",
        expected: "\(expected) for \(obstacles) obstacles of \(corners.reduce(0, +)) corners",
        advice: "the file is cut short or has extra numbers")
    }
    var next = 7 + obstacles
    for count in corners {
      raw.obstacles.append(
        (0..<count).map { Vector2(numbers[next + 2 * $0].value, numbers[next + 2 * $0 + 1].value) })
      next += 2 * count
    }
  }

  private func scenario(_ raw: Raw, vehicle: VehicleSpec) -> Scenario {
    let start = raw.start.position
    let isFar = max(start.x.magnitude, start.y.magnitude) > TPCAPImporter.farLimit
    // Whole metres: subtracting them from coordinates of this size is exact.
    let offset = isFar ? Vector2(start.x.rounded(), start.y.rounded()) : .zero
    func shifted(_ pose: SE2) -> SE2 {
      SE2(position: pose.position - offset, heading: pose.heading)
    }
    let obstacles = raw.obstacles.enumerated().map { index, corners in
      ParkingLot.Obstacle(
        id: "obstacle \(index + 1)", kind: .other,
        outline: Polygon(TPCAPImporter.cleaned(corners.map { $0 - offset })).counterClockwise)
    }
    var scenario = Scenario(
      id: id, source: file.path, kind: .parking, title: "TPCAP case, \(obstacles.count) obstacles",
      lot: ParkingLot(slots: [], obstacles: obstacles), vehicle: vehicle,
      start: VehicleState(worldFromVehicle: shifted(raw.start)),
      goal: Goal(time: Goal.Interval(0, TPCAPImporter.duration), pose: shifted(raw.goal)),
      duration: TPCAPImporter.duration)
    scenario.worldOffset = offset
    scenario.tags = ["tpcap"]
    scenario.sourceBytes = file.bytes
    scenario.notes = notes(scenario)
    return scenario
  }

  /// Corners without immediate repetitions, which some cases contain.
  private static func cleaned(_ corners: [Vector2]) -> [Vector2] {
    var kept: [Vector2] = []
    for corner in corners where kept.last != corner { kept.append(corner) }
    if kept.count > 1, kept.first == kept.last { kept.removeLast() }
    return kept
  }

  private func notes(_ scenario: Scenario) -> [String] {
    var notes: [String] = []
    let offset = scenario.worldOffset
    if offset != .zero {
      notes.append(
        "coordinates were shifted by (\(StrictNumber.text(-offset.x)), "
          + "\(StrictNumber.text(-offset.y))) m to the start")
    }
    let poses = [
      ("start", scenario.start.worldFromVehicle), ("goal", scenario.goal?.pose ?? .identity),
    ]
    for (name, pose) in poses {
      let body = Polygon(scenario.vehicle.footprint(at: pose).corners)
      for obstacle in scenario.lot?.obstacles ?? [] where obstacle.outline.intersects(body) {
        notes.append("the \(name) pose touches \(obstacle.id)")
      }
    }
    return notes
  }

  private func failure(_ field: Field?, found: String, expected: String, advice: String)
    -> ScenarioFailure
  {
    ScenarioFailure(
      path: file.path, line: field?.line ?? 1, column: field?.column ?? 1, found: found,
      expected: expected, advice: advice)
  }
}
