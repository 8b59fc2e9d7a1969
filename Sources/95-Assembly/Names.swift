import Scoring

/// What can be named on the command line, each with a text for people.
public enum Names {
  /// Every metric: id and meaning.
  public static var metrics: [(id: String, text: String)] {
    MetricCatalogue.all.map { ($0.id, $0.meaning) }
  }

  /// The page of a metric, with or without its version; nil where there is none of that name.
  public static func metricPage(_ name: String) -> String? {
    MetricCatalogue.entry(name).map { entry in
      """
      \(entry.id)  [\(entry.unit)]\(entry.isGate ? "  gate" : "")
      \(entry.meaning)

      formula  \(entry.formula)
      source   \(entry.source)
      limits   \(entry.limits)
      """
    }
  }
}
