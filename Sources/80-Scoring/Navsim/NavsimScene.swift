import Geometry

extension Navsim {
  /// A small scene in which proposals are scored: areas, a route, everyone else, red lights.
  ///
  /// Reference: `pdm_scorer.py` at 0a380a90. Map look-ups are inputs: polygons with their meaning.
  public struct Scene: Sendable {
    /// One lane.
    public struct Lane: Sendable {
      /// Its name.
      public var id: String
      /// Its area.
      public var area: Polygon

      /// Creates a lane.
      public init(id: String, area: Polygon) {
        self.id = id
        self.area = area
      }
    }

    /// The lanes and lane connectors.
    public var lanes: [Lane]
    /// The names of the lanes of the route.
    public var route: [String]
    /// Road blocks, car parks and whatever else may be driven on; intersections are added.
    public var drivable: [Polygon]
    /// The intersections.
    public var intersections: [Polygon]
    /// The middle of the route, along which progress is measured.
    public var centreLine: Path
    /// Lanes behind a red light: who touches one has run it.
    public var redLights: [Polygon]
    /// Everyone else: an element for each sample and the nine after the last.
    public var tracks: [[NuPlan.Track]]
    /// The outline of the ego.
    public var outline: NuPlan.Outline
    /// What was driven before the proposals, 0.1 s apart; empty where nothing is known.
    public var history: [NuPlan.EgoSample]

    /// Creates a scene.
    public init(
      lanes: [Lane], route: [String], drivable: [Polygon], intersections: [Polygon] = [],
      centreLine: Path, redLights: [Polygon] = [], tracks: [[NuPlan.Track]],
      outline: NuPlan.Outline, history: [NuPlan.EgoSample] = []
    ) {
      self.lanes = lanes
      self.route = route
      self.drivable = drivable
      self.intersections = intersections
      self.centreLine = centreLine
      self.redLights = redLights
      self.tracks = tracks
      self.outline = outline
      self.history = history
    }
  }

  /// The score of a proposal with the raw numbers behind it.
  public struct ProposalScore: Sendable, Hashable {
    /// The parts.
    public var parts: Parts
    /// The way along the centre line (m), not below 0.
    public var progress: Double
    /// When contact at fault begins (s); infinite where there is none.
    public var collisionTime: Double
    /// When somebody is met within a second for the first time (s); infinite where nobody is.
    public var infractionTime: Double
  }
}

extension Navsim.Scene {
  /// The time between samples (s), and how many samples ahead contact is looked for.
  static let (step, ahead) = (0.1, [0, 3, 6, 9])
  /// Slower than this nobody is met (m/s).
  static let standstill = 0.005
  /// So far from the centre line (m), for so many samples on end, is out of the lane.
  static let (deviation, outOfLane) = (0.5, 20)

  /// Scores proposals of the same number of samples against each other.
  public func scores(_ proposals: [[NuPlan.EgoSample]]) -> [Navsim.ProposalScore] {
    var scores = proposals.map(score)
    let progress = Navsim.relativeProgress(
      raw: scores.map(\.progress), products: scores.map(\.parts.product))
    for index in scores.indices { scores[index].parts.progress = progress[index] }
    return scores
  }

  private func score(_ samples: [NuPlan.EgoSample]) -> Navsim.ProposalScore {
    let boxes = samples.map { outline.box(at: $0.worldFromRearAxle) }
    let areas = boxes.map(area)
    let collision = collisions(samples, boxes, areas)
    let infraction = firstInfraction(samples, boxes, areas)
    let isOnRoad = !areas.contains { $0.isOffRoad }
    let ran = boxes.contains { box in redLights.contains { box.placed.intersects($0) } }
    let comfort =
      history.isEmpty ? 1 : NuPlan.Comfort(joined(samples), outline: outline).score ?? 0
    let way = zip([boxes.last, boxes.first], [1.0, -1]).reduce(0) { sum, end in
      sum + end.1
        * (end.0.map { centreLine.extendedFrame(at: $0.worldFromBox.position).along } ?? 0)
    }
    return Navsim.ProposalScore(
      parts: Navsim.Parts(
        noAtFaultCollision: collision.score, drivableArea: isOnRoad ? 1 : 0,
        drivingDirection: direction(boxes, areas), trafficLight: ran ? 0 : 1,
        timeToCollision: infraction == nil ? 1 : 0, laneKeeping: laneKeeping(boxes),
        historyComfort: comfort),
      progress: max(0, way), collisionTime: Self.time(collision.sample),
      infractionTime: Self.time(infraction))
  }

  private static func time(_ sample: Int?) -> Double {
    sample.map { Double($0) * step } ?? .infinity
  }

