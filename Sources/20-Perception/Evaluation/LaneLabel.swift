import Imaging

/// Lane boundaries of one picture as columns at given rows: a label or an answer.
///
/// One JSON line of the TuSimple benchmark (`lanes` as lists of columns), or the extended form with
/// roles, paint flags and standard errors. Integer pixel values are pixel centres; -2 is "absent".
public struct LaneLabel: Sendable, Hashable, Codable {
  /// One boundary.
  public struct Lane: Sendable, Hashable, Codable {
    /// The column at each row (px); negative where absent.
    public var x: [Double]
    /// `ego_left`, `ego_right`, `left_neighbour`, `right_neighbour`, if stated.
    public var role: String?
    /// Where paint is visible, if stated.
    public var paint: [Bool]?
    /// The standard error at each row (px), if stated.
    public var sigmaRow: [Double]?

    /// Creates a boundary.
    public init(
      x: [Double], role: String? = nil, paint: [Bool]? = nil, sigmaRow: [Double]? = nil
    ) {
      self.x = x
      self.role = role
      self.paint = paint
      self.sigmaRow = sigmaRow
    }

    enum CodingKeys: String, CodingKey {
      case x, role, paint
      case sigmaRow = "sigma_row_px"
    }

    /// Reads a list of columns or the extended form.
    public init(from decoder: any Decoder) throws {
      if let list = try? decoder.singleValueContainer().decode([Double].self) {
        self.init(x: list)
        return
      }
      let keyed = try decoder.container(keyedBy: CodingKeys.self)
      self.init(
        x: try keyed.decode([Double].self, forKey: .x),
        role: try keyed.decodeIfPresent(String.self, forKey: .role),
        paint: try keyed.decodeIfPresent([Bool].self, forKey: .paint),
        sigmaRow: try keyed.decodeIfPresent([Double].self, forKey: .sigmaRow))
    }
  }

  /// The picture or video, below the data root.
  public var rawFile: String
  /// The number of the frame in a video, from 0.
  public var frame: Int?
  /// Width and height (px), if stated.
  public var imageSize: [Int]?
  /// The rows (px).
  public var rows: [Double]
  /// The boundaries.
  public var lanes: [Lane]

  /// Creates a label.
  public init(
    rawFile: String, frame: Int? = nil, imageSize: [Int]? = nil, rows: [Double], lanes: [Lane]
  ) {
    self.rawFile = rawFile
    self.frame = frame
    self.imageSize = imageSize
    self.rows = rows
    self.lanes = lanes
  }

  enum CodingKeys: String, CodingKey {
    case frame, lanes
    case rawFile = "raw_file"
    case imageSize = "image_size"
    case rows = "h_samples"
  }

  /// Labels from an instance mask: one grey value a boundary, 0 is road; the middle of each value's
  /// pixels at rows a step apart. Roles come from where the boundaries meet the bottom.
  public init(rawFile: String, mask: Bitmap, step: Int = 10) {
    let rows = stride(from: 160, to: mask.height, by: max(step, 1)).map { $0 }
    var columns = [[Double]](
      repeating: [Double](repeating: -2, count: rows.count), count: 256)
    for (index, row) in rows.enumerated() {
      var sums = [Double](repeating: 0, count: 256)
      var counts = sums
      for x in 0..<mask.width {
        let value = Int(mask[x, row, 0])
        sums[value] += Double(x)
        counts[value] += 1
      }
      for value in 1..<256 where counts[value] > 0 {
        columns[value][index] = sums[value] / counts[value]
      }
    }
    let lanes = columns.dropFirst().filter { list in list.contains { $0 >= 0 } }.map { Lane(x: $0) }
    self.init(
      rawFile: rawFile, imageSize: [mask.width, mask.height], rows: rows.map(Double.init),
      lanes: lanes)
    nameRoles(width: mask.width, height: mask.height)
  }

  /// Names the boundaries by where their straight fits meet the bottom of the picture.
  public mutating func nameRoles(width: Int, height: Int) {
    let bottoms = lanes.enumerated().compactMap { index, lane -> (index: Int, x: Double)? in
      guard let line = StraightFit(lane, rows: rows) else { return nil }
      return (index, line.column(at: Double(height - 1)))
    }
    let middle = Double(width - 1) / 2
    let left = bottoms.filter { $0.x < middle }.sorted { $0.x > $1.x }
    let right = bottoms.filter { $0.x >= middle }.sorted { $0.x < $1.x }
    for (roles, side) in [
      (["ego_left", "left_neighbour"], left), (["ego_right", "right_neighbour"], right),
    ] {
      for (role, line) in zip(roles, side) { lanes[line.index].role = role }
    }
  }

  /// Only the two boundaries of the ego lane.
  public var egoOnly: LaneLabel {
    var result = self
    result.lanes = lanes.filter { $0.role == "ego_left" || $0.role == "ego_right" }
    return result
  }

  /// The column of a boundary at a row, between its stated rows; nil outside them.
  func column(_ lane: Lane, at row: Double) -> Double? {
    var before: (row: Double, x: Double)?
    for (y, x) in zip(rows, lane.x) where x >= 0 {
      if y == row { return x }
      if let last = before, last.row < row, row < y {
        return last.x + (x - last.x) * (row - last.row) / (y - last.row)
      }
      before = (y, x)
    }
    return nil
  }
}

/// A straight line through a boundary's points: columns over rows, least squares.
struct StraightFit {
  let slope: Double
  private let meanRow: Double
  private let meanColumn: Double

  init?(_ lane: LaneLabel.Lane, rows: [Double]) {
    let points = zip(rows, lane.x).filter { $0.1 >= 0 }
    guard let first = points.first else { return nil }
    let count = Double(points.count)
    meanRow = points.reduce(0) { $0 + $1.0 } / count
    meanColumn = points.reduce(0) { $0 + $1.1 } / count
    var (product, spread) = (0.0, 0.0)
    for (row, x) in points {
      product += (row - meanRow) * (x - meanColumn)
      spread += (row - meanRow) * (row - meanRow)
    }
    slope = spread > 0 ? product / spread : 0
    _ = first
  }

  func column(at row: Double) -> Double { meanColumn + slope * (row - meanRow) }
}
