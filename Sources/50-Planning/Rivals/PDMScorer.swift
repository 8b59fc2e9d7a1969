import DrivingCore
import Geometry
import Roads

/// The score that PDM-Closed gives its roll-outs: nuPlan's closed-loop metrics, 4 s ahead.
///
/// Source: `pdm_scorer.py`, `pdm_comfort_metrics.py` of `tuplan_garage` b51d5d0.
struct PDMScorer: Sendable {
  /// An area of the road, and whether it lies on the route.
  struct Area: Sendable {
    /// Its outline.
    var outline: Polygon
    /// Whether driving there is driving the right way.
    var isOnRoute: Bool
    /// The rectangle round it.
    let bounds: Bounds

    /// Creates an area.
    init(outline: Polygon, isOnRoute: Bool) {
      self.outline = outline
      self.isOnRoute = isOnRoute
      bounds = outline.bounds
    }
  }

  /// What is said about one roll-out.
  struct Verdict: Hashable, Sendable {
    /// 1 without fault, 0.5 for a thing hit, 0 for somebody.
    var noCollision = 1.0
    /// Whether all corners stay on the road.
    var drivableArea = 1.0
    /// 1, 0.5 or 0 by how far it drives where it must not.
    var direction = 1.0
    /// The way along the centre line (m).
    var progress = 0.0
    /// 1 where nobody is met within a second of going straight on.
    var timeToCollision = 1.0
    /// 1 where all six signals are comfortable.
    var comfort = 1.0
    /// The step of the first collision at fault, of the first breach of the time to collision.
    var (collisionStep, dangerStep): (Int?, Int?) = (nil, nil)

    /// The product of what multiplies.
    var product: Double { noCollision * drivableArea * direction }
  }

  /// The weights: progress, time to collision, comfort.
  static let weights = (progress: 5.0, danger: 5.0, comfort: 2.0)
  /// Metres on the wrong side that cost half, and all.
  static let wrongWay = (half: 2.0, all: 6.0)
  /// Steps ahead at which the time to collision is tested.
  static let ahead = [0, 3, 6, 9]

  let forecast: PDMForecast
  let areas: [Area]
  let centre: DiscretePath
  let body: VehicleSpec.Body

  /// The scores of some roll-outs from their verdicts: progress is relative to the best.
  static func scores(_ verdicts: [Verdict]) -> [Double] {
    let raw = verdicts.map { $0.progress * $0.product }
    let best = raw.max() ?? 0
    return verdicts.indices.map { index in
      let verdict = verdicts[index]
      let progress = best > 0.1 ? raw[index] / best : verdict.product == 0 ? 0 : 1
      let sum =
        weights.progress * progress + weights.danger * verdict.timeToCollision
        + weights.comfort * verdict.comfort
      return verdict.product * sum / (weights.progress + weights.danger + weights.comfort)
    }
  }

  /// Judges one roll-out.
  func judge(_ states: [PDMState]) -> Verdict {
    var verdict = Verdict()
    let boxes = states.map {
      body.box(rear: $0.position, forward: Vector2(direction: $0.heading))
    }
    let places = boxes.map(place)
    collisions(states, boxes, places, &verdict)
    dangers(states, boxes, places, &verdict)
    if places.contains(where: \.isOff) { verdict.drivableArea = 0 }
    direction(boxes, places, &verdict)
    if let first = boxes.first, let last = boxes.last {
      verdict.progress = centre.project(last.centre).along - centre.project(first.centre).along
    }
    verdict.comfort = PDMComfort.isComfortable(states) ? 1 : 0
    return verdict
  }

  /// Where a box lies: across lanes, off the road, where it must not drive.
  private struct Place {
    var isBetween = false
    var isOff = false
    var isWrong = true
  }

  private func place(_ box: PlacedBox) -> Place {
    var (touched, holdsAll, onRoad) = (0, false, 0)
    var place = Place()
    let reach = box.bounds
    for area in areas where area.bounds.intersects(reach) {
      var inside = 0
      for corner in 0..<4 where area.outline.contains(box.corner(corner)) {
        inside |= 1 << corner
      }
      if inside != 0 { touched += 1 }
      if inside == 15 { holdsAll = true }
      onRoad |= inside
      if area.isOnRoute && place.isWrong && area.outline.contains(box.centre) {
        place.isWrong = false
      }
    }
    place.isBetween = touched > 1 && !holdsAll
    place.isOff = onRoad != 15
    return place
  }

  private func collisions(
    _ states: [PDMState], _ boxes: [PlacedBox], _ places: [Place], _ verdict: inout Verdict
  ) {
    var met = forecast.touches
    for step in states.indices {
      for track in forecast.tracks.indices where !met[track] {
        let other = forecast.box(track, at: step)
        guard boxes[step].touches(other) else { continue }
        if isAtFault(states[step], boxes[step], places[step], forecast.tracks[track], other) {
          let score = forecast.tracks[track].isAgent ? 0 : 0.5
          verdict.noCollision = min(verdict.noCollision, score)
          verdict.collisionStep = min(verdict.collisionStep ?? step, step)
        } else {
          met[track] = true
        }
      }
    }
  }

