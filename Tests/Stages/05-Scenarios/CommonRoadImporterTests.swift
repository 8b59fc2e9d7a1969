import DrivingCore
import Foundation
import Geometry
import Roads
import Testing

@testable import Scenarios

@Suite("CommonRoad files")
struct CommonRoadImporterTests {
  /// Two lanelets in a row, one beside; a recorded car, a parked one, one planning problem.
  static let sample = """
    <?xml version='1.0' encoding='UTF-8'?>
    <commonRoad benchmarkID="ZAM_Test-1_1_T-1" commonRoadVersion="2020a" timeStepSize="0.2">
      <scenarioTags><urban/></scenarioTags>
      \(lanelet(1, y: 0, from: 0, to: 60, links: "<successor ref='2'/><adjacentLeft ref='3' drivingDir='same'/><trafficSignRef ref='9'/>"))
      \(lanelet(2, y: 0, from: 60, to: 120, links: "<predecessor ref='1'/>"))
      \(lanelet(3, y: 4, from: 0, to: 60, links: "<adjacentRight ref='1' drivingDir='same'/>"))
      <trafficSign id="9"><trafficSignElement><trafficSignID>274</trafficSignID>
        <additionalValue>13.9</additionalValue></trafficSignElement></trafficSign>
      <dynamicObstacle id="20"><type>car</type>
        <shape><rectangle><length>4</length><width>2</width></rectangle></shape>
        \(state("initialState", x: 30, y: 0, step: 0, speed: 10))
        <trajectory>\((1...20).map { state("state", x: 30 + 2 * Double($0), y: 0, step: $0, speed: 10) }.joined())</trajectory>
      </dynamicObstacle>
      <staticObstacle id="21"><type>parkedVehicle</type>
        <shape><rectangle><length>4</length><width>2</width></rectangle></shape>
        \(state("initialState", x: 55, y: 4, step: 0, speed: nil))
      </staticObstacle>
      <planningProblem id="7">
        \(state("initialState", x: 10, y: 0, step: 0, speed: 12))
        <goalState><position><lanelet ref="2"/></position>
          <time><intervalStart>20</intervalStart><intervalEnd>30</intervalEnd></time>
          <velocity><intervalStart>5</intervalStart><intervalEnd>15</intervalEnd></velocity>
        </goalState>
      </planningProblem>
    </commonRoad>
    """

  static func lanelet(_ id: Int, y: Double, from: Double, to: Double, links: String) -> String {
    func bound(_ name: String, _ y: Double) -> String {
      let points = [from, (from + to) / 2, to].map { "<point><x>\($0)</x><y>\(y)</y></point>" }
      return "<\(name)>\(points.joined())</\(name)>"
    }
    return "<lanelet id=\"\(id)\">\(bound("leftBound", y + 2))\(bound("rightBound", y - 2))"
      + "\(links)<laneletType>urban</laneletType></lanelet>"
  }

  static func state(_ name: String, x: Double, y: Double, step: Int, speed: Double?) -> String {
    "<\(name)><position><point><x>\(x)</x><y>\(y)</y></point></position>"
      + "<orientation><exact>0</exact></orientation><time><exact>\(step)</exact></time>"
      + (speed.map { "<velocity><exact>\($0)</exact></velocity>" } ?? "") + "</\(name)>"
  }

  static func read(
    _ text: String, ego: EgoChoice = .planned, reactive: Bool = false
  ) throws(ScenarioFailure) -> [Scenario] {
    var options = ScenarioFixtures.options
    options.ego = ego
    options.reactive = reactive ? .all : .none
    let file = SourceFile(path: "test.xml", bytes: [UInt8](text.utf8))
    return try CommonRoadImporter(file: file, id: "test", options: options).scenarios()
  }

  @Test("Lanes, limits, obstacles, start and goal arrive")
  func sample() throws {
    let scenario = try #require(Self.read(Self.sample).first)
    #expect(scenario.id == "test")
    #expect(scenario.map.lanes.map(\.id) == [1, 2, 3])
    #expect(scenario.map[1]?.speedLimit == 13.9 && scenario.map[2]?.speedLimit == nil)
    #expect(scenario.map[1]?.successors == [2])
    #expect(scenario.map[1]?.leftNeighbour == .init(id: 3, sameDirection: true))
    #expect(scenario.actors.map(\.start.id) == ["20", "21"])
    #expect(scenario.actors[1].behaviour == .parked)
    guard case .recorded(let states) = scenario.actors[0].behaviour else {
      Issue.record("not recorded")
      return
    }
    #expect(states.count == 21)
    #expect(states[20].time == SimulationTime(seconds: 4))
    #expect(states[20].worldFromBox.position == Vector2(70, 0))
    let centre = scenario.vehicle.footprint(at: scenario.start.worldFromVehicle).worldFromBox
    #expect(centre.position.distance(to: Vector2(10, 0)) < 1e-12)
    #expect(scenario.start.speed == 12)
    #expect(scenario.goal?.lanes == [2])
    #expect(scenario.goal?.time == Goal.Interval(4, 6))
    #expect(scenario.goal?.speed == Goal.Interval(5, 15))
    #expect(scenario.duration == 6)
    #expect(scenario.tags == ["commonroad", "urban"])
    #expect(scenario.benchmark?.planningProblem == 7)
  }

