import DrivingCore
import Geometry
import Roads

/// Turns one file of our own format into scenarios: one for each member of its sweep.
struct ScenarioDecoder {
  let file: SourceFile
  /// The id of the file, before the suffix of the sweep.
  let baseID: String
  let options: ScenarioLoader.Options

  /// Reads the file; the first problem ends it.
  func scenarios() throws(ScenarioFailure) -> [Scenario] {
    let tree = try YAMLTree.read(file)
    try checkVersion(tree)
    let sweep = try ParameterSweep(
      tree: tree, path: file.path, seed: options.seed, sample: options.sample)
    let check = SchemaCheck(path: file.path)
    var result: [Scenario] = []
    for instance in try sweep.instances() {
      try check.check(instance.tree, against: .map(ScenarioSchema.file), name: "")
      let id = instance.suffix.isEmpty ? baseID : "\(baseID)/\(instance.suffix)"
      result.append(try scenario(ScenarioReader(path: file.path, node: instance.tree), id: id))
    }
    return result
  }

  /// The version comes first: a file of a later version must not be blamed for its keys.
  private func checkVersion(_ tree: YAMLNode) throws(ScenarioFailure) {
    let reader = ScenarioReader(path: file.path, node: tree)
    guard case .map = tree.content else {
      throw reader.failure(
        found: tree.kindInWords, expected: "a map that starts with 'godseye: 1'",
        advice: "start from the example in docs/guides/Scenarios.md")
    }
    guard reader.integer("godseye") == ScenarioSchema.version else {
      throw reader.failure(
        "godseye", found: reader.has("godseye") ? "another version of the format" : "no 'godseye'",
        expected: "godseye: \(ScenarioSchema.version)",
        advice: "begin the file with 'godseye: \(ScenarioSchema.version)'")
    }
  }

  private func scenario(_ reader: ScenarioReader, id: String) throws(ScenarioFailure) -> Scenario {
    let vehicle = try self.vehicle(reader)
    let (road, parking) = (reader.map("road"), reader.map("parking"))
    guard (road == nil) != (parking == nil) else {
      throw reader.failure(
        road == nil ? nil : "parking", found: road == nil ? "no place" : "two places",
        expected: "either 'road' or 'parking'", advice: "keep exactly one of them")
    }
    var place = ScenarioPlace(vehicle: vehicle)
    if let road { place.road = try RoadDecoder.decode(road) }
    if let parking { place.lot = try lot(parking, of: reader, vehicle: vehicle) }

    let start = try place.egoStart(reader.map("ego"))
    let goal = try reader.map("goal").map { goal throws(ScenarioFailure) in
      try place.goal(goal, duration: reader.number("duration_s") ?? 60)
    }
    var scenario = Scenario(
      id: id, source: file.path, kind: road == nil ? .parking : .highway,
      title: reader.text("title") ?? "", map: place.road?.map() ?? .empty, lot: place.lot,
      vehicle: vehicle, start: start, goal: goal,
      duration: reader.number("duration_s") ?? 60,
      criteria: ScenarioDecoder.criteria(reader, hasGoal: goal != nil))
    scenario.seed = options.seed ?? UInt64(reader.integer("seed") ?? 1)
    scenario.friction = reader.number("friction") ?? 1
    scenario.tags = reader.texts("tags").sorted()
    scenario.family = reader.text("family")
    scenario.knownFailure = try knownFailure(reader)
    scenario.style = try style(reader)
    scenario.sourceBytes = file.bytes
    scenario.actors = try ActorDecoder(place: place, start: start, seed: scenario.seed)
      .actors(reader)
    scenario.refusal = try Plausibility(scenario: scenario, reader: reader)
      .check(mayRefuse: options.vehicle != nil)
    return scenario
  }

  /// The style: one of ours by name, or a file beside the scenario's.
  private func style(_ reader: ScenarioReader) throws(ScenarioFailure) -> DrivingStyle {
    guard let name = reader.text("style") else { return .standard }
    if let known = DrivingStyle.all.first(where: { $0.id == name }) { return known }
    guard name.hasSuffix(".yaml") else {
      throw reader.failure(
        "style", found: "the unknown style '\(name)'",
        expected: "a style file (.yaml) or one of "
          + DrivingStyle.all.map(\.id).joined(separator: ", "),
        advice: "see docs/guides/Styles.md")
    }
    let folder = file.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let isWhole = name.hasPrefix("/") || folder.isEmpty
    return try StyleFile.read(isWhole ? name : folder.joined(separator: "/") + "/" + name)
  }

  /// The car park, filled from the seed where the file says so.
  private func lot(
    _ parking: ScenarioReader, of reader: ScenarioReader, vehicle: VehicleSpec
  ) throws(ScenarioFailure) -> ParkingLot {
    let lot = try ParkingDecoder.decode(parking, vehicle: vehicle)
    guard let scatter = parking.map("scatter") else { return lot }
    guard let goal = reader.map("goal")?.text("slot") else {
      throw scatter.failure(
        found: "rows to fill without a slot to keep free", expected: "a goal that names a slot",
        advice: "add 'goal: {slot: …}'")
    }
    let seed = options.seed ?? UInt64(reader.integer("seed") ?? 1)
    return LotScatter(scatter, goal: goal, seed: seed).filled(lot)
  }

  /// The car: the user's choice, else the file's, else the default.
  private func vehicle(_ reader: ScenarioReader) throws(ScenarioFailure) -> VehicleSpec {
    let named = reader.map("ego")?.text("vehicle")
    let id = options.vehicle ?? named ?? options.defaultVehicle
    if let found = options.vehicles.first(where: { $0.id == id }) { return found }
    let ids = options.vehicles.map(\.id)
    throw (reader.map("ego") ?? reader).failure(
      "vehicle", found: "the unknown vehicle '\(id)'",
      expected: "one of \(ids.joined(separator: ", "))",
      advice: Spelling.nearest(to: id, in: ids).map { "did you mean '\($0)'?" }
        ?? "see 'godseye list vehicles'")
  }

  private static func criteria(_ reader: ScenarioReader, hasGoal: Bool) -> PassCriteria {
    let map = reader.map("criteria")
    return PassCriteria(
      noAtFaultCollision: map?.flag("no_at_fault_collision") ?? true,
      insideDrivableArea: map?.flag("drivable_area") ?? true,
      goalReached: hasGoal && (map?.flag("goal_reached") ?? true),
      minimumDuration: hasGoal ? nil : reader.number("duration_s") ?? 60,
      thresholds: (map?.maps("metrics") ?? []).map {
        .init(
          metric: $0.text("id") ?? "", minimum: $0.number("at_least"),
          maximum: $0.number("at_most"))
      })
  }

  private func knownFailure(_ reader: ScenarioReader) throws(ScenarioFailure) -> KnownFailure? {
    guard let map = reader.map("known_failure") else { return nil }
    let until = map.text("until") ?? ""
    guard ScenarioDecoder.isDate(until) else {
      throw map.failure(
        "until", found: "'\(until)'", expected: "a date as YYYY-MM-DD",
        advice: "write the last day on which the failure is excused")
    }
    return KnownFailure(reason: map.text("reason") ?? "", until: until)
  }

  /// Whether a text is a day of the calendar as `YYYY-MM-DD`.
  static func isDate(_ text: String) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map({ $0.utf8.count }) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      (1...12).contains(month)
    else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return (1...days[month - 1]).contains(day)
  }
}
