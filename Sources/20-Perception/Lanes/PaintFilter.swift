import DrivingCore
import Geometry

/// A stripe of paint cut by one picture row.
struct PaintPoint: Sendable, Hashable {
  /// The row (px).
  var row: Int
  /// The middle of the stripe (px).
  var column: Double
  /// Its width (px).
  var width: Double
  /// How far it stands out from the road (grey levels).
  var contrast: Double
}

/// Finds, row by row, what is brighter or yellower than the road on both of its sides and as wide
/// as lane paint.
///
/// A symmetric step filter: with c the mean over the stripe and l, r the means a quarter of a metre
/// to its sides, the response is min(c-l, c-r) - |l-r|/2; edges of shadows, kerbs and cars, bright
/// on one side only, give none. It works on whole numbers only.
struct PaintFilter: Sendable {
  /// The shortest difference to the road that counts (grey levels).
  var leastContrast = 7
  /// How far ahead paint is looked for (m).
  var farthest = 75.0
  /// How far to the sides (m).
  var widest = 7.5

  /// The width of road beside the paint whose roughness is measured (m).
  private static let side = 0.8

  private var bright: [Int32] = []
  private var yellow: [Int32] = []
  private var brightSum: [Int32] = []
  private var yellowSum: [Int32] = []
  private var roughness: [Int32] = []
  private var response: [Int32] = []

  /// The stripes of a picture, rows from the bottom up, columns from left to right.
  mutating func points(in image: CameraImage, camera: RoadCamera) -> [PaintPoint] {
    var found: [PaintPoint] = []
    found.reserveCapacity(4096)
    resize(to: image.width)
    let focal = camera.calibration.focalLength
    let horizon = camera.horizonRow
    let top = horizon + max(5, camera.calibration.height * focal.y / farthest)
    guard top < Double(image.height), top > -1e6 else { return [] }
    var row = image.height - 1
    while row > Int(max(top, 0)) {
      let scale = camera.pixelsPerMetre(row: Double(row))
      if scale > 4 { scan(image, row: row, scale: scale, middle: middle(camera), into: &found) }
      row -= PaintFilter.rowStep(scale)
    }
    return found
  }

  /// Near rows say the same thing again: about 5 cm of road a step is enough.
  static func rowStep(_ scale: Double) -> Int { scale > 160 ? 3 : scale > 90 ? 2 : 1 }

  private func middle(_ camera: RoadCamera) -> Double {
    camera.calibration.principalPoint.x
      + camera.calibration.focalLength.x * Portable.tan(camera.calibration.yawLeft)
  }

  private mutating func resize(to width: Int) {
    guard bright.count != width else { return }
    let zeros = [Int32](repeating: 0, count: width)
    (bright, yellow, response) = (zeros, zeros, zeros)
    brightSum = [Int32](repeating: 0, count: width + 1)
    yellowSum = brightSum
  }

  private mutating func scan(
    _ image: CameraImage, row: Int, scale: Double, middle: Double, into found: inout [PaintPoint]
  ) {
    let half = Int((0.05 * scale).rounded())
    let offset = max(half + 2, Int((0.26 * scale).rounded()))
    let reach = widest * scale
    let first = Int(max(middle - reach, 0)) + offset + half + 1
    let last = Int(min(middle + reach, Double(image.width - 1))) - offset - half - 1
    guard first < last, last < image.width else { return }
    let (low, high) = (first - offset - half - 1, last + offset + half + 1)
    let stripe = Stripe(
      half: half, offset: offset, first: first, last: last, origin: low,
      block: max(Int(PaintFilter.side * scale), 8))
    load(image, row: row, from: low, through: high)
    measureTexture(stripe, from: low, through: high)
    let count = Int32(2 * half + 1)
    for channel in [Channel.bright, .yellow] {
      respond(stripe, channel)
      var u = first
      while u <= last {
        let value = response[u]
        if value >= Int32(leastContrast) * count, value >= threshold(u, stripe, channel) * count,
          isPeak(u, stripe)
        {
          if let point = refine(u, row: row, stripe, channel, scale: scale) { found.append(point) }
          u += half + 1
        }
        u += 1
      }
    }
    tidy(&found, row: row)
  }

  private enum Channel { case bright, yellow }

  private struct Stripe {
    let half: Int
    let offset: Int
    let first: Int
    let last: Int
    let origin: Int
    let block: Int
  }

  /// Brightness and yellowness (red and green over blue) of a row, and their running sums.
  private mutating func load(_ image: CameraImage, row: Int, from: Int, through: Int) {
    let start = row * image.width * 3
    image.pixels.withUnsafeBufferPointer { pixels in
      bright.withUnsafeMutableBufferPointer { bright in
        yellow.withUnsafeMutableBufferPointer { yellow in
          var at = start + 3 * from
          for u in from...through {
            let b = Int32(pixels[at])
            let g = Int32(pixels[at + 1])
            let r = Int32(pixels[at + 2])
            bright[u] = (b + 2 * g + r) >> 2
            yellow[u] = min(r, g) - b
            at += 3
          }
        }
      }
    }
    PaintFilter.sum(bright, into: &brightSum, from: from, through: through)
    PaintFilter.sum(yellow, into: &yellowSum, from: from, through: through)
  }

  private static func sum(
    _ values: [Int32], into sums: inout [Int32], from: Int, through: Int
  ) {
    values.withUnsafeBufferPointer { values in
      sums.withUnsafeMutableBufferPointer { sums in
        var total: Int32 = 0
        sums[from] = 0
        for u in from...through {
          total += values[u]
          sums[u + 1] = total
        }
      }
    }
  }