  @Test("The older format with roles and direct limits means the same")
  func older() throws {
    let text = Self.sample.replacing("2020a", with: "2018b")
      .replacing("<dynamicObstacle id=\"20\">", with: "<obstacle id=\"20\"><role>dynamic</role>")
      .replacing("</dynamicObstacle>", with: "</obstacle>")
      .replacing("<staticObstacle id=\"21\">", with: "<obstacle id=\"21\"><role>static</role>")
      .replacing("</staticObstacle>", with: "</obstacle>")
      .replacing("<trafficSignRef ref='9'/>", with: "<speedLimit>13.9</speedLimit>")
    let (old, new) = (try Self.read(text), try Self.read(Self.sample))
    #expect(old.first?.actors == new.first?.actors)
    #expect(old.first?.map == new.first?.map)
  }

  @Test("The ego takes a recorded vehicle's place, and its recording is the expert")
  func recorded() throws {
    let scenarios = try Self.read(Self.sample, ego: .recorded(.all))
    let scenario = try #require(scenarios.first)
    #expect(scenarios.map(\.id) == ["test/recorded-20"])
    #expect(scenario.actors.map(\.start.id) == ["21"])
    let expert = try #require(scenario.expert)
    #expect(expert.count == 21 && expert.first == scenario.start)
    #expect(expert.last?.time.seconds == 4)
    let end = scenario.vehicle.footprint(at: try #require(expert.last).worldFromVehicle)
    #expect(end.worldFromBox.position.distance(to: Vector2(70, 0)) < 1e-12)
    #expect(scenario.goal?.regions.first?.contains(Vector2(70, 0)) == true)
    #expect(scenario.goal?.regions.first?.contains(Vector2(30, 0)) == false)
    #expect(scenario.endsAtGoal && scenario.duration == 6)
    #expect(scenario.notEvaluated == nil && scenario.benchmark?.planningProblem == 20)
    #expect(try Self.read(Self.sample, ego: .recorded(.id("21"))).isEmpty)
  }

  @Test("Nobody to replace is an error of its own")
  func nobody() throws {
    try ScenarioFixtures.withFolder { folder in
      try Data(Self.sample.utf8).write(to: URL(fileURLWithPath: "\(folder)/a.xml"))
      try Data(ScenarioFixtures.highway.utf8).write(to: URL(fileURLWithPath: "\(folder)/b.yaml"))
      var options = ScenarioFixtures.options
      options.ego = try #require(EgoChoice(argument: "recorded:99"))
      let result = ScenarioLoader.load(paths: [folder], options: options)
      #expect(result.scenarios.isEmpty && result.skipped.count == 2)
      #expect(result.failures.first?.found == "no recorded vehicle '99' to replace")
      options.ego = try #require(EgoChoice(argument: "recorded:20"))
      #expect(ScenarioLoader.load(paths: [folder], options: options).scenarios.count == 1)
      #expect(EgoChoice(argument: "recorded:") == nil && EgoChoice(argument: "all") == nil)
    }
  }

  @Test("A recording that leaves the road is cut there")
  func offRoad() throws {
    let text = Self.sample.replacing("timeStepSize=\"0.2\"", with: "timeStepSize=\"1\"")
      .replacing("<x>70.0</x>", with: "<x>700.0</x>")
    let scenario = try #require(Self.read(text, ego: .recorded(.all)).first)
    #expect(scenario.expert?.count == 20)
    #expect(scenario.notes.contains { $0.contains("1 of 21 recorded states") })
  }

  @Test("Recorded traffic can react instead of replaying")
  func reactive() throws {
    let extra = Self.sample.replacing(
      "<staticObstacle",
      with: """
        <dynamicObstacle id="30"><type>car</type>
        <shape><rectangle><length>4</length><width>2</width></rectangle></shape>
        \(Self.state("initialState", x: 5, y: 4, step: 0, speed: 8))
        <trajectory>\(Self.state("state", x: 7, y: 4, step: 1, speed: 9))</trajectory>
        </dynamicObstacle><staticObstacle
        """)
    let scenario = try #require(
      Self.read(extra, ego: .recorded(.id("20")), reactive: true).first)
    #expect(scenario.actors[1].start.id == "30")
    #expect(scenario.actors[1].reaction == .init(desiredSpeed: 9))
  }

