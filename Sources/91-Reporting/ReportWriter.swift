import Foundation

/// Writes the output folder of a run: each file whole or not at all.
public enum ReportWriter {
  /// Everything that is written beside the runs themselves.
  public static let files = [
    "results.json", "junit.xml", "summary.md", "report.html", "timings.json",
  ]

  /// Writes all reports.
  ///
  /// `results.json` comes last and an older one is removed first: a folder that has one is
  /// complete. Run times go to `timings.json` alone, so that all other files are the same for the
  /// same results.
  /// - Parameters:
  ///   - results: The rows.
  ///   - stories: What the report shows of single runs.
  ///   - timings: Run times by scenario id (s of wall-clock time).
  ///   - folder: The output folder; created where it is missing.
  /// - Throws: `ReportFailure` with the file that could not be written.
  public static func write(
    _ results: RunResults, stories: StoryShelf = StoryShelf(), timings: [String: Double] = [:],
    to folder: String
  ) throws(ReportFailure) {
    let html = try HTMLReport(results, stories: stories).text
    let json = try results.json()
    let times = try ReportFile.encode(timings, for: "timings.json")
    try removeOldResults(folder)
    try AtomicFile.write(Array(JUnitReport(results).text.utf8), to: "\(folder)/junit.xml")
    try AtomicFile.write(Array(SummaryMarkdown(results).text.utf8), to: "\(folder)/summary.md")
    try AtomicFile.write(Array(html.utf8), to: "\(folder)/report.html")
    try AtomicFile.write(times, to: "\(folder)/timings.json")
    try AtomicFile.write(json, to: "\(folder)/results.json")
  }

  private static func removeOldResults(_ folder: String) throws(ReportFailure) {
    let path = "\(folder)/results.json"
    guard FileManager.default.fileExists(atPath: path) else { return }
    do { try FileManager.default.removeItem(atPath: path) } catch {
      throw ReportFailure(
        path: path,
        reason: "found results of an earlier run that cannot be removed; expected a writable "
          + "folder; choose another with --out")
    }
  }
}
