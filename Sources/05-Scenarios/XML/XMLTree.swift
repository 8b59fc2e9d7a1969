import Foundation
import FoundationXML

/// Reads XML behind a guard: no document types and so no entities, bounded size, depth and width.
enum XMLTree {
  /// The largest file (bytes).
  static let sizeLimit = 64 << 20
  /// The deepest nesting of elements.
  static let depthLimit = 64
  /// The most attributes of one element.
  static let attributeLimit = 256
  /// The longest attribute (bytes).
  static let attributeLengthLimit = 64 << 10
  /// The longest text of one element (bytes).
  static let textLimit = 1 << 20
  /// The most elements of one file.
  static let elementLimit = 3_000_000

  /// The root element of a file.
  static func read(_ file: SourceFile) throws(ScenarioFailure) -> XMLElement {
    _ = try file.text()
    try rejectDocumentType(file)
    try rejectEncoding(file)
    let builder = Builder(path: file.path)
    let parser = XMLParser(data: Data(file.bytes))
    parser.shouldResolveExternalEntities = false
    parser.delegate = builder
    let isWhole = parser.parse()
    // `abortParsing` itself reports an error later: the first failure is the one that counts.
    if let failure = builder.failure { throw failure }
    guard isWhole, let root = builder.root else {
      throw ScenarioFailure(
        path: file.path, line: max(parser.lineNumber, 1), column: max(parser.columnNumber, 1),
        found: "the end of well-formed XML", expected: "one complete root element",
        advice: "the file may be cut short; fetch it again")
    }
    return root
  }

  /// Entities need a document type; without one only the five built-in ones exist.
  private static func rejectDocumentType(_ file: SourceFile) throws(ScenarioFailure) {
    let wanted = Array("<!DOCTYPE".utf8)
    var line = 1
    for (index, byte) in file.bytes.enumerated() {
      if byte == UInt8(ascii: "\n") { line += 1 }
      if byte == UInt8(ascii: "<"), file.bytes[index...].starts(with: wanted) {
        throw ScenarioFailure(
          path: file.path, line: line, column: 1, found: "a document type (<!DOCTYPE)",
          expected: "plain XML without entities", advice: "remove the document type")
      }
    }
  }

  /// A declared encoding other than UTF-8 could hide what the scan above looks for.
  private static func rejectEncoding(_ file: SourceFile) throws(ScenarioFailure) {
    let head = String(decoding: file.bytes.prefix(256), as: UTF8.self)
    guard head.hasPrefix("<?xml"), let end = head.firstRange(of: "?>"),
      let start = head.firstRange(of: "encoding"), start.lowerBound < end.lowerBound
    else { return }
    let rest = head[start.upperBound..<end.lowerBound].drop { " =\t\r\n".contains($0) }
    let name = rest.dropFirst().prefix { $0 != "\"" && $0 != "'" }.lowercased()
    guard ["utf-8", "us-ascii", "ascii"].contains(name) else {
      throw ScenarioFailure(
        path: file.path, line: 1, column: 1, found: "the encoding '\(name)'", expected: "UTF-8",
        advice: "save the file as UTF-8")
    }
  }
}

/// Builds the tree from the parser's events and stops it at the first limit.
private final class Builder: NSObject, XMLParserDelegate {
  let path: String
  var root: XMLElement?
  var failure: ScenarioFailure?
  private var open: [XMLElement] = []
  private var count = 0

  init(path: String) { self.path = path }

  private func stop(
    _ parser: XMLParser, found: String, expected: String, advice: String = "simplify the file"
  ) {
    if failure == nil {
      failure = ScenarioFailure(
        path: path, line: max(parser.lineNumber, 1), column: max(parser.columnNumber, 1),
        found: found, expected: expected, advice: advice)
    }
    parser.abortParsing()
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    count += 1
    if open.count >= XMLTree.depthLimit {
      return stop(
        parser, found: "elements nested deeper than \(XMLTree.depthLimit)", expected: "a scenario")
    }
    if count > XMLTree.elementLimit {
      return stop(
        parser, found: "more than \(XMLTree.elementLimit) elements", expected: "a scenario")
    }
    if attributes.count > XMLTree.attributeLimit
      || attributes.values.contains(where: { $0.utf8.count > XMLTree.attributeLengthLimit })
    {
      return stop(parser, found: "an element with huge attributes", expected: "short attributes")
    }
    let sorted = attributes.sorted { $0.key < $1.key }
    open.append(
      XMLElement(
        name: name, attributes: sorted.map { .init(name: $0.key, value: $0.value) },
        line: max(parser.lineNumber, 1), column: max(parser.columnNumber, 1)))
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    guard let last = open.indices.last else { return }
    open[last].text += string
    if open[last].text.utf8.count > XMLTree.textLimit {
      stop(parser, found: "an element with huge text", expected: "short texts")
    }
  }

  func parser(
    _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
    qualifiedName: String?
  ) {
    guard var element = open.popLast() else { return }
    element.text = element.children.isEmpty ? Builder.trimmed(element.text) : ""
    if let last = open.indices.last {
      open[last].children.append(element)
      // Blanks between elements are not kept.
      open[last].text = ""
    } else {
      root = element
    }
  }

  func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
    let message = (error as NSError).userInfo["NSXMLParserErrorMessage"] as? String
    stop(
      parser, found: message.map(Builder.trimmed) ?? "XML that is not well-formed",
      expected: "well-formed XML", advice: "the file may be cut short; fetch it again")
  }

  private static func trimmed(_ text: String) -> String {
    func isBlank(_ character: Character) -> Bool { character.isWhitespace }
    let start = text.drop(while: isBlank)
    let end = start.reversed().drop(while: isBlank).reversed()
    return String(end)
  }
}
