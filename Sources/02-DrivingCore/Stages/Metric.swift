/// A number measured on a record after the run, so that old runs can be scored anew.
public protocol Metric: Sendable {
  /// The versioned names of the values it gives, in order.
  var ids: [String] { get }
  /// Measures a record; one value for each id, invalid ones with their reason.
  func evaluate(_ record: RunRecord) -> [MetricValue]
}
