import DrivingCore
import Geometry

/// The way round obstacles for a point: distances to the target on a grid (Dijkstra 1959).
///
/// A cell is closed where even the disc inside the car's outline round the rear axle would touch,
/// so the distance never exceeds what the car must drive by more than the grid's own error.
struct HolonomicHeuristic: Sendable {
  /// The size of a cell (m).
  static let cell = 0.5
  /// The most cells of a grid.
  static let mostCells = 200_000

  private let low: Vector2
  private let columns: Int
  private let rows: Int
  private let size: Double
  private var values: [Double]

  /// Works out distances inside a region to a target.
  init(to target: Vector2, in region: Bounds, _ space: FreeSpace) {
    let extent = region.high - region.low
    let area = (extent.x + 1) * (extent.y + 1)
    size = max(
      HolonomicHeuristic.cell, (area / Double(HolonomicHeuristic.mostCells)).squareRoot(),
      max(extent.x, extent.y) / 5_000)
    low = region.low
    columns = max(1, Int(extent.x / size) + 1)
    rows = max(1, Int(extent.y / size) + 1)
    values = Array(repeating: .infinity, count: columns * rows)
    let body = space.vehicle.body
    let radius = min(body.rearOverhang, body.width / 2)
    var open = [Bool](repeating: false, count: columns * rows)
    for index in open.indices {
      // The field is a lower bound; add back its slack so that no passage is closed wrongly.
      open[index] =
        space.roughDistance(middle(index)) + 1.42 * DistanceField.cell + 0.71 * size >= radius
    }
    spread(from: target, open)
  }

  private func middle(_ index: Int) -> Vector2 {
    low
      + Vector2(
        (Double(index % columns) + 0.5) * size, (Double(index / columns) + 0.5) * size)
  }

  private mutating func spread(from target: Vector2, _ open: [Bool]) {
    guard let start = index(target) else { return }
    var queue = MinimumQueue()
    values[start] = 0
    queue.insert(0, start)
    while let (reached, cell) = queue.popLeast() {
      if reached > values[cell] { continue }
      let (row, column) = (cell / columns, cell % columns)
      for step in HolonomicHeuristic.steps {
        let (r, c) = (row + step.row, column + step.column)
        guard r >= 0, r < rows, c >= 0, c < columns else { continue }
        let next = r * columns + c
        let cost = reached + step.length * size
        if open[next] && cost < values[next] {
          values[next] = cost
          queue.insert(cost, next)
        }
      }
    }
  }

  private static let steps: [(row: Int, column: Int, length: Double)] = [
    (0, 1, 1), (1, 0, 1), (0, -1, 1), (-1, 0, 1), (1, 1, 1.414_213_562_373_095),
    (1, -1, 1.414_213_562_373_095), (-1, 1, 1.414_213_562_373_095),
    (-1, -1, 1.414_213_562_373_095),
  ]

  private func index(_ point: Vector2) -> Int? {
    let column = Int(((point.x - low.x) / size).rounded(.down))
    let row = Int(((point.y - low.y) / size).rounded(.down))
    guard row >= 0, row < rows, column >= 0, column < columns else { return nil }
    return row * columns + column
  }

  /// The distance from a point to the target round obstacles (m); infinite outside.
  func distance(from point: Vector2) -> Double {
    index(point).map { max(0, values[$0] * 0.93 - size) } ?? .infinity
  }
}

/// A binary heap of costs and numbers; equal costs leave in the order of the numbers.
struct MinimumQueue: Sendable {
  private var heap: [(cost: Double, item: Int)] = []

  /// Whether nothing is left.
  var isEmpty: Bool { heap.isEmpty }

  /// The least cost waiting.
  var least: Double? { heap.first?.cost }

  /// Adds an item.
  mutating func insert(_ cost: Double, _ item: Int) {
    heap.append((cost, item))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard precedes(child, parent) else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  /// Takes the item of least cost.
  mutating func popLeast() -> (cost: Double, item: Int)? {
    guard let least = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return least }
    heap[0] = last
    var parent = 0
    while true {
      var smallest = parent
      let (left, right) = (2 * parent + 1, 2 * parent + 2)
      if left < heap.count, precedes(left, smallest) { smallest = left }
      if right < heap.count, precedes(right, smallest) { smallest = right }
      if smallest == parent { return least }
      heap.swapAt(parent, smallest)
      parent = smallest
    }
  }

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    let (first, second) = (heap[a], heap[b])
    return first.cost < second.cost || (first.cost == second.cost && first.item < second.item)
  }
}
