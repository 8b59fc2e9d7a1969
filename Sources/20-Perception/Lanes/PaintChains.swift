import DrivingCore
import Geometry

/// A run of paint followed over many rows: a dash or a piece of a solid line.
struct PaintChain: Sendable {
  /// Its points from the bottom up.
  var points: [PaintPoint]
  /// How much it stands out compared with the clearest of the picture (0-1).
  var clarity = 1.0

  /// The mean contrast (grey levels).
  var contrast: Double {
    points.reduce(0) { $0 + $1.contrast } / Double(max(points.count, 1))
  }
}

/// A piece of a chain at most a step long, averaged: one independent measurement.
struct PaintEvidence: Sendable {
  /// Where (px).
  var column: Double
  /// Where (px).
  var row: Double
  /// The ray to it (camera frame, z = 1).
  var ray: Vector2
  /// The standard deviation of the column (px).
  var sigma: Double
  /// The length of road it stands for (m), capped.
  var length: Double
  /// The chain it belongs to.
  var chain: Int
  /// How many measurements of its chain lie before and after it in the list, up to six.
  var before = 0
  var after = 0
  /// How much it stands out compared with the clearest paint of the picture (0-1).
  var clarity: Double
}

/// Joins paint points of neighbouring rows into chains and drops what is too short to be paint.
struct PaintLinker: Sendable {
  /// The shortest run that counts (m).
  var shortest = 0.7
  /// The longest piece that is averaged into one measurement (m).
  var step = 0.8

  private struct Open {
    var last: Int
    var count: Int
    var slope: Double
  }

  /// Chains of at least a dash's share, in the order they were begun (from the bottom up).
  func chains(of points: [PaintPoint], camera: RoadCamera) -> [PaintChain] {
    var previous = [Int](repeating: -1, count: points.count)
    var open: [Open] = []
    var closed: [Open] = []
    var start = 0
    while start < points.count {
      var end = start
      while end < points.count, points[end].row == points[start].row { end += 1 }
      let row = points[start].row
      let reach = 3 * PaintFilter.rowStep(camera.pixelsPerMetre(row: Double(row))) + 1
      closed += open.filter { points[$0.last].row - row > reach }
      open.removeAll { points[$0.last].row - row > reach }
      extend(&open, with: start..<end, of: points, previous: &previous, camera: camera)
      start = end
    }
    let runs = (closed + open).sorted { $0.last < $1.last }.compactMap { run -> PaintChain? in
      var members: [PaintPoint] = []
      var at = run.last
      while at >= 0 {
        members.append(points[at])
        at = previous[at]
      }
      members.reverse()
      return isLong(members, camera) ? PaintChain(points: members) : nil
    }
    return judged(runs, camera)
  }

  /// Lane paint is among the clearest things on a road: the rest counts less.
  private func judged(_ chains: [PaintChain], _ camera: RoadCamera) -> [PaintChain] {
    var ranked: [(contrast: Double, points: Int)] = chains.map { ($0.contrast, $0.points.count) }
    ranked.sort { $0.contrast > $1.contrast }
    let total = ranked.reduce(0) { $0 + $1.points }
    var passed = 0
    var reference = 1.0
    for item in ranked {
      passed += item.points
      reference = max(item.contrast, 1)
      if 4 * passed >= total { break }
    }
    return chains.map { chain in
      var chain = chain
      chain.clarity = min(max(chain.contrast / reference * breadth(chain, camera), 0.05), 1)
      return chain
    }
  }

  /// Lane paint is 10 cm wide and more (MUTCD 3A.06: 4 in; Vienna Convention: 0.10 m), a sealed
  /// crack about 5 cm: 1 down to 0.1, judged where the picture resolves it, at the near end.
  private func breadth(_ chain: PaintChain, _ camera: RoadCamera) -> Double {
    let near = chain.points.prefix(max(chain.points.count / 3, 4))
    var widths: [Double] = []
    for point in near {
      let scale = camera.pixelsPerMetre(row: Double(point.row))
      // The picture's own blur widens what is narrower than about two pixels.
      if scale > 25 { widths.append(max(point.width - 0.4, 0) / scale) }
    }
    guard widths.count >= 4 else { return 1 }
    widths.sort()
    return min(max((widths[widths.count / 2] - 0.055) / 0.03, 0.1), 1)
  }