  private func isAtFault(
    _ state: PDMState, _ box: PlacedBox, _ place: Place, _ track: PDMForecast.Track,
    _ other: PlacedBox
  ) -> Bool {
    if abs(state.speed) <= 0.05 { return false }
    if track.speed <= 0.05 { return true }
    if state.cosine(towards: other.centre) < PDMScorer.behind { return false }
    let bumper = LineSegment(box.corner(0), box.corner(3))
    if other.intersects(bumper) { return true }
    return place.isBetween || place.isOff
  }

  /// Cosines of 150 and 30 degrees: behind, ahead.
  private static let (behind, straight) = (-0.8660254037844387, 0.8660254037844387)

  private func dangers(
    _ states: [PDMState], _ boxes: [PlacedBox], _ places: [Place], _ verdict: inout Verdict
  ) {
    var met = forecast.touches
    for step in states.indices where abs(states[step].speed) >= 5e-3 {
      for ahead in PDMScorer.ahead {
        var box = boxes[step]
        let speed = abs(states[step].speed)
        box.centre = box.centre + box.forward * (speed * Double(ahead) * PDM.step)
        for track in forecast.tracks.indices where !met[track] {
          let other = forecast.box(track, at: step + ahead)
          guard box.touches(other) else { continue }
          let cosine = states[step].cosine(towards: other.centre)
          let isBeside = places[step].isBetween || places[step].isOff
          if cosine > PDMScorer.straight || (isBeside && cosine >= PDMScorer.behind) {
            verdict.timeToCollision = 0
            verdict.dangerStep = min(verdict.dangerStep ?? step, step)
          } else {
            met[track] = true
          }
        }
      }
    }
  }

  private func direction(
    _ boxes: [PlacedBox], _ places: [Place], _ verdict: inout Verdict
  ) {
    var (most, stretch) = (0.0, 0.0)
    for step in boxes.indices {
      guard places[step].isWrong else {
        stretch = 0
        continue
      }
      if step > 0 { stretch += boxes[step].centre.distance(to: boxes[step - 1].centre) }
      most = max(most, stretch)
    }
    verdict.direction =
      most < PDMScorer.wrongWay.half ? 1 : most < PDMScorer.wrongWay.all ? 0.5 : 0
  }
}

extension PDMState {
  /// The cosine of the angle at the rear axle between straight on and a point.
  fileprivate func cosine(towards point: Vector2) -> Double {
    let away = point - position
    let length = away.length
    return length > 1e-12 ? away.dot(Vector2(direction: heading)) / length : 1
  }
}

extension PlacedBox {
  /// Whether two boxes share a point; most are too far apart for a closer look.
  fileprivate func touches(_ other: PlacedBox) -> Bool {
    let reach = radius + other.radius
    guard (other.centre - centre).squaredLength <= reach * reach else { return false }
    return separation(from: other) <= 0
  }
}

/// PDM-Closed's comfort: six filtered signals of a roll-out strictly within nuPlan's bounds.
enum PDMComfort {
  /// Whether a roll-out is comfortable.
  static func isComfortable(_ states: [PDMState]) -> Bool {
    let count = states.count
    guard count >= 15 else { return true }
    let acceleration = states.map(\.acceleration)
    let smooth = filtered(acceleration, window: count, order: 2)
    guard within(smooth, -4.05, 2.40) else { return false }
    let magnitude = filtered(acceleration.map(abs), window: 8, order: 2)
    let along = filtered(acceleration, window: 8, order: 2)
    guard within(filtered(magnitude, window: count, order: 2, derivative: 1), -8.37, 8.37),
      within(filtered(along, window: count, order: 2, derivative: 1), -4.13, 4.13)
    else { return false }
    var headings = states.map(\.heading)
    for index in 1..<count {
      headings[index] =
        headings[index - 1] + Angle.difference(from: headings[index - 1], to: headings[index])
    }
    return within(filtered(headings, window: 5, order: 3, derivative: 2), -1.93, 1.93)
      && within(filtered(headings, window: 5, order: 2, derivative: 1), -0.95, 0.95)
  }

  private static func within(_ values: [Double], _ low: Double, _ high: Double) -> Bool {
    values.allSatisfy { $0 > low && $0 < high }
  }

  private static func filtered(
    _ values: [Double], window: Int, order: Int, derivative: Int = 0
  ) -> [Double] {
    let key = Key(window: window, order: order, derivative: derivative)
    let filter = filters.first { $0.key == key }?.filter ?? make(key)
    return filter?.filtered(values) ?? values
  }

  private struct Key: Hashable, Sendable {
    var window: Int
    var order: Int
    var derivative: Int
  }

  private static func make(_ key: Key) -> SavitzkyGolay? {
    SavitzkyGolay(
      window: key.window, order: key.order, derivative: key.derivative, step: PDM.step)
  }

  /// The filters of a roll-out of 4 s, made once.
  private static let filters: [(key: Key, filter: SavitzkyGolay?)] = {
    let whole = PDM.scoredSteps + 1
    let keys = [
      Key(window: whole, order: 2, derivative: 0), Key(window: 8, order: 2, derivative: 0),
      Key(window: whole, order: 2, derivative: 1), Key(window: 5, order: 3, derivative: 2),
      Key(window: 5, order: 2, derivative: 1),
    ]
    return keys.map { ($0, make($0)) }
  }()
}
