import DrivingCore
import Geometry

/// Reads values of a CommonRoad file: numbers, points, states, shapes; remembers what it left out.
struct CommonRoadReader {
  let path: String
  let timeStep: Double
  /// What a reader of the report should know, without repetitions, in the order found.
  private(set) var notes: [String] = []

  init(path: String, timeStep: Double) {
    self.path = path
    self.timeStep = timeStep
  }

  /// Remembers something once.
  mutating func note(_ text: String) {
    if notes.count < 100, !notes.contains(text) { notes.append(text) }
  }

  /// The number in an element's text.
  func number(_ element: XMLElement) throws(ScenarioFailure) -> Double {
    guard let value = StrictNumber.double(element.text), value.magnitude <= 1e12 else {
      throw element.failure(
        path, found: "'\(element.text.prefix(40))' in <\(element.name)>",
        expected: "a finite number", advice: "correct the number")
    }
    return value
  }

  /// The number of a child; throws where it is missing.
  func number(_ parent: XMLElement, _ name: String) throws(ScenarioFailure) -> Double {
    guard let child = parent[name] else { throw missing(name, in: parent) }
    return try number(child)
  }

  /// The whole number in an attribute.
  func integer(_ element: XMLElement, attribute name: String) throws(ScenarioFailure) -> Int {
    guard let text = element.attribute(name) else {
      throw element.failure(
        path, found: "no '\(name)' on <\(element.name)>", expected: "a whole number",
        advice: "add the attribute")
    }
    guard let value = Int(text) else {
      throw element.failure(
        path, found: "\(name)=\"\(text.prefix(40))\"", expected: "a whole number",
        advice: "correct the attribute")
    }
    return value
  }

  func missing(_ name: String, in parent: XMLElement) -> ScenarioFailure {
    parent.failure(
      path, found: "no <\(name)> in <\(parent.name)>", expected: "<\(name)>",
      advice: "the file is incomplete; add it")
  }

  /// The point in `x` and `y`; heights are left out.
  func point(_ element: XMLElement) throws(ScenarioFailure) -> Vector2 {
    Vector2(try number(element, "x"), try number(element, "y"))
  }

  /// A value given exactly, or as an interval.
  func interval(_ element: XMLElement) throws(ScenarioFailure) -> Goal.Interval {
    if let exact = element["exact"] {
      let value = try number(exact)
      return Goal.Interval(value, value)
    }
    let low = try number(element, "intervalStart")
    let high = try number(element, "intervalEnd")
    guard low <= high else {
      throw element.failure(
        path, found: "an interval that ends before it starts", expected: "start <= end",
        advice: "swap the ends")
    }
    return Goal.Interval(low, high)
  }

  /// A value given exactly, or the middle of its interval (uncertain measurements).
  mutating func middle(_ element: XMLElement) throws(ScenarioFailure) -> Double {
    let interval = try interval(element)
    if interval.low != interval.high {
      note("uncertain \(element.name)s were replaced by the middle of their intervals")
    }
    return (interval.low + interval.high) / 2
  }

  /// The time of a state (s).
  mutating func time(_ state: XMLElement) throws(ScenarioFailure) -> Double {
    guard let time = state["time"] else { throw missing("time", in: state) }
    let steps = try middle(time)
    guard (0...1e7).contains(steps) else {
      throw time.failure(
        path, found: "time step \(StrictNumber.text(steps))", expected: "0 to 10000000",
        advice: "correct the time")
    }
    return steps * timeStep
  }

  /// A state's position: a point, or the middle of a region of possible ones.
  mutating func position(_ state: XMLElement) throws(ScenarioFailure) -> Vector2 {
    guard let position = state["position"] else { throw missing("position", in: state) }
    if let point = position["point"] { return try self.point(point) }
    let shapes = try self.shapes(position)
    guard let shape = shapes.first else {
      throw position.failure(
        path, found: "a position without a point", expected: "<point>, <rectangle> or <circle>",
        advice: "add one")
    }
    note("uncertain positions were replaced by the middle of their region")
    return shape.centre
  }
}
