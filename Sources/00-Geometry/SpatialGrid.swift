/// Finds which of many rectangles may hold a point or meet a rectangle; built once, never changed.
///
/// Answers are ascending indices whatever the order of building: nothing depends on hashing.
public struct SpatialGrid: Hashable, Sendable {
  private let items: [Bounds]
  private let area: Bounds
  private let columns: Int
  private let rows: Int
  /// Where each cell's items start in `entries`; one more than cells.
  private let starts: [Int]
  private let entries: [Int]

  /// Sorts rectangles into cells; empty and non-finite ones are never found.
  ///
  /// - Complexity: O(n) space: the grid is coarsened while it holds more than 64 entries an item.
  public init(_ items: [Bounds]) {
    self.items = items
    let usable = items.indices.filter { SpatialGrid.isUsable(items[$0]) }
    area = usable.reduce(Bounds.empty) { $0.union(items[$1]) }
    var (columns, rows) = SpatialGrid.size(of: area, for: usable.count)
    var cells: [[Int]] = []
    while true {
      cells = [[Int]](repeating: [], count: columns * rows)
      var count = 0
      for item in usable {
        let range = SpatialGrid.cells(of: items[item], in: area, columns, rows)
        for row in range.rows {
          for column in range.columns { cells[row * columns + column].append(item) }
        }
        count += range.rows.count * range.columns.count
        if count > 64 * usable.count + 64 { break }
      }
      if count <= 64 * usable.count + 64 || columns * rows <= 1 { break }
      (columns, rows) = (max(1, columns / 2), max(1, rows / 2))
    }
    (self.columns, self.rows) = (columns, rows)
    var position = 0
    starts =
      [0]
      + cells.map { cell in
        position += cell.count
        return position
      }
    entries = cells.flatMap { $0 }
  }

  /// Calls back with every item whose rectangle holds a point, ascending. Allocates nothing.
  public func forEach(at point: Vector2, _ body: (Int) -> Void) {
    guard area.contains(point) else { return }
    let range = SpatialGrid.cells(
      of: Bounds(low: point, high: point), in: area, columns, rows)
    let cell = range.rows.lowerBound * columns + range.columns.lowerBound
    var index = starts[cell]
    while index < starts[cell + 1] {
      if items[entries[index]].contains(point) { body(entries[index]) }
      index += 1
    }
  }

  /// The items whose rectangles meet a rectangle, ascending.
  public func items(in bounds: Bounds) -> [Int] {
    guard SpatialGrid.isUsable(bounds), bounds.intersects(area) else { return [] }
    let range = SpatialGrid.cells(of: bounds, in: area, columns, rows)
    var found: [Int] = []
    for row in range.rows {
      for column in range.columns {
        let cell = row * columns + column
        found += entries[starts[cell]..<starts[cell + 1]].filter { items[$0].intersects(bounds) }
      }
    }
    found.sort()
    return found.enumerated().filter { $0.offset == 0 || found[$0.offset - 1] != $0.element }
      .map(\.element)
  }

  /// The rectangle round everything.
  public var bounds: Bounds { area }

  private static func isUsable(_ bounds: Bounds) -> Bool {
    !bounds.isEmpty && bounds.low.isFinite && bounds.high.isFinite
  }

  /// Columns and rows: about two cells an item, cells nearly square.
  private static func size(of area: Bounds, for count: Int) -> (columns: Int, rows: Int) {
    guard count > 0 else { return (1, 1) }
    let width = max(area.high.x - area.low.x, 1e-9)
    let height = max(area.high.y - area.low.y, 1e-9)
    let wanted = Double(min(2 * count, 1 << 20))
    let columns = min(max((wanted * width / height).squareRoot(), 1), wanted)
    return (Int(columns), Int(min(max(wanted / columns, 1), wanted)))
  }

  /// The cells a rectangle meets, cut to the grid.
  private static func cells(
    of bounds: Bounds, in area: Bounds, _ columns: Int, _ rows: Int
  ) -> (columns: ClosedRange<Int>, rows: ClosedRange<Int>) {
    func cell(_ value: Double, _ low: Double, _ high: Double, _ count: Int) -> Int {
      let fraction = high > low ? (value - low) / (high - low) : 0
      return Int(min(max(fraction * Double(count), 0), Double(count - 1)))
    }
    let left = cell(bounds.low.x, area.low.x, area.high.x, columns)
    let right = cell(bounds.high.x, area.low.x, area.high.x, columns)
    let bottom = cell(bounds.low.y, area.low.y, area.high.y, rows)
    let top = cell(bounds.high.y, area.low.y, area.high.y, rows)
    return (left...max(left, right), bottom...max(bottom, top))
  }
}
