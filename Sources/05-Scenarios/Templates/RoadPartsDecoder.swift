import Geometry
import Roads

/// Reads what a road has besides its lanes, and checks that the parts leave each other room.
struct RoadPartsDecoder {
  let road: ScenarioReader
  /// The length of the road (m).
  let length: Double

  /// Adds ends of lanes, branches, works and toll plazas to a road.
  func addParts(to template: inout RoadTemplate) throws(ScenarioFailure) {
    try checkSides(template)
    try addDrops(to: &template)
    template.split = try branch("split", of: template)
    template.join = try branch("join", of: template)
    if let split = template.split, let join = template.join, join.at >= split.at {
      throw wrong(road, "split", "a split before the join", "a join first, then a split")
    }
    for map in road.maps("works") { try addWorks(map, to: &template) }
    for map in road.maps("tolls") { try addToll(map, to: &template) }
    try checkLanesStay(template)
  }

  private func wrong(
    _ map: ScenarioReader, _ key: String?, _ found: String, _ expected: String,
    _ advice: String = "correct the numbers"
  ) -> ScenarioFailure {
    map.failure(key, found: found, expected: expected, advice: advice)
  }

  private func text(_ span: RoadParts.Span) -> String {
    "\(StrictNumber.text(span.from)) to \(StrictNumber.text(span.to)) m"
  }

  // MARK: - Extra lanes

  static func extras(_ road: ScenarioReader, length: Double) throws(ScenarioFailure)
    -> [RoadParts.Extra]
  {
    var extras: [RoadParts.Extra] = []
    for map in road.maps("extra_lanes") {
      let extra = try extra(map)
      let isFree = extras.allSatisfy { $0.isLeft != extra.isLeft || !extra.room.overlaps($0.room) }
      let isInside = extra.room.from >= 0 && extra.room.to <= length
      guard extra.to - extra.from >= 1, isInside, isFree else {
        throw map.failure(
          "to_m",
          found: "an extra lane from \(StrictNumber.text(extra.from)) to "
            + "\(StrictNumber.text(extra.to)) m, with ramps and tapers "
            + "\(StrictNumber.text(extra.room.from)) to \(StrictNumber.text(extra.room.to)) m",
          expected:
            "at least 1 m within the road of \(StrictNumber.text(length)) m, clear of others",
          advice: "correct from_m and to_m")
      }
      extras.append(extra)
    }
    return extras
  }

  private static func extra(_ map: ScenarioReader) throws(ScenarioFailure) -> RoadParts.Extra {
    let kinds: [String: Lane.Kind] = ["on_ramp": .onRamp, "off_ramp": .offRamp]
    let word = map.text("kind") ?? "driving"
    var extra = RoadParts.Extra(
      kind: kinds[word] ?? .driving, from: map.number("from_m") ?? 0, to: map.number("to_m") ?? 0,
      isLeft: map.text("side") == "left", taper: map.number("taper_m") ?? 0,
      angle: Angle.radians(degrees: map.number("ramp_angle_deg") ?? 5),
      rampLimit: try map.speed("ramp_speed_limit"))
    try checkLimit(extra.rampLimit, map)
    guard let ramp = map.number("ramp_m"), ramp > 0 else { return extra }
    guard word != "driving" else {
      throw map.failure(
        "ramp_m", found: "a ramp at a driving lane", expected: "kind on_ramp, off_ramp or weave",
        advice: "name the kind, or remove ramp_m")
    }
    if word != "off_ramp" { extra.rampBefore = ramp }
    if word != "on_ramp" { extra.rampAfter = ramp }
    return extra
  }

  static func checkLimit(_ limit: Double?, _ map: ScenarioReader) throws(ScenarioFailure) {
    guard let limit, limit <= 0 else { return }
    throw map.failure(
      found: "a speed limit of \(StrictNumber.text(limit)) m/s", expected: "more than 0",
      advice: "leave it out where there is no limit")
  }

  /// What is on the left has no room where traffic comes the other way.
  private func checkSides(_ template: RoadTemplate) throws(ScenarioFailure) {
    guard template.oncoming > 0 else { return }
    for map in road.maps("extra_lanes") where map.text("side") == "left" {
      throw wrong(
        map, "side", "an extra lane where oncoming traffic drives", "side: right",
        "remove oncoming_lanes or the side")
    }
  }

  // MARK: - Ends of lanes

  private func addDrops(to template: inout RoadTemplate) throws(ScenarioFailure) {
    for map in road.maps("lane_drops") {
      let drop = RoadParts.Drop(
        lane: map.integer("lane") ?? 1, at: map.number("at_m") ?? 0,
        taper: map.number("taper_m") ?? 0)
      let left = Set(1...template.lanes).subtracting(template.drops.map(\.lane))
      guard let low = left.min(), let high = left.max(), low < high,
        drop.lane == low || drop.lane == high
      else {
        throw wrong(
          map, "lane", "the end of lane \(drop.lane)",
          "the rightmost or leftmost of two or more lanes that go on", "correct the lane")
      }
      guard drop.at >= 1, drop.at + drop.taper <= length,
        template.drops.allSatisfy({ $0.at <= drop.at })
      else {
        throw wrong(
          map, "at_m", "a lane that ends at \(StrictNumber.text(drop.at)) m",
          "ends in ascending order within the road of \(StrictNumber.text(length)) m")
      }
      let isBeside = template.extras.contains {
        $0.isLeft == (drop.lane != 1) && $0.room.to > drop.at
      }
      guard !isBeside else {
        throw wrong(map, "at_m", "an extra lane beside a lane that has ended", "a lane beside it")
      }
      template.drops.append(drop)
    }
  }

