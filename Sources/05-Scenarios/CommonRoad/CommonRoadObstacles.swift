import DrivingCore
import Geometry

/// Reads the obstacles of a CommonRoad file into actors that replay what was recorded.
struct CommonRoadObstacles {
  private let root: XMLElement

  init(_ root: XMLElement) { self.root = root }

  /// Everyone, ordered by id (as numbers, then as text).
  func actors(_ reader: inout CommonRoadReader) throws(ScenarioFailure) -> [Actor] {
    var actors: [(id: Int, actor: Actor)] = []
    var seen: Set<Int> = []
    for element in root.children {
      switch element.name {
      case "obstacle", "staticObstacle", "dynamicObstacle": break
      case "environmentObstacle", "phantomObstacle":
        reader.note("<\(element.name)> is not read")
        continue
      default: continue
      }
      let id = try reader.integer(element, attribute: "id")
      guard seen.insert(id).inserted else {
        throw element.failure(
          reader.path, found: "a second obstacle \(id)", expected: "unique ids",
          advice: "renumber one of them")
      }
      actors.append((id, try actor(element, id: id, &reader)))
    }
    return actors.sorted { $0.id < $1.id }.map(\.actor)
  }

  private func actor(_ element: XMLElement, id: Int, _ reader: inout CommonRoadReader)
    throws(ScenarioFailure) -> Actor
  {
    let isStatic = element.name == "staticObstacle" || element["role"]?.text == "static"
    let shape = try self.shape(element, &reader)
    guard let initial = element["initialState"] else {
      throw reader.missing("initialState", in: element)
    }
    for signal in ["initialSignalState", "signalSeries"] where element[signal] != nil {
      reader.note("turn indicators and other signals of obstacles are not read")
    }
    var states = [try state(initial, shape, &reader)]
    if !isStatic { states += try predicted(element, shape, &reader) }
    if states.count > 1, states[1].time == states[0].time {
      reader.note("trajectories that repeat the initial state were taken without it")
      states.removeFirst()
    }
    for (earlier, later) in zip(states, states.dropFirst()) where later.time <= earlier.time {
      throw element.failure(
        reader.path, found: "obstacle \(id) whose times do not rise", expected: "ascending times",
        advice: "sort its states")
    }
    CommonRoadObstacles.fillHeadings(&states)
    let first = states[0]
    let object = TrackedObject(
      id: String(id), kind: kind(element),
      box: OrientedBox(
        worldFromBox: first.recorded.worldFromBox, length: shape.length, width: shape.width),
      velocity: first.recorded.worldFromBox.forward * first.recorded.speed,
      acceleration: first.recorded.acceleration)
    let behaviour: Actor.Behaviour =
      isStatic || states.count == 1 ? .parked : .recorded(states.map(\.recorded))
    return Actor(start: object, behaviour: behaviour)
  }

  /// One state; its heading may be unknown until all are read.
  private struct State {
    var recorded: Actor.RecordedState
    var hasHeading: Bool
    var time: SimulationTime { recorded.time }
  }

  /// The box of an obstacle around its reference point.
  private func shape(_ element: XMLElement, _ reader: inout CommonRoadReader)
    throws(ScenarioFailure) -> OrientedBox
  {
    guard let parent = element["shape"] else { throw reader.missing("shape", in: element) }
    let shapes = try reader.shapes(parent)
    guard let first = shapes.first else {
      throw parent.failure(
        reader.path, found: "an empty <shape>", expected: "a rectangle, circle or polygon",
        advice: "add the outline of the obstacle")
    }
    if shapes.count == 1 { return first.box }
    reader.note("obstacles of several shapes were replaced by the box around them")
    return CommonRoadShape(polygon: Polygon(shapes.flatMap(\.outline.corners))).box
  }

  private func state(
    _ element: XMLElement, _ shape: OrientedBox, _ reader: inout CommonRoadReader
  ) throws(ScenarioFailure) -> State {
    let position = try reader.position(element)
    let heading: Double? =
      if let own = element["orientation"] { try reader.middle(own) } else { nil }
    let speed: Double = if let own = element["velocity"] { try reader.middle(own) } else { 0 }
    let acceleration: Double =
      if let own = element["acceleration"] { try reader.middle(own) } else { 0 }
    let pose = SE2(position: position, heading: heading ?? 0) * shape.worldFromBox
    let time = SimulationTime(seconds: try reader.time(element))
    return State(
      recorded: .init(time: time, worldFromBox: pose, speed: speed, acceleration: acceleration),
      hasHeading: heading != nil)
  }

  /// The states after the first: a trajectory, or the middles of predicted occupancies.
  private func predicted(
    _ element: XMLElement, _ shape: OrientedBox, _ reader: inout CommonRoadReader
  ) throws(ScenarioFailure) -> [State] {
    var states: [State] = []
    for state in element["trajectory"]?.all("state") ?? [] {
      states.append(try self.state(state, shape, &reader))
    }
    for occupancy in element["occupancySet"]?.all("occupancy") ?? [] {
      reader.note("predicted occupancies were replaced by their middles")
      guard let parent = occupancy["shape"], let middle = try reader.shapes(parent).first else {
        throw reader.missing("shape", in: occupancy)
      }
      let time = SimulationTime(seconds: try reader.time(occupancy))
      states.append(
        State(
          recorded: .init(time: time, worldFromBox: middle.box.worldFromBox, speed: 0),
          hasHeading: true))
    }
    return states
  }

  /// Headings that a file leaves out follow the motion.
  private static func fillHeadings(_ states: inout [State]) {
    for index in states.indices where !states[index].hasHeading {
      let other = index + 1 < states.count ? index + 1 : index - 1
      guard states.indices.contains(other) else { continue }
      let step =
        states[max(index, other)].recorded.worldFromBox.position
        - states[min(index, other)].recorded.worldFromBox.position
      let heading =
        step.length > 0.01
        ? Portable.atan2(step.y, step.x)
        : index > 0 ? states[index - 1].recorded.worldFromBox.heading : 0
      states[index].recorded.worldFromBox.heading = heading
    }
  }

  private func kind(_ element: XMLElement) -> TrackedObject.Kind {
    switch element["type"]?.text {
    case "car", "taxi", "priorityVehicle", "parkedVehicle": .car
    case "truck", "train": .truck
    case "bus": .bus
    case "motorcycle": .motorcycle
    case "bicycle": .bicycle
    case "pedestrian": .pedestrian
    case "constructionZone", "roadBoundary", "building", "pillar", "median_strip": .barrier
    default: .unknown
    }
  }
}
