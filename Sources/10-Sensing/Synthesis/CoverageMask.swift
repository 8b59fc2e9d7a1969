/// How much of every pixel the polygons drawn so far cover: the exact area, not samples of it.
///
/// Signed-area accumulation: each edge adds its change of area to the cells it crosses, and a sum
/// along the row gives the coverage (R. Levien, "font-rs", 2016). A thin far line therefore keeps
/// its exact weight, which is what a camera's pixels integrate. Polygons must not overlap.
struct CoverageMask: Sendable {
  let width: Int
  let height: Int
  private let stride: Int
  private var cells: [Float]
  private var first: [Int]
  private var last: [Int]
  private var rows: Range<Int>

  init(width: Int, height: Int) {
    (self.width, self.height, stride) = (width, height, width + 2)
    cells = [Float](repeating: 0, count: stride * height)
    first = [Int](repeating: Int.max, count: height)
    last = [Int](repeating: -1, count: height)
    rows = height..<height
  }

  /// Adds a polygon given in pixels, whole numbers being pixel centres; either winding.
  mutating func add(_ polygon: [SIMD2<Double>]) {
    guard var start = polygon.last, polygon.count >= 3,
      polygon.allSatisfy({ $0.x.isFinite && $0.y.isFinite })
    else { return }
    for end in polygon {
      addEdge(start, end)
      start = end
    }
  }

  private mutating func addEdge(_ a: SIMD2<Double>, _ b: SIMD2<Double>) {
    guard a.y != b.y else { return }
    let (top, bottom, sign): (SIMD2<Double>, SIMD2<Double>, Double) =
      a.y < b.y ? (a, b, 1) : (b, a, -1)
    let limit = Double(height)
    let (y0, y1) = (max(top.y + 0.5, 0), min(bottom.y + 0.5, limit))
    guard y0 < y1 else { return }
    let slope = (bottom.x - top.x) / (bottom.y - top.y)
    var x = top.x + 0.5 + (y0 - top.y - 0.5) * slope
    let lastRow = min(Int(y1.rounded(.up)), height) - 1
    for row in Int(y0)...max(lastRow, Int(y0)) where row < height {
      let span = min(Double(row + 1), y1) - max(Double(row), y0)
      guard span > 0 else { continue }
      let next = x + slope * span
      addSpan(row, min(x, next), max(x, next), span * sign)
      x = next
    }
    rows =
      min(
        rows.lowerBound, Int(y0))..<(rows.isEmpty ? lastRow + 1 : max(rows.upperBound, lastRow + 1))
  }

  /// Adds one row's piece of an edge; what lies outside the picture is folded onto its border.
  private mutating func addSpan(_ row: Int, _ low: Double, _ high: Double, _ weight: Double) {
    let limit = Double(width)
    if high > limit { touch(row, width, 0) }
    if low >= limit { return }
    if high <= 0 { return touch(row, 0, Float(weight)) }
    if low >= 0 && high <= limit { return addInside(row, low, high, weight) }
    let share = 1 / (high - low)
    if low < 0 { touch(row, 0, Float(weight * -low * share)) }
    let (from, to) = (max(low, 0), min(high, limit))
    addInside(row, from, to, weight * (to - from) * share)
  }

  private mutating func addInside(_ row: Int, _ low: Double, _ high: Double, _ weight: Double) {
    let (start, end) = (Int(low), max(Int(high.rounded(.up)), Int(low) + 1))
    if end == start + 1 {
      let middle = 0.5 * (low + high) - Double(start)
      touch(row, start, Float(weight * (1 - middle)))
      return touch(row, start + 1, Float(weight * middle))
    }
    let share = 1 / (high - low)
    var before = 0.0
    for column in start...end {
      // The covered area of this column, by the part of the edge left of and inside it.
      let (a, b) = (max(low, Double(column)), min(high, Double(column + 1)))
      let passed = (min(max(Double(column), low), high) - low) * share
      let inside = b > a ? (b - a) * share * (Double(column + 1) - 0.5 * (a + b)) : 0
      let area = passed + inside
      touch(row, column, Float(weight * (area - before)))
      before = area
    }
  }

  private mutating func touch(_ row: Int, _ column: Int, _ amount: Float) {
    cells[row * stride + column] += amount
    if column < first[row] { first[row] = column }
    if column > last[row] { last[row] = column }
  }

  /// Hands over every covered pixel with its share (0-1), then forgets all polygons.
  @inline(__always)
  mutating func drain(_ body: (_ index: Int, _ share: Float) -> Void) {
    for row in rows where last[row] >= 0 {
      var sum: Float = 0
      let line = row * stride
      for column in first[row]...last[row] {
        sum += cells[line + column]
        cells[line + column] = 0
        let share = min(abs(sum), 1)
        if column < width && share > 0.002 { body(row * width + column, share) }
      }
      first[row] = Int.max
      last[row] = -1
    }
    rows = height..<height
  }
}
