import Geometry

/// Finds lanes without knowing where they were: a histogram over heading and curvature.
///
/// For every heading and curvature of a grid the paint's offsets d = y - heading x - curvature x²/2
/// are counted; where lines are parallel to the guess, d piles up. The guess with the largest sum
/// of squares wins, and its piles are the lines. No random sampling.
struct LaneSearch: Sendable {
  /// The narrowest and widest lane (m).
  var widths = 2.7...4.6
  /// The width expected, and how sure (m).
  var usualWidth = 3.6
  var usualWidthSigma = 0.6
  /// The farthest paint used (m).
  var farthest = 45.0

  /// A pair of lines that bound the ego lane.
  struct Candidate: Sendable {
    var left: Double
    var right: Double
    var heading: Double
    var curvature: Double
    var score: Double
  }

  private static let cell = 0.1
  private static let reach = 7.5
  private static let cells = 151

  /// A piece of paint on the road.
  struct Point: Sendable {
    var x: Double
    var y: Double
    var weight: Double
  }

  /// The best pairs, best first, around a heading (rad).
  func candidates(_ points: [Point], heading: Double, spread: Double) -> [Candidate] {
    let near = points.filter { $0.x < farthest }
    guard !near.isEmpty else { return [] }
    var results: [Candidate] = []
    var best = (score: 0.0, heading: 0.0, curvature: 0.0)
    var histogram = [Double](repeating: 0, count: LaneSearch.cells)
    for h in -8...8 {
      let psi = heading + spread * Double(h) / 8
      for k in -8...8 {
        let kappa = 0.0005 * Double(k)
        fill(&histogram, near, psi, kappa)
        var score = 0.0
        for value in histogram { score += value * value }
        score *= (1 - 60 * abs(kappa)) * (1 - 2 * abs(psi - heading))
        if score > best.score { best = (score, psi, kappa) }
      }
    }
    fill(&histogram, near, best.heading, best.curvature)
    for pair in pairs(smoothed(histogram)) {
      results.append(
        Candidate(
          left: pair.left, right: pair.right, heading: best.heading, curvature: best.curvature,
          score: pair.score))
    }
    return results.sorted { $0.score > $1.score }
  }

  private func fill(
    _ histogram: inout [Double], _ points: [Point], _ psi: Double, _ kappa: Double
  ) {
    histogram.withUnsafeMutableBufferPointer { cells in
      for index in 0..<LaneSearch.cells { cells[index] = 0 }
      for point in points {
        let d = point.y - point.x * (psi + kappa * point.x / 2)
        let place = (d + LaneSearch.reach) / LaneSearch.cell
        guard place >= 0, place < Double(LaneSearch.cells - 1) else { continue }
        let index = Int(place)
        let share = place - Double(index)
        cells[index] += point.weight * (1 - share)
        cells[index + 1] += point.weight * share
      }
    }
  }

  private func smoothed(_ histogram: [Double]) -> [Double] {
    let last = histogram.count - 1
    return (0...last).map { index -> Double in
      let sides = histogram[max(index - 1, 0)] + histogram[min(index + 1, last)]
      return histogram[index] + sides / 2
    }
  }

  private func pairs(_ histogram: [Double]) -> [(left: Double, right: Double, score: Double)] {
    var peaks: [(offset: Double, weight: Double)] = []
    for i in 1..<histogram.count - 1
    where histogram[i] > 0.5 && histogram[i] >= histogram[i - 1] && histogram[i] > histogram[i + 1]
    {
      peaks.append((Double(i) * LaneSearch.cell - LaneSearch.reach, histogram[i]))
    }
    var found: [(left: Double, right: Double, score: Double)] = []
    for right in peaks {
      for left in peaks where widths.contains(left.offset - right.offset) {
        let width = left.offset - right.offset
        let middle = (left.offset + right.offset) / 2
        guard left.offset > 0.1, right.offset < -0.1, abs(middle) < 0.35 * width else { continue }
        let miss = (width - usualWidth) / usualWidthSigma
        let score =
          (min(left.weight, 20) * min(right.weight, 20)).squareRoot()
          * Portable.exp(-0.5 * miss * miss - 0.5 * (middle / 1.2) * (middle / 1.2))
        found.append((left.offset, right.offset, score))
      }
    }
    return found
  }
}
