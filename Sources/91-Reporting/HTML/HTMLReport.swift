import DrivingCore

/// The report as one HTML file: no network, no other file, opens from disk.
///
/// A content security policy allows just the report's own script and style, by hash. All input
/// is written as escaped text or as a JSON block whose `<` are escaped.
public struct HTMLReport: Sendable {
  /// The room for pictures and curves in one report (bytes); what does not fit says so.
  public static let storyBudget = 40 << 20

  /// The text of `report.html`.
  public let text: String

  /// The room in a report of a matrix, whose rows need room, too (bytes).
  public static let matrixStoryBudget = 12 << 20

  /// Writes a report, with the stories that were kept.
  /// - Throws: `ReportFailure` where a value is not a finite number.
  public init(
    _ results: RunResults, stories: StoryShelf = StoryShelf()
  ) throws(ReportFailure) {
    let data = try ReportData.json(results, stories)
    let script = ReportScript.parts.map { "\($0)" }.joined(separator: "\n")
    let styles = [ReportStyle.css, MatrixStyle.css, StrokeStyle.css]
    let style = styles.map { "\($0)" }.joined()
    let policy =
      "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; "
      + "style-src '\(HTMLReport.hash(style))'; "
      + "script-src '\(HTMLReport.hash(script))'"
    let head = Markup.element(
      "head", [:],
      [
        .element("meta", ["charset": "utf-8"], isVoid: true),
        .element(
          "meta", ["http-equiv": "Content-Security-Policy", "content": policy], isVoid: true),
        .element(
          "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"],
          isVoid: true),
        .element("link", ["rel": "icon", "href": "data:,"], isVoid: true),
        .element("title", [:], [.text("godseye: \(results.countsInWords)")]),
        .element("style", [:], styles.map(Markup.own)),
      ])
    let body = Markup.element(
      "body", [:],
      [
        .element("div", ["class": "page"], ReportPage.sections(results)),
        .element("script", ["id": "data", "type": "application/json"], [.json(data)]),
      ])
    text =
      "<!doctype html>\n<html lang=\"en\">\n\(head.text)\n"
      + body.text.dropLast("</body>".count) + "<script>\(script)</script></body>\n</html>\n"
  }

  /// The hash source of the content security policy, level 2.
  private static func hash(_ text: String) -> String {
    var hash = SHA256()
    hash.update(Array(text.utf8))
    return "sha256-\(Base64.text(hash.digest))"
  }
}
