import DrivingCore
import Geometry
import Roads

/// Reads a CommonRoad file (2018b or 2020a): one scenario for each planning problem.
///
/// Positions of states are the middle of the vehicle's box, which is what the benchmark's checker
/// and planners take them for; see docs/decisions/0004-commonroad-reference-point.md.
struct CommonRoadImporter {
  /// Farther than this from the origin (m), coordinates are shifted to the first lanelet.
  static let farLimit = 10_000.0
  /// The longest run (s).
  static let longest = 3600.0
  /// How long a run lasts where neither goal nor recording says (s).
  static let usualDuration = 20.0

  let file: SourceFile
  let id: String
  let options: ScenarioLoader.Options

  /// What a file holds, in its own frame and time.
  struct Contents {
    var benchmark: String
    var version: String
    var timeStep: Double
    var map: RoadMap
    var actors: [Actor]
    var problems: [CommonRoadPlanningProblem]
    var tags: [String]
    var notes: [String]
  }

  /// The scenarios of the file, in the order of its planning problems.
  func scenarios() throws(ScenarioFailure) -> [Scenario] {
    let contents = try contents()
    let vehicle = try self.vehicle()
    switch options.ego {
    case .planned:
      guard !contents.problems.isEmpty else { return [without(contents, vehicle)].map(reacting) }
      return contents.problems.map { reacting(planned($0, contents, vehicle)) }
    case .recorded(let wanted):
      return RecordedEgo(base: without(contents, vehicle), options: options).scenarios(wanted)
        .map(reacting)
    }
  }

  /// The scenario with the recorded vehicles that are to react.
  private func reacting(_ scenario: Scenario) -> Scenario {
    var scenario = scenario
    scenario.actors = scenario.actors.map(options.reactive.applied)
    return scenario
  }

  private func vehicle() throws(ScenarioFailure) -> VehicleSpec {
    let wanted = options.vehicle ?? options.commonRoadVehicle
    guard let vehicle = options.vehicles.first(where: { $0.id == wanted }) else {
      throw ScenarioFailure(
        path: file.path, found: "the unknown vehicle '\(wanted)'",
        expected: "one of \(options.vehicles.map(\.id).joined(separator: ", "))",
        advice: "see 'godseye list vehicles'")
    }
    return vehicle
  }

  private func contents() throws(ScenarioFailure) -> Contents {
    let root = try XMLTree.read(file)
    guard root.name == "commonRoad" else {
      throw root.failure(
        file.path, found: "<\(root.name)>", expected: "<commonRoad>",
        advice: "name a CommonRoad scenario")
    }
    let version = root.attribute("commonRoadVersion") ?? ""
    guard ["2018b", "2020a"].contains(version) else {
      throw root.failure(
        file.path, found: "commonRoadVersion=\"\(version.prefix(40))\"",
        expected: "2018b or 2020a", advice: "convert the file with commonroad-io")
    }
    let step = root.attribute("timeStepSize") ?? ""
    guard let timeStep = StrictNumber.double(step), (0.001...10).contains(timeStep) else {
      throw root.failure(
        file.path, found: "timeStepSize=\"\(step.prefix(40))\"", expected: "0.001 to 10 s",
        advice: "correct the attribute")
    }
    var reader = CommonRoadReader(path: file.path, timeStep: timeStep)
    var lanelets = CommonRoadLanelets(root)
    let map = try lanelets.map(&reader)
    let actors = try CommonRoadObstacles(root).actors(&reader)
    var problems: [CommonRoadPlanningProblem] = []
    for element in root.all("planningProblem") {
      problems.append(try CommonRoadPlanningProblem(element, map: map, &reader))
    }
    noteIgnored(root, &reader)
    let tags = (root["scenarioTags"]?.children ?? []).map(\.name)
    return Contents(
      benchmark: root.attribute("benchmarkID") ?? id, version: version, timeStep: timeStep,
      map: map, actors: actors, problems: problems, tags: (["commonroad"] + tags).sorted(),
      notes: reader.notes)
  }

  private func noteIgnored(_ root: XMLElement, _ reader: inout CommonRoadReader) {
    let read = [
      "lanelet", "trafficSign", "intersection", "obstacle", "staticObstacle", "dynamicObstacle",
      "environmentObstacle", "phantomObstacle", "planningProblem", "location", "scenarioTags",
    ]
    for child in root.children where !read.contains(child.name) {
      reader.note("<\(child.name)> is not read")
    }
  }

