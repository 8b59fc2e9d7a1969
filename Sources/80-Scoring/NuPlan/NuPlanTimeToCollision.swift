import Geometry

extension NuPlan {
  /// Time to collision: both boxes go straight on at their speed until they touch.
  ///
  /// Reference: `time_to_collision_within_bound.py`. Tested are 0.1 s to 2.9 s; a reversing ego is
  /// projected forwards, since its speed is a magnitude.
  public struct TimeToCollision: Sendable, Hashable {
    /// The least time that is still fine (s), itself excluded.
    public static let least = 0.95
    /// The distance between tested times (s).
    public static let step = 0.1
    /// How many times are tested: 0.1 s to 2.9 s.
    public static let steps = 29
    /// An ego at or below this speed is not tested (m/s).
    public static let standstill = 0.005

    /// The time to collision at each sample (s); infinite where nothing is met within 2.9 s.
    public var values: [Double]
    /// The smallest of them (s); infinite for a run without danger.
    public var minimum: Double

    /// 1 where it always stays above 0.95 s, else 0.
    public var score: Double { minimum > TimeToCollision.least ? 1 : 0 }

    /// Scores a run.
    ///
    /// `isBetweenLanes` says for each sample whether the ego is in several lanes, off the road or
    /// in an intersection: only then those beside it count. `contacts` are those of `Collisions`:
    /// a track once hit is no longer looked at, and a contact at fault is a zero.
    public init(
      _ samples: [EgoSample], tracks: [[Track]], isBetweenLanes: [Bool],
      contacts: [Collisions.Contact], outline: Outline
    ) {
      var values: [Double] = []
      values.reserveCapacity(samples.count)
      var (next, gone) = (0, Set<String>())
      for (index, sample) in samples.enumerated() where index < tracks.count {
        var hit = false
        while next < contacts.count, contacts[next].time <= sample.time {
          gone.insert(contacts[next].id)
          hit = hit || contacts[next].isAtFault
          next += 1
        }
        if hit {
          values.append(0)
          continue
        }
        let beside = index < isBetweenLanes.count ? isBetweenLanes[index] : true
        let relevant = tracks[index].filter { track in
          !gone.contains(track.id)
            && TimeToCollision.isRelevant(track, to: sample, beside: beside)
        }
        values.append(TimeToCollision.time(of: sample, to: relevant, outline: outline))
      }
      self.values = values
      // A contact between the last sample and the end of the run still counts.
      let late = contacts[next...].contains(where: \.isAtFault)
      minimum = late ? 0 : values.min() ?? .infinity
    }

    private static func isRelevant(_ track: Track, to sample: EgoSample, beside: Bool) -> Bool {
      let centre = track.box.worldFromBox.position
      let ego = sample.worldFromRearAxle
      return isAhead(centre, of: ego) || (beside && !isBehind(centre, of: ego))
    }

    /// The first tested time at which the boxes touch (s); infinite where they never do.
    static func time(of sample: EgoSample, to tracks: [Track], outline: Outline) -> Double {
      guard sample.speed > standstill else { return .infinity }
      let ego = outline.box(at: sample.worldFromRearAxle).placed
      let egoVelocity = ego.forward * sample.speed
      var best = steps + 1
      for track in tracks {
        let other = track.box.placed
        // Objects that are no agents have no speed of their own in nuPlan.
        let speed = track.group == .object ? 0 : track.speed
        best = min(
          best, firstContact(ego, egoVelocity, other, other.forward * speed, before: best))
      }
      return best > steps ? .infinity : step + Double(best - 1) * step
    }

    private static func firstContact(
      _ ego: PlacedBox, _ egoVelocity: Vector2, _ other: PlacedBox, _ velocity: Vector2,
      before limit: Int
    ) -> Int {
      let relative = velocity - egoVelocity
      let reach = ego.radius + other.radius + contactTolerance
      let way = (other.centre - ego.centre).length
      // Too far to meet within the horizon, whatever the directions.
      if way - reach > relative.length * Double(steps) * step { return limit }
      var moved = other
      for number in 1..<max(limit, 1) {
        moved.centre = other.centre + relative * (Double(number) * step)
        if ego.separation(from: moved) <= contactTolerance { return number }
      }
      return limit
    }
  }
}