  /// How rough the picture is, by blocks of most of a metre: the mean deviation from the
  /// block's mean.
  private mutating func measureTexture(_ stripe: Stripe, from origin: Int, through end: Int) {
    roughness.removeAll(keepingCapacity: true)
    var start = origin
    while start <= end {
      let stop = min(start + stripe.block, end + 1)
      let count = Int32(stop - start)
      let mean = (brightSum[stop] - brightSum[start]) / count
      var deviation: Int32 = 0
      for u in start..<stop { deviation += abs(bright[u] - mean) }
      roughness.append(deviation / count)
      start = stop
    }
  }

  /// The least contrast at a column: paint must stand out from the smoother of its two sides.
  private func threshold(_ u: Int, _ stripe: Stripe, _ channel: Channel) -> Int32 {
    let away = stripe.offset + stripe.block / 2
    let last = roughness.count - 1
    let left = roughness[min(max((u - away - stripe.origin) / stripe.block, 0), last)]
    let right = roughness[min(max((u + away - stripe.origin) / stripe.block, 0), last)]
    let rough = min(left, right)
    return channel == .bright
      ? max(Int32(leastContrast), rough * 8 / 5) : max(Int32(leastContrast + 3), rough)
  }

  private mutating func respond(_ stripe: Stripe, _ channel: Channel) {
    let sums = channel == .bright ? brightSum : yellowSum
    let (half, offset) = (stripe.half, stripe.offset)
    sums.withUnsafeBufferPointer { sums in
      response.withUnsafeMutableBufferPointer { response in
        for u in stripe.first...stripe.last {
          let c = sums[u + half + 1] - sums[u - half]
          let l = sums[u - offset + half + 1] - sums[u - offset - half]
          let r = sums[u + offset + half + 1] - sums[u + offset - half]
          response[u] = min(c - l, c - r) - abs(l - r) / 2
        }
      }
    }
  }

  private func isPeak(_ u: Int, _ stripe: Stripe) -> Bool {
    let reach = stripe.half + 1
    for near in max(stripe.first, u - reach)...min(stripe.last, u + reach)
    where response[near] > response[u] { return false }
    return true
  }

  /// The middle between the two half-height edges of the stripe.
  private func refine(
    _ u: Int, row: Int, _ stripe: Stripe, _ channel: Channel, scale: Double
  ) -> PaintPoint? {
    let sums = channel == .bright ? brightSum : yellowSum
    let values = channel == .bright ? bright : yellow
    let (half, offset) = (stripe.half, stripe.offset)
    let count = Double(2 * half + 1)
    func mean(_ at: Int) -> Double { Double(sums[at + half + 1] - sums[at - half]) / count }
    let (peak, leftSide, rightSide) = (mean(u), mean(u - offset), mean(u + offset))
    guard
      let left = edge(values, from: u, step: -1, level: (peak + leftSide) / 2, limit: offset + 1),
      let right = edge(values, from: u, step: 1, level: (peak + rightSide) / 2, limit: offset + 1)
    else { return nil }
    let width = right - left
    guard width >= 0.03 * scale, width <= 0.40 * scale + 2 else { return nil }
    let contrast = Double(response[u]) / count
    guard peak - road(u, stripe, sums, scale: scale) >= 0.5 * contrast else { return nil }
    return PaintPoint(
      row: row, column: (left + right) / 2, width: width,
      contrast: channel == .bright ? contrast : 1.6 * contrast)
  }

  /// The road's own level: the darker of the metres to the left and right. Bare road between two
  /// dark things, a seam and a tyre mark, is a stripe too, but no brighter than that.
  private func road(_ u: Int, _ stripe: Stripe, _ sums: [Int32], scale: Double) -> Double {
    let (near, far) = (Int((0.2 * scale).rounded()) + 1, Int((1.1 * scale).rounded()) + 2)
    // A piece of road at the picture's edge says little: it may be the dark thing alone.
    func mean(_ from: Int, _ through: Int) -> Double? {
      let low = max(from, stripe.origin)
      let high = min(through, stripe.last + stripe.offset + stripe.half + 1)
      guard high - low >= (far - near) / 2 else { return nil }
      return Double(sums[high + 1] - sums[low]) / Double(high - low + 1)
    }
    let (left, right) = (mean(u - far, u - near), mean(u + near, u + far))
    return min(left ?? right ?? -.infinity, right ?? left ?? -.infinity)
  }

  private func edge(
    _ values: [Int32], from u: Int, step: Int, level: Double, limit: Int
  ) -> Double? {
    var inside = Double(values[u])
    guard inside >= level else { return nil }
    for k in 1...limit {
      let outside = Double(values[u + step * k])
      if outside < level {
        let share = (inside - level) / (inside - outside)
        return Double(u) + Double(step) * (Double(k - 1) + share)
      }
      inside = outside
    }
    return nil
  }

  /// Orders a row's points and keeps one of those seen twice (bright and yellow).
  private func tidy(_ found: inout [PaintPoint], row: Int) {
    var start = found.count
    while start > 0, found[start - 1].row == row { start -= 1 }
    guard found.count - start > 1 else { return }
    let sorted = found[start...].sorted { $0.column < $1.column }
    found.removeSubrange(start...)
    for point in sorted {
      if let last = found.last, last.row == row,
        point.column - last.column < max(2, last.width / 2)
      {
        if point.contrast > last.contrast { found[found.count - 1] = point }
        continue
      }
      found.append(point)
    }
  }
}