  /// The scenario of one planning problem.
  private func planned(
    _ problem: CommonRoadPlanningProblem, _ contents: Contents, _ vehicle: VehicleSpec
  ) -> Scenario {
    var scenario = base(contents, vehicle)
    scenario.id = contents.problems.count == 1 ? id : "\(id)/problem-\(problem.id)"
    scenario.title = "CommonRoad \(contents.benchmark), planning problem \(problem.id)"
    scenario.benchmark?.planningProblem = problem.id
    scenario.benchmark?.isOnlyProblem = contents.problems.count == 1
    scenario.benchmark?.initialTimeStep = Int((problem.time / contents.timeStep).rounded())
    scenario.start = VehicleState(
      worldFromVehicle: problem.centre * RecordedEgo.rearFromCentre(vehicle),
      speed: problem.speed, acceleration: problem.acceleration, yawRate: problem.yawRate,
      steeringAngle: RecordedEgo.steering(vehicle, speed: problem.speed, yawRate: problem.yawRate),
      slipAngle: problem.slipAngle)
    scenario.goal = problem.goals.first
    scenario.alternativeGoals = Array(problem.goals.dropFirst())
    if problem.goals.count > 1 {
      scenario.notes.append("\(problem.goals.count) goal states: the first is the one driven to")
    }
    scenario.actors = contents.actors.compactMap { $0.shifted(by: -problem.time) }
    takeTwin(&scenario, of: problem)
    let recorded = scenario.actors.compactMap(\.lastRecordedTime).max() ?? 0
    let deadline = problem.goals.compactMap(\.time?.high).max()
    scenario.duration =
      deadline ?? (recorded > 0 ? recorded : CommonRoadImporter.usualDuration)
    if problem.goals.allSatisfy({ $0.regions.isEmpty && $0.lanes.isEmpty }) {
      scenario.criteria.minimumDuration = max(recorded, scenario.expert?.last?.time.seconds ?? 0)
      scenario.duration = max(scenario.duration, scenario.criteria.minimumDuration ?? 0)
    }
    if scenario.duration > CommonRoadImporter.longest {
      scenario.notes.append("the run was cut to an hour")
      scenario.duration = CommonRoadImporter.longest
      scenario.criteria.minimumDuration = nil
    }
    RecordedEgo.noteStart(&scenario)
    return scenario.recentred(farLimit: CommonRoadImporter.farLimit)
  }

  /// Some files list the ego's own recording among the obstacles: it becomes the expert.
  private func takeTwin(_ scenario: inout Scenario, of problem: CommonRoadPlanningProblem) {
    let twin = scenario.actors.firstIndex { actor in
      actor.start.box.worldFromBox.position.distance(to: problem.centre.position) < 0.25
        && (actor.start.speed - problem.speed).magnitude < 0.5
        && actor.firstRecordedTime == .zero
    }
    guard let twin, case .recorded(let states) = scenario.actors[twin].behaviour else { return }
    scenario.expert = RecordedEgo.expert(states, vehicle: scenario.vehicle)
    scenario.notes.append(
      "obstacle \(scenario.actors[twin].start.id) is the ego's own recording: it became the expert")
    scenario.benchmark?.replacedObstacle = Int(scenario.actors[twin].start.id)
    scenario.actors.remove(at: twin)
  }

  /// The file without an ego: not evaluated, unless a recorded vehicle is replaced.
  private func without(_ contents: Contents, _ vehicle: VehicleSpec) -> Scenario {
    var scenario = base(contents, vehicle)
    scenario.title = "CommonRoad \(contents.benchmark), no planning problem"
    scenario.actors = contents.actors
    scenario.duration =
      scenario.actors.compactMap(\.lastRecordedTime).max() ?? CommonRoadImporter.usualDuration
    scenario.criteria.goalReached = false
    scenario.notEvaluated = "the file has no planning problem; use --ego recorded:all"
    return scenario.recentred(farLimit: CommonRoadImporter.farLimit)
  }

  private func base(_ contents: Contents, _ vehicle: VehicleSpec) -> Scenario {
    var scenario = Scenario(
      id: id, source: file.path, kind: .highway, title: "", map: contents.map, vehicle: vehicle,
      start: VehicleState(), duration: CommonRoadImporter.usualDuration)
    scenario.tags = contents.tags
    scenario.notes = contents.notes
    scenario.timeStep = contents.timeStep
    scenario.seed = options.seed ?? 1
    scenario.sourceBytes = file.bytes
    scenario.benchmark = CommonRoadBenchmark(
      id: contents.benchmark, version: contents.version, planningProblem: nil)
    return scenario
  }
}