  private func extend(
    _ open: inout [Open], with range: Range<Int>, of points: [PaintPoint],
    previous: inout [Int], camera: RoadCamera
  ) {
    let known = open.count
    var claimed = [(point: Int, distance: Double)?](repeating: nil, count: known)
    var free: [Int] = []
    for index in range {
      let point = points[index]
      var best: (chain: Int, distance: Double)?
      for chain in 0..<known {
        let last = points[open[chain].last]
        let rows = Double(last.row - point.row)
        let scale = camera.pixelsPerMetre(row: Double(point.row))
        let loose = open[chain].count < 4 ? 25 / max(scale, 1) * rows : 0
        let distance = abs(point.column - (last.column - open[chain].slope * rows))
        guard distance <= 0.9 + 0.03 * scale + loose else { continue }
        if distance < best?.distance ?? .infinity { best = (chain, distance) }
      }
      guard let best else {
        free.append(index)
        continue
      }
      if let holder = claimed[best.chain], holder.distance <= best.distance {
        free.append(index)
      } else {
        if let holder = claimed[best.chain] { free.append(holder.point) }
        claimed[best.chain] = (index, best.distance)
      }
    }
    for chain in 0..<known {
      guard let claim = claimed[chain] else { continue }
      let last = points[open[chain].last]
      let point = points[claim.point]
      let slope = (last.column - point.column) / Double(last.row - point.row)
      let gain = max(0.12, 1 / Double(open[chain].count + 1))
      previous[claim.point] = open[chain].last
      open[chain].slope += gain * (slope - open[chain].slope)
      open[chain].last = claim.point
      open[chain].count += 1
    }
    for index in free.sorted() {
      open.append(Open(last: index, count: 1, slope: towardsHorizon(points[index], camera)))
    }
  }

  /// The slope of a line along the road through a point, columns a row.
  private func towardsHorizon(_ point: PaintPoint, _ camera: RoadCamera) -> Double {
    (point.column - camera.calibration.principalPoint.x)
      / max(Double(point.row) - camera.horizonRow, 4)
  }

  private func isLong(_ points: [PaintPoint], _ camera: RoadCamera) -> Bool {
    guard let first = points.first, let last = points.last, points.count >= 4 else { return false }
    let near = distance(first, camera)
    let far = distance(last, camera)
    return far - near >= shortest && first.row - last.row >= 4
  }

  private func distance(_ point: PaintPoint, _ camera: RoadCamera) -> Double {
    let below = max(Double(point.row) - camera.horizonRow, 1)
    return camera.calibration.height * camera.calibration.focalLength.y / below
  }

  /// The chains cut into measurements of at most a step of road.
  func evidence(of chains: [PaintChain], camera: RoadCamera) -> [PaintEvidence] {
    var result: [PaintEvidence] = []
    for (number, chain) in chains.enumerated() {
      let first = result.count
      var start = 0
      while start < chain.points.count {
        var end = start + 1
        let near = distance(chain.points[start], camera)
        while end < chain.points.count, distance(chain.points[end], camera) - near < step {
          end += 1
        }
        result.append(average(chain.points[start..<end], number, chain.clarity, camera))
        start = end
      }
      for index in first..<result.count {
        result[index].before = min(index - first, 6)
        result[index].after = min(result.count - 1 - index, 6)
      }
    }
    return result
  }

  private func average(
    _ points: ArraySlice<PaintPoint>, _ chain: Int, _ clarity: Double, _ camera: RoadCamera
  ) -> PaintEvidence {
    let count = Double(points.count)
    let column = points.reduce(0) { $0 + $1.column } / count
    let row = points.reduce(0) { $0 + Double($1.row) } / count
    let below = max(row - camera.horizonRow, 1)
    let reach = camera.calibration.height * camera.calibration.focalLength.y
    let rows = points.first.map { Double($0.row - (points.last?.row ?? $0.row)) + 1 } ?? 1
    return PaintEvidence(
      column: column, row: row, ray: camera.ray(u: column, v: row),
      sigma: (0.5 * 0.5 / count + 0.3 * 0.3).squareRoot(),
      length: min(reach / (below * below) * rows, 1.5), chain: chain,
      clarity: clarity)
  }
}
