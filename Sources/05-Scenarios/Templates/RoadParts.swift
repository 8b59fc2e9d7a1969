import Roads

/// What a road may have besides its lanes: ramps, ends of lanes, branches, works, tolls.
enum RoadParts {
  /// A span along the road (m).
  struct Span {
    var from: Double
    var to: Double

    func contains(_ station: Double) -> Bool { from <= station && station <= to }
    func containsInside(_ station: Double) -> Bool { from < station && station < to }
    func overlaps(_ other: Span) -> Bool { from < other.to && other.from < to }
  }

  /// An extra lane beside the others, with the ramp that leads to it or away from it.
  struct Extra {
    var kind: Lane.Kind
    var from: Double
    var to: Double
    var isLeft = false
    /// How long the paved wedge is at an end without a ramp (m).
    var taper = 0.0
    /// Ramps that lead to it and away from it (m); zero where there is none.
    var rampBefore = 0.0
    var rampAfter = 0.0
    /// The angle between ramp and road (rad).
    var angle = 0.0
    var rampLimit: Double?

    /// Where the lane is, its ramps included.
    var extent: Span { Span(from: from - rampBefore, to: to + rampAfter) }
    /// Where it needs the room beside the road, wedges included.
    var room: Span {
      Span(
        from: from - (rampBefore > 0 ? rampBefore : taper),
        to: to + (rampAfter > 0 ? rampAfter : taper))
    }

    /// Its number for actors and goals.
    func lane(of road: RoadTemplate) -> Int { isLeft ? road.lanes + 1 : 0 }
    /// Whether a station lies on a ramp of its own.
    func isRamp(at station: Double) -> Bool { station < from || station > to }
  }

  /// A lane that ends.
  struct Drop {
    var lane: Int
    var at: Double
    var taper: Double
  }

  /// The rightmost lanes leave the road, or come to it.
  struct Branch {
    var at: Double
    var lanes: Int
    var angle: Double
  }

  /// Road works: lanes closed, narrowed and moved sideways, with tapers before and behind.
  struct Works {
    var from: Double
    var to: Double
    var taper: Double
    var closed: [Int]
    var laneWidth: Double
    var shift: Double
    var limit: Double?
    var hasBarriers: Bool

    var extent: Span { Span(from: from - taper, to: to + taper) }

    /// How far the tapers have brought the lanes over at a station, 0 to 1, smoothly.
    func share(at station: Double) -> Double {
      guard taper > 0 else { return from <= station && station <= to ? 1 : 0 }
      let u = min((station - from + taper) / taper, (to + taper - station) / taper, 1)
      return u <= 0 ? 0 : u * u * u * (10 + u * (-15 + 6 * u))
    }
  }

  /// A toll plaza: islands between the lanes, nobody changes lanes, a low limit.
  struct Toll {
    var at: Double
    var length: Double
    var island: Double
    var limit: Double

    var extent: Span { Span(from: at, to: at + length) }
  }
}