  // MARK: - Branches

  private func branch(_ key: String, of template: RoadTemplate) throws(ScenarioFailure)
    -> RoadParts.Branch?
  {
    guard let map = road.map(key) else { return nil }
    let branch = RoadParts.Branch(
      at: map.number("at_m") ?? 0, lanes: map.integer("lanes") ?? 1,
      angle: Angle.radians(degrees: map.number("angle_deg") ?? 5))
    guard branch.lanes < template.lanes else {
      throw wrong(
        map, "lanes", "\(branch.lanes) lanes that leave a road of \(template.lanes)",
        "at least one on either branch")
    }
    guard branch.at >= 10, branch.at <= length - 10 else {
      throw wrong(
        map, "at_m", "a branch at \(StrictNumber.text(branch.at)) m",
        "10 m to \(StrictNumber.text(length - 10)) m")
    }
    let away = RoadParts.Span(
      from: key == "split" ? branch.at : 0, to: key == "split" ? length : branch.at)
    guard !template.extras.contains(where: { !$0.isLeft && $0.room.overlaps(away) }),
      !template.drops.contains(where: { $0.at > away.from && $0.at < away.to })
    else {
      throw wrong(
        map, "at_m", "an extra lane or the end of a lane on a branch", "branches without them",
        "move it to the common part of the road")
    }
    return branch
  }

  // MARK: - Works and tolls

  private func addWorks(_ map: ScenarioReader, to template: inout RoadTemplate)
    throws(ScenarioFailure)
  {
    let works = RoadParts.Works(
      from: map.number("from_m") ?? 0, to: map.number("to_m") ?? 0,
      taper: map.number("taper_m") ?? 60, closed: map.integers("closed_lanes") ?? [],
      laneWidth: map.number("lane_width_m") ?? template.laneWidth,
      shift: map.number("shift_m") ?? 0, limit: try map.speed("speed_limit"),
      hasBarriers: map.flag("barriers") ?? true)
    try RoadPartsDecoder.checkLimit(works.limit, map)
    try checkRoom(
      .init(from: works.from, to: works.to), taper: works.taper, map, in: template)
    let closed = Set(works.closed)
    let isAtSide =
      closed == Set(1..<(closed.count + 1))
      || closed == Set((template.lanes - closed.count + 1)..<(template.lanes + 1))
    guard isAtSide, closed.count < template.lanes, closed.count == works.closed.count else {
      throw wrong(
        map, "closed_lanes", "closed lanes \(works.closed)",
        "the rightmost or the leftmost lanes, and one that stays open", "correct the lanes")
    }
    guard works.taper > 0 || (works.shift == 0 && works.laneWidth == template.laneWidth) else {
      throw wrong(
        map, "taper_m", "lanes moved or narrowed at once", "a taper of some metres")
    }
    template.works.append(works)
  }

  private func addToll(_ map: ScenarioReader, to template: inout RoadTemplate)
    throws(ScenarioFailure)
  {
    let toll = RoadParts.Toll(
      at: map.number("at_m") ?? 0, length: map.number("length_m") ?? 30,
      island: map.number("island_m") ?? 0.6, limit: try map.speed("speed_limit") ?? 30 / 3.6)
    try RoadPartsDecoder.checkLimit(toll.limit, map)
    try checkRoom(toll.extent, map, in: template)
    template.tolls.append(toll)
  }

  /// Works and plazas lie on the plain road: nothing else begins or ends there.
  private func checkRoom(
    _ inner: RoadParts.Span, taper: Double = 0, _ map: ScenarioReader, in template: RoadTemplate
  ) throws(ScenarioFailure) {
    let span = RoadParts.Span(from: inner.from - taper, to: inner.to + taper)
    guard span.from >= 0, span.to <= length, inner.to - inner.from >= 2 else {
      throw wrong(
        map, nil, "\(text(span)), tapers included",
        "at least 2 m within the road of \(StrictNumber.text(length)) m")
    }
    let others =
      template.extras.map(\.room)
      + template.drops.map { .init(from: $0.at, to: .infinity) }
      + template.works.map(\.extent) + template.tolls.map(\.extent)
      + [template.split.map { .init(from: $0.at, to: length) }].compactMap { $0 }
      + [template.join.map { .init(from: 0, to: $0.at) }].compactMap { $0 }
    if let other = others.first(where: span.overlaps) {
      throw wrong(
        map, nil, "\(text(span)), which meets another part at \(text(other))",
        "parts of the road clear of each other", "move one of them")
    }
  }

  /// Some lane goes on everywhere, and no lane is narrower than a car with mirrors needs.
  private func checkLanesStay(_ template: RoadTemplate) throws(ScenarioFailure) {
    for (map, works) in zip(road.maps("works"), template.works) where works.laneWidth < 2.2 {
      throw wrong(
        map, "lane_width_m", "lanes of \(StrictNumber.text(works.laneWidth)) m",
        "at least 2.2 m", "widen them")
    }
  }
}