  /// Where a box lies: across lanes, off the road, off the route.
  private struct Area {
    var isInSeveralLanes: Bool
    var isOffRoad: Bool
    var isOffRoute: Bool
  }

  /// Borders do not belong to areas here.
  private func isIn(_ area: Polygon, _ point: Vector2) -> Bool {
    area.contains(point) && area.boundaryDistance(to: point) > 0
  }

  private func area(of box: OrientedBox) -> Area {
    let corners = box.corners
    let inside = lanes.map { lane in corners.count { isIn(lane.area, $0) } }
    let road = drivable + intersections
    let centre = box.worldFromBox.position
    return Area(
      isInSeveralLanes: inside.count { $0 > 0 } > 1 && !inside.contains(corners.count),
      isOffRoad: !corners.allSatisfy { corner in road.contains { isIn($0, corner) } },
      isOffRoute: !lanes.contains { route.contains($0.id) && isIn($0.area, centre) })
  }

  /// 0 for contact at fault with who drives or walks, 0.5 with a thing; who is met without fault
  /// is met once only.
  private func collisions(
    _ samples: [NuPlan.EgoSample], _ boxes: [OrientedBox], _ areas: [Area]
  ) -> (score: Double, sample: Int?) {
    var (score, first, met) = (1.0, Int?.none, [String]())
    for index in samples.indices where index < tracks.count {
      let box = boxes[index].placed
      for track in tracks[index] where !met.contains(track.id) {
        guard NuPlan.Collisions.touches(box, track.box) else { continue }
        let kind = NuPlan.Collisions.classify(samples[index], box: box, with: track)
        let isBetween = areas[index].isInSeveralLanes || areas[index].isOffRoad
        let isAtFault =
          kind == .activeFront || kind == .stoppedTrack || kind == .activeLateral && isBetween
        guard isAtFault else {
          met.append(track.id)
          continue
        }
        score = min(score, track.group == .object ? 0.5 : 0)
        first = first ?? index
      }
    }
    return (score, first)
  }

  /// The first sample at which somebody is met within a second at constant speed.
  private func firstInfraction(
    _ samples: [NuPlan.EgoSample], _ boxes: [OrientedBox], _ areas: [Area]
  ) -> Int? {
    var passed: [String] = []
    let last = samples.count - 1 - (Self.ahead.last ?? 0)
    for index in 0..<max(0, last + 1) where samples[index].speed >= Self.standstill {
      let pose = samples[index].worldFromRearAxle
      let isBetween =
        areas[index].isInSeveralLanes || areas[index].isOffRoad
        || intersections.contains { isIn($0, pose.position) }
      for later in Self.ahead where index + later < tracks.count {
        var box = boxes[index].placed
        box.centre += pose.forward * (samples[index].speed * Double(later) * Self.step)
        for track in tracks[index + later] where !passed.contains(track.id) {
          guard NuPlan.Collisions.touches(box, track.box) else { continue }
          let centre = track.box.worldFromBox.position
          if NuPlan.isAhead(centre, of: pose) || isBetween && !NuPlan.isBehind(centre, of: pose) {
            return index
          }
          passed.append(track.id)
        }
      }
    }
    return nil
  }

  /// 1, 0.5 or 0 by the way off the route within a second: eleven increments, as there.
  private func direction(_ boxes: [OrientedBox], _ areas: [Area]) -> Double {
    let steps = boxes.indices.map { index -> Double in
      guard index > 0, areas[index].isOffRoute else { return 0 }
      return boxes[index].worldFromBox.position.distance(
        to: boxes[index - 1].worldFromBox.position)
    }
    let worst = steps.indices.map { steps[max(0, $0 - 10)...$0].reduce(0, +) }.max() ?? 0
    return worst < NuPlan.DrivingDirection.tolerated
      ? 1 : worst < NuPlan.DrivingDirection.violation ? 0.5 : 0
  }

  /// 0 where the middle is more than half a metre off the centre line for two seconds on end.
  private func laneKeeping(_ boxes: [OrientedBox]) -> Double {
    var beyond = 0
    for box in boxes {
      let centre = box.worldFromBox.position
      // Within an intersection the count stands still.
      if intersections.contains(where: { isIn($0, centre) }) { continue }
      let aside = abs(centreLine.extendedFrame(at: centre).offset)
      beyond = aside > Self.deviation ? beyond + 1 : 0
      if beyond >= Self.outOfLane { return 0 }
    }
    return 1
  }

  /// What was driven before and the proposal as one run of even steps.
  private func joined(_ samples: [NuPlan.EgoSample]) -> [NuPlan.EgoSample] {
    (history + samples).enumerated().map { index, sample in
      var shifted = sample
      shifted.time = Double(index) * Self.step
      return shifted
    }
  }
}