  @Test("The ego's own recording among the obstacles becomes the expert")
  func twin() throws {
    let text = Self.sample.replacing(
      Self.state("initialState", x: 10, y: 0, step: 0, speed: 12),
      with: Self.state("initialState", x: 30, y: 0, step: 0, speed: 10))
    let scenario = try #require(Self.read(text).first)
    #expect(scenario.expert?.count == 21)
    #expect(scenario.actors.map(\.start.id) == ["21"])
    #expect(scenario.notes.contains { $0.contains("became the expert") })
  }

  @Test("Far coordinates are moved near, and can be restored")
  func far() throws {
    func shift(_ text: String) -> String {
      text.replacing(/<x>([-0-9.]+)<\/x>/) { match in
        "<x>\((Double(match.1) ?? 0) + 4_000_000_000)</x>"
      }
    }
    let near = try #require(Self.read(Self.sample).first)
    let far = try #require(Self.read(shift(Self.sample)).first)
    #expect(far.worldOffset == Vector2(4_000_000_000, 0))
    #expect(
      far.start.worldFromVehicle.position.distance(to: near.start.worldFromVehicle.position) < 1e-6)
    #expect(far.actors.map(\.start.box.worldFromBox) == near.actors.map(\.start.box.worldFromBox))
    #expect(far.map[2]?.centre == near.map[2]?.centre)
  }

  @Test("A file without a planning problem is not evaluated, and says so")
  func noProblem() throws {
    let start = try #require(Self.sample.firstRange(of: "<planningProblem"))
    let text = Self.sample[..<start.lowerBound] + "</commonRoad>"
    let scenario = try #require(Self.read(String(text)).first)
    #expect(scenario.notEvaluated?.contains("no planning problem") == true)
  }

  @Test("Missing neighbours and successors are left out with a note")
  func missingLinks() throws {
    let text = Self.sample.replacing("<successor ref='2'/>", with: "<successor ref='99'/>")
    let scenario = try #require(Self.read(text).first)
    #expect(scenario.map[1]?.successors == [])
    #expect(scenario.notes.contains { $0.contains("the missing lanelet 99") })
  }

  @Test(
    "Broken files are refused with their place",
    arguments: [
      ("<lanelet ref=\"2\"/>", "<lanelet ref=\"99\"/>", "a goal on the missing lanelet 99"),
      ("<x>10.0</x>", "<x>nan</x>", "'nan' in <x>"),
      ("<x>10.0</x>", "", "no <x> in <point>"),
      ("timeStepSize=\"0.2\"", "timeStepSize=\"0\"", "test.xml:2:"),
      ("2020a", "2099z", "commonRoadVersion=\"2099z\""),
      ("<lanelet id=\"3\">", "<lanelet id=\"1\">", "a second lanelet 1"),
      ("<lanelet id=\"3\">", "<lanelet id=\"x\">", "id=\"x\""),
      ("<staticObstacle id=\"21\">", "<staticObstacle id=\"20\">", "a second obstacle 20"),
      ("<length>4</length>", "<length>0</length>", "<length> of 0 m"),
      ("</commonRoad>", "", "test.xml:"),
      ("<exact>3</exact>", "<exact>1</exact>", "whose times do not rise"),
      ("<exact>3</exact>", "<exact>1e300</exact>", "'1e300'"),
      (
        "<intervalStart>20</intervalStart>", "<intervalStart>40</intervalStart>",
        "ends before it starts"
      ),
      (
        "<?xml version='1.0' encoding='UTF-8'?>", "<?xml version='1.0' encoding='UTF-16'?>",
        "the encoding 'utf-16'"
      ),
      ("<commonRoad ", "<!DOCTYPE a [<!ENTITY b 'c'>]><commonRoad ", "a document type"),
      (
        "<scenarioTags>", "<scenarioTags>\(String(repeating: "<a>", count: 80))",
        "nested deeper than 64"
      ),
      (
        "benchmarkID=\"", "benchmarkID=\"\(String(repeating: "a", count: 70_000))",
        "huge attributes"
      ),
      ("commonRoad", "OpenSCENARIO", "<OpenSCENARIO>; <commonRoad>"),
      ("<lanelet ", "<strip ", "test.xml:"),
    ])
  func refused(part: String, replacement: String, found: String) {
    do throws(ScenarioFailure) {
      _ = try Self.read(Self.sample.replacing(part, with: replacement))
      Issue.record("accepted: \(part.prefix(40))")
    } catch {
      #expect(error.description.contains(found), "\(error)")
      #expect(error.description.hasPrefix("test.xml:"))
    }
  }

  @Test("Cut anywhere, a file is an error, never half a scenario")
  func truncated() {
    let bytes = Array(Self.sample.utf8)
    for length in stride(from: 1, to: bytes.count - 2, by: 97) {
      let file = SourceFile(path: "test.xml", bytes: Array(bytes[..<length]))
      #expect(throws: ScenarioFailure.self) {
        _ = try CommonRoadImporter(file: file, id: "t", options: ScenarioFixtures.options)
          .scenarios()
      }
    }
  }
}
