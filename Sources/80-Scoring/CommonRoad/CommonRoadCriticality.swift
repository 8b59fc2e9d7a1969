import Geometry

extension CommonRoad {
  /// Criticality between two recorded vehicles as the toolbox CommonRoad-CriMe measures it.
  ///
  /// With its peculiarities, so that its numbers are met: see `docs/guides/Scoring.md`. Our own
  /// `criticality.*` rows have none of them. Times are steps of the recording.
  public struct Criticality: Sendable {
    /// One vehicle over time.
    public struct Vehicle: Sendable {
      /// Bumper to bumper (m).
      public var length: Double
      /// Side to side (m).
      public var width: Double
      /// The middle and the heading at every step.
      public var poses: [SE2]
      /// The speed at every step (m/s).
      public var speeds: [Double]

      /// Creates a vehicle.
      public init(length: Double, width: Double, poses: [SE2], speeds: [Double]) {
        self.length = length
        self.width = width
        self.poses = poses
        self.speeds = speeds
      }

      func box(at step: Int) -> PlacedBox {
        OrientedBox(worldFromBox: poses[step], length: length, width: width).placed
      }
    }

    /// Which formula gives the braking required.
    public enum BrakingModel: Sendable, Hashable {
      /// Constant acceleration of both (Åsljung et al. 2017, equation 8).
      case constant
      /// The other one brakes to a standstill (Jansson 2005, equation 5.39, as it is coded).
      case piecewise
    }

    /// The ego.
    public let ego: Vehicle
    /// The other one.
    public let other: Vehicle
    /// The middle of the lane that the ego is in at each step.
    public let lane: Path
    /// Half the width of that lane (m): who is farther aside is in another lane.
    public let halfWidth: Double
    /// The length of a step (s).
    public let step: Double
    private let egoAcceleration: [Double]
    private let otherAcceleration: [Double]

    /// The largest acceleration and deceleration that CriMe's vehicle has (m/s²).
    public static let limit = 11.5

    /// Prepares for two vehicles with the same steps; nil where they have no common step.
    public init?(ego: Vehicle, other: Vehicle, lane: Path, halfWidth: Double, step: Double) {
      let count = [ego.poses, other.poses].map(\.count) + [ego.speeds, other.speeds].map(\.count)
      guard let first = count.first, first > 1, count.allSatisfy({ $0 == first }), step > 0 else {
        return nil
      }
      (self.ego, self.other, self.lane) = (ego, other, lane)
      (self.halfWidth, self.step) = (halfWidth, step)
      egoAcceleration = Sampled.gradient(ego.speeds, step: step)
      otherAcceleration = Sampled.gradient(other.speeds, step: step)
    }

    /// The number of steps.
    public var count: Int { ego.poses.count }

    /// The gap along the lane (m); infinite where the other is behind or in another lane.
    ///
    /// Half the lengths are added to x and y before the projection: right for lanes along x only.
    public func headway(at step: Int) -> Double {
      let there = lane.extendedFrame(at: other.poses[step].position)
      guard abs(there.offset) < halfWidth else { return .infinity }
      let corner = Vector2(1, 1)
      let front = lane.extendedFrame(at: ego.poses[step].position + corner * (ego.length / 2))
      let rear = lane.extendedFrame(at: other.poses[step].position - corner * (other.length / 2))
      let gap = rear.along - front.along
      return gap < 0 ? .infinity : gap
    }

    /// The time to collision at constant accelerations (s); infinite where there is none.
    ///
    /// Speeds are taken times the cosine of the lane's own direction, and the other's acceleration
    /// as a magnitude, so that braking counts as speeding up.
    public func timeToCollision(at step: Int) -> Double {
      let gap = headway(at: step)
      guard gap.isFinite else { return .infinity }
      let (here, there) = directions(at: step)
      let forward = Portable.cos(ego.poses[step].heading) * ego.speeds[step]
      let pushing = Portable.cos(ego.poses[step].heading) * egoAcceleration[step]
      let own = sign(forward) * abs(ego.speeds[step]) * here
      let ownAcceleration = sign(pushing) * abs(egoAcceleration[step]) * here
      let speed = abs(other.speeds[step]) * there - own
      let acceleration = abs(otherAcceleration[step]) * there - ownAcceleration
      if speed < 0 && abs(acceleration) <= 0.1 { return -gap / speed }
      let root = speed * speed - 2 * gap * acceleration
      if root < 0 { return .infinity }
      guard speed < 0 && acceleration != 0 || speed >= 0 && acceleration < 0 else {
        return .infinity
      }
      return -speed / acceleration - root.squareRoot() / acceleration
    }

    /// When the ego's front passes where the other's rear is now, in the recording (s).
    public func timeHeadway(at step: Int) -> Double {
      let there = lane.extendedFrame(at: other.poses[step].position)
      guard abs(there.offset) < halfWidth else { return .infinity }
      let rear = there.along - other.length / 2
      func front(_ step: Int) -> Double {
        lane.extendedFrame(at: ego.poses[step].position).along + ego.length / 2
      }
      guard front(step) <= rear else { return .infinity }
      guard let passes = ((step + 1)..<max(count, step + 1)).first(where: { front($0) > rear })
      else { return .infinity }
      return Double(passes - step) * self.step
    }

