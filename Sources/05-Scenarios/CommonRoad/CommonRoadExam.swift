import DrivingCore
import Geometry

/// The file in which a run is a planning problem of its own, for the benchmark's own programs.
///
/// A benchmark file is its own exam as it stands, unless a recorded vehicle was replaced by the ego:
/// there its recording still drives, and no planning problem starts in its place.
public enum CommonRoadExam {
  /// The XML of the exam; nil where the scenario's own file is the exam.
  ///
  /// It is the scenario's file without the replaced vehicle, and with one planning problem: the
  /// file's own, or for a recorded ego its first state and the place where its recording ends.
  public static func xml(for scenario: Scenario) -> String? {
    guard let benchmark = scenario.benchmark, let problem = benchmark.planningProblem,
      !benchmark.isWholeFile
    else { return nil }
    var text = scenario.sourceBytes
    if let replaced = benchmark.replacedObstacle {
      for name in ["dynamicObstacle", "obstacle"] { cut(name, from: &text) { $0 == replaced } }
    }
    if benchmark.isRecordedEgo {
      cut("planningProblem", from: &text) { _ in true }
      guard let end = place(of: "</commonRoad>", in: text, from: 0) else { return nil }
      let added = planningProblem(problem, benchmark, scenario)
      text.insert(contentsOf: Array(added.utf8), at: end.lowerBound)
    } else {
      cut("planningProblem", from: &text) { $0 != problem }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Cuts the elements of a name whose number passes a test.
  private static func cut(
    _ name: String, from text: inout [UInt8], where isUnwanted: (Int) -> Bool
  ) {
    var from = 0
    while let start = place(of: "<\(name) ", in: text, from: from),
      let close = place(of: ">", in: text, from: start.upperBound),
      let end = place(of: "</\(name)>", in: text, from: close.upperBound)
    {
      if let id = number(in: text[start.upperBound..<close.lowerBound]), isUnwanted(id) {
        text.removeSubrange(start.lowerBound..<end.upperBound)
        from = start.lowerBound
      } else {
        from = end.upperBound
      }
    }
  }

  private static func place(of part: String, in text: [UInt8], from start: Int) -> Range<Int>? {
    text[min(start, text.count)...].firstRange(of: Array(part.utf8))
  }

  /// The number of an `id="…"` attribute.
  private static func number(in attributes: ArraySlice<UInt8>) -> Int? {
    let words = String(decoding: attributes, as: UTF8.self)
    guard let start = words.firstRange(of: "id=\"") else { return nil }
    return Int(words[start.upperBound...].prefix { $0 != "\"" })
  }

  private static func planningProblem(
    _ id: Int, _ benchmark: CommonRoadBenchmark, _ scenario: Scenario
  ) -> String {
    let start = scenario.start
    let centre = start.worldFromVehicle * RecordedEgo.rearFromCentre(scenario.vehicle).inverse
    let first = benchmark.initialTimeStep
    var lines = [
      "<planningProblem id=\"\(id)\">", "  <initialState>",
      "    <position>\(point(centre.position + scenario.worldOffset))</position>",
      "    <orientation>\(exact(Angle.wrapped(centre.heading)))</orientation>",
      "    <time>\(exact(first))</time>", "    <velocity>\(exact(start.speed))</velocity>",
      "    <yawRate>\(exact(start.yawRate))</yawRate>",
      "    <slipAngle>\(exact(0.0))</slipAngle>", "  </initialState>", "  <goalState>",
    ]
    for region in scenario.goal?.regions ?? [] {
      let corners = region.corners.map { point($0 + scenario.worldOffset) }
      lines.append("    <position><polygon>\(corners.joined())</polygon></position>")
    }
    let last = first + Int((scenario.duration / (scenario.timeStep ?? 0.1)).rounded())
    lines += [
      "    <time><intervalStart>\(first)</intervalStart><intervalEnd>\(last)</intervalEnd></time>",
      "  </goalState>", "</planningProblem>", "",
    ]
    return lines.joined(separator: "\n")
  }

  private static func exact(_ value: some CustomStringConvertible) -> String {
    "<exact>\(value)</exact>"
  }

  private static func point(_ place: Vector2) -> String {
    "<point><x>\(place.x)</x><y>\(place.y)</y></point>"
  }
}
