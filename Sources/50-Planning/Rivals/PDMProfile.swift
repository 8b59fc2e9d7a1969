import Geometry

/// Speed and curvature along a reference of poses, by regularised least squares.
///
/// The speed fit penalises differences of the acceleration (1e-4), the curvature fit the rate of the
/// curvature (1e-2) and, faintly, the first curvature (1e-10). Source: as `PDMSimulation`.
struct PDMProfile: Sendable {
  /// The speed at each step (m/s).
  private(set) var speed: [Double] = []
  /// The curvature at each step (1/m).
  private(set) var curvature: [Double] = []

  static let (jerkPenalty, ratePenalty, firstPenalty) = (1e-4, 1e-2, 1e-10)

  /// Fits a reference of at least three poses 0.1 s apart.
  init(_ poses: [(position: Vector2, heading: Double)]) {
    let count = poses.count - 1
    guard count >= 2 else { return }
    let along = (0..<count).map { index -> Double in
      (poses[index + 1].position - poses[index].position)
        .dot(Vector2(direction: poses[index].heading))
    }
    let turns = (0..<count).map {
      Angle.difference(from: poses[$0].heading, to: poses[$0 + 1].heading)
    }
    speed = PDMProfile.fitted(along)
    curvature = PDMProfile.fitted(turns, speed: speed)
  }

  /// The speeds whose way matches the displacements along the headings.
  private static func fitted(_ along: [Double]) -> [Double] {
    let (count, dt) = (along.count, PDM.step)
    // Row k of A: dt for the first speed, dt² for each acceleration before k; AᵀA needs no headings.
    func entry(_ row: Int, _ column: Int) -> Double {
      column == 0 ? dt : column <= row ? dt * dt : 0
    }
    var normal = SymmetricSystem(count)
    for i in 0..<count {
      for j in 0...i {
        let rows = count - max(i, j)
        normal[i, j] = Double(rows) * (i == 0 ? dt : dt * dt) * (j == 0 ? dt : dt * dt)
      }
    }
    // The published difference matrix holds [-1, 0] in all rows but the last, which is [-1, 1]: what
    // is meant to punish jerk punishes acceleration. Kept, since the published scores rest on it.
    for index in 1..<max(1, count - 1) { normal[index, index] += jerkPenalty }
    if count > 2 {
      normal[count - 1, count - 1] += jerkPenalty
      normal[count - 1, count - 2] -= jerkPenalty
    }
    let right = (0..<count).map { column in
      (column..<count).reduce(0.0) { $0 + entry($1, column) * along[$1] }
    }
    return integrated(normal.solved(right))
  }

  /// The curvatures whose turns at those speeds match the headings.
  private static func fitted(_ turns: [Double], speed: [Double]) -> [Double] {
    let (count, dt) = (turns.count, PDM.step)
    func entry(_ row: Int, _ column: Int) -> Double {
      column == 0 ? speed[row] * dt : column <= row ? speed[row] * dt * dt : 0
    }
    // Sums of squares of speeds from a row on make AᵀA without a triple loop.
    var tail = Array(repeating: 0.0, count: count + 1)
    for row in stride(from: count - 1, through: 0, by: -1) {
      tail[row] = tail[row + 1] + speed[row] * speed[row]
    }
    var normal = SymmetricSystem(count)
    for i in 0..<count {
      for j in 0...i {
        normal[i, j] = tail[max(i, j)] * (i == 0 ? dt : dt * dt) * (j == 0 ? dt : dt * dt)
      }
      normal[i, i] += i == 0 ? firstPenalty : ratePenalty
    }
    let right = (0..<count).map { column in
      (column..<count).reduce(0.0) { $0 + entry($1, column) * turns[$1] }
    }
    return integrated(normal.solved(right))
  }

  /// A first value and its rates, step by step.
  private static func integrated(_ solution: [Double]) -> [Double] {
    var sum = solution[0]
    return [sum]
      + solution.dropFirst().map { rate in
        sum += rate * PDM.step
        return sum
      }
  }
}

/// A symmetric positive definite system, solved by Cholesky's method.
struct SymmetricSystem: Sendable {
  private let count: Int
  /// The lower triangle, row by row.
  private var values: [Double]

  /// A system of zeros.
  init(_ count: Int) {
    self.count = count
    values = Array(repeating: 0, count: count * (count + 1) / 2)
  }

  /// An entry of the lower triangle.
  subscript(row: Int, column: Int) -> Double {
    get { values[row * (row + 1) / 2 + column] }
    set { values[row * (row + 1) / 2 + column] = newValue }
  }

  /// The solution; pivots that vanish are kept at a tiny positive number.
  consuming func solved(_ right: [Double]) -> [Double] {
    var x = right
    values.withUnsafeMutableBufferPointer { a in
      for i in 0..<count {
        let rowI = i * (i + 1) / 2
        for j in 0...i {
          let rowJ = j * (j + 1) / 2
          var sum = a[rowI + j]
          for k in 0..<j { sum -= a[rowI + k] * a[rowJ + k] }
          if i == j {
            a[rowI + i] = max(sum, 1e-300).squareRoot()
          } else {
            a[rowI + j] = sum / a[rowJ + j]
          }
        }
      }
      for i in 0..<count {
        let row = i * (i + 1) / 2
        for k in 0..<i { x[i] -= a[row + k] * x[k] }
        x[i] /= a[row + i]
      }
      for i in stride(from: count - 1, through: 0, by: -1) {
        for k in (i + 1)..<max(i + 1, count) { x[i] -= a[k * (k + 1) / 2 + i] * x[k] }
        x[i] /= a[i * (i + 1) / 2 + i]
      }
    }
    return x
  }
}