    /// The acceleration that just avoids contact (m/s²), not positive; to hundredths as it is used.
    public func requiredAcceleration(at step: Int, _ model: BrakingModel = .constant) -> Double {
      let gap = headway(at: step)
      let there = lane.extendedFrame(at: other.poses[step].position)
      guard abs(there.offset) < halfWidth else { return 0 }
      let directions = directions(at: step)
      let acceleration = abs(otherAcceleration[step]) * directions.other
      let own = abs(ego.speeds[step]) * directions.ego
      let others = abs(other.speeds[step]) * directions.other
      let wanted: Double
      switch model {
      case .constant:
        wanted = min(acceleration - (others - own) * (others - own) / (2 * gap), 0)
      case .piecewise:
        wanted = -(own * own) / (2 * (gap - others * others / 2 * acceleration))
      }
      return wanted > 0 ? 0 : (wanted * 100).rounded() / 100
    }

    /// The braking required as a share of what the car has.
    public func brakeThreat(at step: Int, _ model: BrakingModel = .constant) -> Double {
      requiredAcceleration(at: step, model) / -Criticality.limit
    }

    /// How long the time to collision is below a bound, and by how much in all (s, s²).
    ///
    /// The last step is left out, and the bound itself counts.
    public func exposure(below bound: Double) -> (time: Double, integral: Double) {
      (0..<(count - 1)).reduce((0.0, 0.0)) { sums, index in
        let left = (timeToCollision(at: index) * 100).rounded() / 100
        return left <= bound ? (sums.0 + step, sums.1 + (bound - left) * step) : sums
      }
    }

    /// The least distance of the bodies from a step on (m), and how long until then (s).
    ///
    /// The last step is left out.
    public func closestEncounter(from start: Int) -> (distance: Double, time: Double) {
      var best = (distance: Double.infinity, time: 0.0)
      for index in start..<max(start, count - 1) {
        let (own, others) = (ego.box(at: index), other.box(at: index))
        let apart = own.separation(from: others)
        let distance = apart <= 0 ? 0 : own.distance(to: others)
        if distance < best.distance - 1e-9 {
          best = (distance, Double(index - start) * step)
        }
      }
      return best
    }

    /// The worst time to collision (s): both may accelerate anywhere at the limit.
    ///
    /// Wachenfeld et al., The worst-time-to-collision metric (IV 2016). A body is the disc round a
    /// third of its length. The least positive root of |p + v t| = r + a t², by bisection.
    public func worstTimeToCollision(at step: Int) -> Double {
      let apart = other.poses[step].position - ego.poses[step].position
      let closing =
        Vector2(direction: other.poses[step].heading) * other.speeds[step]
        - Vector2(direction: ego.poses[step].heading) * ego.speeds[step]
      let room = disc(ego) + disc(other)
      func margin(_ time: Double) -> Double {
        (apart + closing * time).length - room - Criticality.limit * time * time
      }
      guard margin(0) > 0 else { return 0 }
      let least = stride(from: 0.0, to: 60, by: 0.01).first { margin($0 + 0.01) <= 0 }
      guard var low = least else { return .infinity }
      var high = low + 0.01
      for _ in 0..<50 {
        let middle = (low + high) / 2
        if margin(middle) > 0 { low = middle } else { high = middle }
      }
      return high
    }

    /// How long an area is empty between the first one out and the second one in (s).
    ///
    /// In is the last step before touching it, out the first one after; infinite where they are in
    /// together or one of them never comes or never leaves.
    public func postEncroachmentTime(_ area: Polygon) -> Double {
      guard let own = stay(ego, area), let others = stay(other, area) else { return .infinity }
      if let out = own.out, others.in >= out { return Double(others.in - out) * step }
      if let out = others.out, own.in >= out { return Double(own.in - out) * step }
      return .infinity
    }

    private func stay(_ vehicle: Vehicle, _ area: Polygon) -> (in: Int, out: Int?)? {
      let touches = (0..<count).map { vehicle.box(at: $0).distance(to: area) <= 0 }
      guard let first = touches.firstIndex(of: true), let last = touches.lastIndex(of: true) else {
        return nil
      }
      return (max(0, first - 1), last + 1 < count ? last + 1 : nil)
    }

    private func disc(_ vehicle: Vehicle) -> Double {
      Vector2(vehicle.length / 6, vehicle.width / 2).length
    }

    /// The cosines of the lane's direction at the two vehicles.
    private func directions(at step: Int) -> (ego: Double, other: Double) {
      let headings = [ego, other].map { lane.extendedFrame(at: $0.poses[step].position).heading }
      return (Portable.cos(headings[0]), Portable.cos(headings[1]))
    }

    private func sign(_ value: Double) -> Double { value > 0 ? 1 : value < 0 ? -1 : 0 }
  }
}
