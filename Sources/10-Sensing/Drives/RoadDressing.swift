import Geometry

/// Lays asphalt, paint and everything that misleads a naive detector along a made road.
struct RoadDressing {
  private let road: RenderedRoad
  private let conditions: RenderingConditions
  private let guideline: Guideline
  private var random: SeededGenerator

  init(_ road: RenderedRoad, _ conditions: RenderingConditions, seed: UInt64) {
    (self.road, self.conditions, guideline) = (road, conditions, road.guideline)
    random = SeededGenerator(seed: seed, stream: 0x6472_6573)
  }

  /// The dressed ground.
  mutating func ground() -> PaintedGround {
    var ground = PaintedGround()
    ground.strips = asphalt() + wheelPaths() + patches() + seams() + ghosts() + skids() + paint()
    ground.strips += shadows()
    ground.posts = posts()
    if conditions.hasGuardRail { ground.ribbons = guardRail() }
    return ground
  }

  private var span: (left: Double, right: Double) { (road.leftEdge, road.rightEdge) }

  private func asphalt() -> [GroundStrip] {
    let base = Float(conditions.surface)
    // Asphalt is a little blue, concrete a little yellow.
    let tint: Light =
      conditions.surface > 0.2 ? Light(0.90, 0.98, 1.02, 0) : Light(1.05, 1, 0.97, 0)
    return guideline.strips(
      from: 0, to: guideline.length, left: span.left, right: span.right,
      ink: .surface(tint * base, grain: Float(conditions.grain)))
  }

  /// Tyres polish two dark paths in each lane.
  private func wheelPaths() -> [GroundStrip] {
    let ink = Ink.shade(Light(repeating: 0.93), dapple: 0.3)
    return (-road.lanesRight...road.lanesLeft).flatMap { lane in
      [-0.85, 0.85].flatMap { side in
        let middle = Double(lane) * road.laneWidth + side
        return guideline.strips(
          from: 0, to: guideline.length, left: middle + 0.35, right: middle - 0.35, ink: ink)
      }
    }
  }

  private mutating func patches() -> [GroundStrip] {
    places(conditions.patchDensity).flatMap { station in
      let (length, width) = (random.uniform(2, 14), random.uniform(0.6, 3))
      let middle = random.uniform(span.right + width / 2, span.left - width / 2)
      let factor = Float(
        random.uniform() < 0.7 ? random.uniform(0.5, 0.8) : random.uniform(1.2, 1.5))
      let border = Ink.surface(Light(repeating: 0.02), grain: 0.1)
      let inside = Ink.surface(Light(repeating: Float(conditions.surface) * factor), grain: 0.08)
      return guideline.strips(
        from: station, to: station + length, left: middle + width / 2, right: middle - width / 2,
        ink: border)
        + guideline.strips(
          from: station + 0.06, to: station + length - 0.06, left: middle + width / 2 - 0.06,
          right: middle - width / 2 + 0.06, ink: inside)
    }
  }

  /// Sealed cracks and joints: thin, dark or shiny, almost parallel to the lanes.
  private mutating func seams() -> [GroundStrip] {
    guard conditions.hasSeams else { return [] }
    var result: [GroundStrip] = []
    for _ in 0..<2 {
      let offset = random.uniform(span.right + 0.5, span.left - 0.5)
      let isShiny = random.uniform() < 0.4 && conditions.hasShinySeams
      let ink = Ink.surface(Light(repeating: isShiny ? 0.3 : 0.025), grain: 0.3)
      result += wavering(around: offset, width: 0.05, from: 0, to: guideline.length, ink: ink)
    }
    return result
  }

  /// Markings ground off after roadworks: pale streaks half a lane beside the valid ones.
  private mutating func ghosts() -> [GroundStrip] {
    guard conditions.hasGhostMarkings else { return [] }
    let light = Float(min(conditions.surface * 1.45, 0.5))
    let shift = random.uniform(0.25, 0.45) * road.laneWidth
    let start = random.uniform(0, 150)
    let end = start + random.uniform(80, 250)
    // Nothing was ever painted on the land beside the asphalt.
    let asphalt = span.right...span.left
    return road.lines.filter { asphalt.contains($0.offset + shift) }.flatMap { line in
      guideline.strips(
        from: start, to: end, left: line.offset + shift + 0.07, right: line.offset + shift - 0.07,
        ink: .paint(Light(repeating: light), wear: 0.5))
    }
  }

