import DrivingCore
import Geometry

/// Where the lines along the road meet: a vote of all chains, used when nothing is known yet.
///
/// Each chain's straight fit predicts a column at every possible horizon row; the point at which
/// lines from the left and from the right agree best is chosen. A chain counts by how surely it
/// points there.
struct VanishingPointSearch: Sendable {
  /// The point, and how much agrees on it.
  struct Answer: Sendable {
    var column: Double
    var row: Double
    var score: Double
  }

  private struct Line {
    let column: Double
    let row: Double
    let slope: Double
    let count: Double
    let weight: Double
    let spread: Double
    let top: Double
  }

  /// The best point with the horizon in a range of rows, nil where lines of both sides never meet.
  func best(
    chains: [PaintChain], width: Int, rows: ClosedRange<Double>
  ) -> Answer? {
    let lines = chains.compactMap(line).sorted { $0.count > $1.count }.prefix(60)
    let cell = max(Double(width) / 160, 2)
    let columns = Int(Double(width) / cell) + 1
    var left = [Double](repeating: 0, count: columns)
    var right = left
    var best: Answer?
    var row = rows.lowerBound
    while row <= rows.upperBound {
      for index in 0..<columns { (left[index], right[index]) = (0, 0) }
      for line in lines where line.top > row + 2 {
        if line.slope < 0 {
          vote(line, row, cell, &left)
        } else {
          vote(line, row, cell, &right)
        }
      }
      for index in 0..<columns {
        let score = (left[index] * right[index]).squareRoot()
        if score > best?.score ?? 0 {
          best = Answer(column: Double(index) * cell, row: row, score: score)
        }
      }
      row += 2
    }
    return best
  }

  private func line(_ chain: PaintChain) -> Line? {
    // The lower part only: far paint bends away on curves.
    let points = chain.points.prefix(80)
    guard points.count >= 6, let last = points.last else { return nil }
    let count = Double(points.count)
    let column = points.reduce(0) { $0 + $1.column } / count
    let row = points.reduce(0) { $0 + Double($1.row) } / count
    var spread = 0.0
    var product = 0.0
    for point in points {
      let dv = Double(point.row) - row
      spread += dv * dv
      product += dv * (point.column - column)
    }
    guard spread > 0, let first = points.first else { return nil }
    let rows = Double(first.row - last.row)
    return Line(
      column: column, row: row, slope: product / spread, count: count,
      weight: chain.clarity * min(rows, 100), spread: spread,
      top: Double(last.row))
  }

  private func vote(_ line: Line, _ row: Double, _ cell: Double, _ cells: inout [Double]) {
    let away = row - line.row
    let at = line.column + line.slope * away
    // 0.8 px a point, and 1 % of the way for bends and lens.
    let variance = 0.64 * (1 / line.count + away * away / line.spread)
    let sigma = (variance + 0.0001 * away * away + cell * cell).squareRoot()
    let weight = line.weight / sigma
    let low = max(Int((at - 2.5 * sigma) / cell), 0)
    let high = min(Int((at + 2.5 * sigma) / cell) + 1, cells.count - 1)
    guard at.isFinite, abs(at) < 1e6, low <= high else { return }
    for index in low...high {
      let miss = (Double(index) * cell - at) / sigma
      let share = max(1 - miss * miss / 6.25, 0)
      cells[index] += weight * share * share
    }
  }
}
