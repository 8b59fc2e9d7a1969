import Geometry

/// A highway made from a seed: its course, its lanes and what lies on it.
struct RenderedRoad: Sendable {
  /// One painted line.
  struct Line: Sendable {
    /// Left of the middle of the ego's lane (m).
    let offset: Double
    let width: Double
    let dash: DashPattern?
    let isYellow: Bool
  }

  let alignment: RoadAlignment
  let laneWidth: Double
  /// Lanes left and right of the ego's.
  let lanesLeft, lanesRight: Int
  /// From left to right.
  let lines: [Line]
  /// The borders of the asphalt (m), left positive.
  let leftEdge, rightEdge: Double

  /// Makes the road of a seed.
  init(seed: UInt64, length: Double, minimumRadius: Double) {
    var random = SeededGenerator(seed: seed, stream: 0x726f_6164)
    alignment = RoadAlignment(
      RenderedRoad.course(&random, length: length, minimumRadius: minimumRadius))
    laneWidth = random.uniform(3.5, 3.75)
    let lanes = 2 + Int(random.next() % 3)
    lanesLeft = Int(random.next() % UInt64(lanes))
    lanesRight = lanes - 1 - lanesLeft
    lines = RenderedRoad.lines(&random, laneWidth, lanesLeft, lanesRight)
    leftEdge = (Double(lanesLeft) + 0.5) * laneWidth + random.uniform(0.6, 1.5)
    rightEdge = -(Double(lanesRight) + 0.5) * laneWidth - random.uniform(1.0, 3.0)
  }

  /// Straights and curves in turn, joined by clothoids.
  private static func course(
    _ random: inout SeededGenerator, length: Double, minimumRadius: Double
  ) -> [RoadAlignment.Piece] {
    var pieces: [RoadAlignment.Piece] = []
    var covered = 0.0
    func add(_ length: Double, _ from: Double, _ to: Double) {
      pieces.append(.init(length: length, startCurvature: from, endCurvature: to))
      covered += length
    }
    add(random.uniform(30, 110), 0, 0)
    while covered < length {
      // Even in curvature, so that tight curves are as frequent as wide ones.
      let curvature =
        random.uniform(0.15, 1) / minimumRadius * (random.next() & 1 == 0 ? 1 : -1)
      let easing = random.uniform(60, 110)
      add(easing, 0, curvature)
      add(random.uniform(60, 180), curvature, curvature)
      add(easing, curvature, 0)
      add(random.uniform(10, 80), 0, 0)
    }
    return pieces
  }

  private static func lines(
    _ random: inout SeededGenerator, _ laneWidth: Double, _ left: Int, _ right: Int
  ) -> [Line] {
    let patterns = [(3.0, 9.0), (6.0, 12.0), (4.0, 8.0), (3.0, 6.0)]
    let (paint, gap) = patterns[Int(random.next() % 4)]
    let width = random.uniform(0.11, 0.15)
    let edgeWidth = random.uniform(0.14, 0.20)
    let leftIsYellow = random.uniform() < 0.35
    return (0...left + right + 1).map { index in
      let isEdge = index == 0 || index == left + right + 1
      let phase = random.uniform(0, paint + gap)
      return Line(
        offset: (Double(left - index) + 0.5) * laneWidth, width: isEdge ? edgeWidth : width,
        dash: isEdge ? nil : DashPattern(paint: paint, gap: gap, phase: phase),
        isYellow: index == 0 && leftIsYellow)
    }
  }

  /// The reference chain that strips are laid along, one point a metre.
  var guideline: Guideline {
    Guideline((0...Int(alignment.length)).map { alignment.station(Double($0)).position })
  }
}