  /// Pairs of tyre marks that leave the lane at a small angle.
  private mutating func skids() -> [GroundStrip] {
    places(conditions.skidDensity).flatMap { station in
      let (length, drift) = (random.uniform(10, 45), random.uniform(-1.5, 1.5))
      let middle = random.uniform(-1.5, 1.5)
      let ink = Ink.shade(Light(repeating: Float(random.uniform(0.35, 0.6))), dapple: 0.5)
      return [-0.75, 0.75].map { side in
        let steps = (0...12).map { Double($0) / 12 }
        let sides = [0.1, -0.1].map { half in
          steps.map {
            guideline.point(
              at: min(station + length * $0, guideline.length),
              offset: middle + side + drift * $0 * $0 + half)
          }
        }
        return GroundStrip(left: sides[0], right: sides[1], ink: ink)
      }
    }
  }

  private func paint() -> [GroundStrip] {
    let white = Float(conditions.paint)
    return road.lines.flatMap { line in
      let light = line.isYellow ? Light(0.10, 0.62, 0.95, 0) : Light(0.97, 1, 1.02, 0)
      return guideline.line(
        offset: line.offset, width: line.width, dash: line.dash,
        ink: .paint(light * white, wear: Float(conditions.wear)))
    }
  }

  /// Trees and poles beside the road lay their shadows across it: crowns with sun flecks, or bars.
  private mutating func shadows() -> [GroundStrip] {
    guard conditions.shadowStrength > 0 else { return [] }
    let passing = Float(1 - conditions.shadowStrength)
    // Shade is lit by the blue sky.
    let light = Light(passing * 1.15, passing, passing * 0.92, 1)
    let slant = random.uniform(-0.8, 0.8)
    return places(conditions.shadowDensity).map { station in
      let isPole = random.uniform() < 0.3
      return shadow(at: station, isPole: isPole, slant: slant, light)
    }
  }

  private mutating func shadow(
    at station: Double, isPole: Bool, slant: Double, _ light: Light
  ) -> GroundStrip {
    let width = isPole ? random.uniform(0.3, 0.6) : random.uniform(3, 11)
    let reach = random.uniform(0.35, 1.15) * (span.left - span.right)
    let fromLeft = random.uniform() < 0.5
    let (outer, inner) =
      fromLeft ? (span.left + 3, span.left - reach) : (span.right - 3, span.right + reach)
    let pieces = 14
    let rough = (0...2 * pieces).map { _ in random.uniform(-0.18, 0.18) * (isPole ? 0 : width) }
    func chain(_ side: Double) -> [Vector2] {
      (0...pieces).map { step in
        let share = Double(step) / Double(pieces)
        // A crown is as wide as a bulb; a pole as a pole.
        let bulge = isPole ? 1 : (max(1 - share * share * share, 0)).squareRoot()
        let offset = outer + (inner - outer) * share
        let edge = side * width / 2 * bulge + rough[side > 0 ? step : step + pieces] * bulge
        let along = station + slant * (offset - outer) + edge
        return guideline.point(at: min(max(along, 0), guideline.length), offset: offset)
      }
    }
    return GroundStrip(
      left: chain(1), right: chain(-1), ink: .shade(light, dapple: isPole ? 0.05 : 0.8))
  }

  private func posts() -> [Vector2] {
    stride(from: 20, to: guideline.length, by: 50).flatMap { station in
      [span.left + 0.8, span.right - 0.8].map { guideline.point(at: station, offset: $0) }
    }
  }

  private func guardRail() -> [Ribbon] {
    [span.left + 0.55, span.right - 0.55].flatMap { offset in
      let points = stride(from: 0, through: guideline.length, by: 2).map {
        guideline.point(at: $0, offset: offset)
      }
      return [
        Ribbon(points: points, bottom: 0.45, top: 0.76, light: Light(0.40, 0.41, 0.42, 0)),
        Ribbon(points: points, bottom: 0.58, top: 0.62, light: Light(0.16, 0.16, 0.17, 0)),
      ]
    }
  }

  private func wavering(
    around offset: Double, width: Double, from start: Double, to end: Double, ink: Ink
  ) -> [GroundStrip] {
    stride(from: start, to: end, by: 24).map { station in
      let steps = (0...24).map { min(station + Double($0), end) }
      func chain(_ half: Double) -> [Vector2] {
        steps.map {
          let wave = 0.08 * Portable.sin($0 * 0.23) + 0.05 * Portable.sin($0 * 0.71 + offset)
          return guideline.point(at: $0, offset: offset + wave + half)
        }
      }
      return GroundStrip(left: chain(width / 2), right: chain(-width / 2), ink: ink)
    }
  }

  /// Random stations, so many per 100 m.
  private mutating func places(_ density: Double) -> [Double] {
    (0..<Int(density * guideline.length / 100)).map { _ in random.uniform(0, guideline.length - 50)
    }
    .sorted()
  }
}
