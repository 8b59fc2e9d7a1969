/// One element of an XML file with the place it starts at.
struct XMLElement: Sendable {
  /// One attribute.
  struct Attribute: Sendable {
    let name: String
    let value: String
  }

  let name: String
  let attributes: [Attribute]
  let line: Int
  let column: Int
  /// The text directly inside, trimmed.
  var text = ""
  var children: [XMLElement] = []

  /// The value of an attribute.
  func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

  /// The first child of that name.
  subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

  /// All children of that name, in order.
  func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  /// A failure at this element.
  func failure(_ path: String, found: String, expected: String, advice: String)
    -> ScenarioFailure
  {
    ScenarioFailure(
      path: path, line: line, column: column, found: found, expected: expected, advice: advice)
  }
}
