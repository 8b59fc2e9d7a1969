import DrivingCore
import Foundation

/// Samples of a sensor, ordered by time; a frame takes those since the frame before.
struct TimeSeries {
  /// When each sample was taken (s).
  let times: [Double]
  /// The samples, row by row.
  let rows: NumpyArray
  private(set) var next = 0

  init?(times: [Double], rows: NumpyArray) {
    guard !times.isEmpty, times.count <= rows.rowCount, rows.columnCount > 0 else { return nil }
    self.times = times
    self.rows = rows
  }

  /// The samples up to and including a time that were not taken before.
  mutating func take(upTo time: Double) -> Range<Int> {
    let first = next
    while next < times.count && times[next] <= time { next += 1 }
    return first..<next
  }

  /// The mean of a column over samples; nil without a finite one.
  func mean(_ samples: Range<Int>, column: Int) -> Double? {
    var (sum, count) = (0.0, 0.0)
    for row in samples where rows[row, column].isFinite {
      sum += rows[row, column]
      count += 1
    }
    return count > 0 ? sum / count : nil
  }
}
