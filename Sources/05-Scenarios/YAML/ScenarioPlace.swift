import DrivingCore
import Geometry
import Roads

/// Where a scenario happens, and how its keys for places and goals are resolved there.
struct ScenarioPlace {
  let vehicle: VehicleSpec
  var road: RoadTemplate?
  var lot: ParkingLot?

  init(vehicle: VehicleSpec) { self.vehicle = vehicle }

  /// The pose of a body's centre from the keys lane, s_m, offset_m or x_m, y_m, heading_deg.
  func pose(_ map: ScenarioReader, station: Double? = nil) throws(ScenarioFailure) -> SE2 {
    if map.has("lane") || map.has("s_m") || station != nil {
      guard let road else {
        throw map.failure(
          "lane", found: "a lane in a car park", expected: "x_m, y_m and heading_deg",
          advice: "give the place in metres")
      }
      if let mixed = ["x_m", "y_m", "heading_deg"].first(where: map.has) {
        throw map.failure(
          mixed, found: "'\(mixed)' beside a lane", expected: "either lane and s_m or x_m and y_m",
          advice: "remove one of them")
      }
      let s: Double
      if let station { s = station } else { s = try map.number("s_m", for: "a place on a road") }
      let lane = map.integer("lane") ?? 1
      guard let pose = road.pose(lane: lane, station: s, offset: map.number("offset_m") ?? 0)
      else {
        throw map.failure(
          map.has("s_m") ? "s_m" : "lane",
          found: "no lane \(lane) at \(StrictNumber.text(s)) m",
          expected:
            "lanes 1 to \(road.lanes) of a road of \(StrictNumber.text(road.course.length)) m",
          advice: "correct the lane or the distance")
      }
      return pose
    }
    return try SlotPlace.pose(map, among: lot?.slots ?? [])
  }

  /// The ego at the start: lane and s_m place the middle of its body, x_m and y_m its rear axle.
  func egoStart(_ ego: ScenarioReader?) throws(ScenarioFailure) -> VehicleState {
    guard let ego else { return VehicleState() }
    let pose = try ego.has("slot") ? parkedStart(ego) : pose(ego)
    let isOnLane = ego.has("lane") || ego.has("s_m")
    let back = vehicle.body.length / 2 - vehicle.body.rearOverhang
    let speed = try ego.speed("speed") ?? 0
    guard speed >= vehicle.limits.minimumSpeed, speed <= vehicle.limits.maximumSpeed else {
      throw ego.failure(
        found: "a start at \(StrictNumber.text(speed)) m/s",
        expected: "at most \(StrictNumber.text(vehicle.limits.maximumSpeed)) m/s for \(vehicle.id)",
        advice: "slow down or choose another vehicle")
    }
    return VehicleState(
      worldFromVehicle: isOnLane ? pose * SE2(x: -back, y: 0, heading: 0) : pose, speed: speed)
  }

  /// The ego parked in a slot, moved along and across it, and turned.
  private func parkedStart(_ ego: ScenarioReader) throws(ScenarioFailure) -> SE2 {
    let slot = try SlotPlace.slot(ego, among: lot?.slots ?? [])
    let there = try SlotPlace.pose(ego, among: lot?.slots ?? [])
    let middle = SlotPlace.frame(of: slot)
    let parked = parkedPose(in: slot, isNoseIn: ego.text("parked") == "nose_in")
    return there * middle.inverse * parked
  }

  /// The station of the middle of the ego's body; nil where it was not placed on a lane.
  func station(ofEgo ego: ScenarioReader?) -> Double? {
    guard road != nil, let ego, !ego.has("x_m") else { return nil }
    return ego.number("s_m")
  }

  /// The goal from its keys.
  func goal(_ map: ScenarioReader, duration: Double) throws(ScenarioFailure) -> Goal {
    var goal: Goal
    if let road { goal = try regionGoal(map, road) } else { goal = try slotGoal(map) }
    goal.time = Goal.Interval(0, min(map.number("by_s") ?? duration, duration))
    let (low, high) = (map.number("minimum_speed_kph"), map.number("maximum_speed_kph"))
    if low != nil || high != nil {
      goal.speed = Goal.Interval((low ?? 0) / 3.6, (high ?? 400) / 3.6)
    }
    return goal
  }

  private func regionGoal(_ map: ScenarioReader, _ road: RoadTemplate) throws(ScenarioFailure)
    -> Goal
  {
    try forbid(["slot", "parked", "x_m", "y_m", "heading_deg"], in: map, because: "a road")
    let start = try map.number("s_m", for: "a goal on a road")
    let end = min(start + (map.number("length_m") ?? 50), road.course.length)
    guard end - start >= 1 else {
      throw map.failure(
        "s_m", found: "a goal at \(StrictNumber.text(start)) m",
        expected: "before the end of the road at \(StrictNumber.text(road.course.length)) m",
        advice: "lengthen the road or move the goal")
    }
    var regions: [Polygon] = []
    let open = (1...road.lanes).filter {
      road.exists(lane: $0, at: start) && road.exists(lane: $0, at: end)
    }
    for lane in map.integers("lanes") ?? open {
      guard let region = road.region(lane: lane, from: start, to: end) else {
        throw map.failure(
          "lanes",
          found: "no lane \(lane) from \(StrictNumber.text(start)) to \(StrictNumber.text(end)) m",
          expected: "lanes that are there, of 1 to \(road.lanes)",
          advice: "correct the lane or the distance")
      }
      regions.append(region)
    }
    return Goal(regions: regions)
  }

  private func slotGoal(_ map: ScenarioReader) throws(ScenarioFailure) -> Goal {
    try forbid(["s_m", "length_m", "lanes"], in: map, because: "a car park")
    if map.has("x_m") || map.has("y_m") || map.has("heading_deg") {
      try forbid(["slot", "parked"], in: map, because: "a goal at a place")
      return Goal(pose: try pose(map))
    }
    let parked = map.text("parked")
    if map.text("slot") == "any" || parked == "either" {
      return try choices(map, ways: parked == "either" ? [false, true] : [parked == "nose_in"])
    }
    let slot = try SlotPlace.slot(map, among: lot?.slots ?? [])
    guard !slot.isOccupied else {
      throw map.failure(
        "slot", found: "the full slot '\(slot.id)'", expected: "a free one",
        advice: "remove it from 'occupied'")
    }
    return Goal(
      pose: parkedPose(in: slot, isNoseIn: map.text("parked") == "nose_in"), slot: slot.id)
  }

  /// The free slots that a map leaves to choose among.
  private func choices(_ map: ScenarioReader, ways: [Bool]) throws(ScenarioFailure) -> Goal {
    let all = lot?.slots ?? []
    let slots =
      map.text("slot") == "any"
      ? all.filter { !$0.isOccupied } : [try SlotPlace.slot(map, among: all)]
    guard !slots.isEmpty else {
      throw map.failure(
        "slot", found: "'any' among \(all.count) slots, none of them free", expected: "a free slot",
        advice: "remove one from 'occupied'")
    }
    var goal = Goal()
    goal.choices = slots.flatMap { slot in
      ways.map { .init(slot: slot.id, pose: parkedPose(in: slot, isNoseIn: $0)) }
    }
    return goal
  }

  /// The pose of the rear axle when the body's middle is the slot's.
  private func parkedPose(in slot: ParkingSlot, isNoseIn: Bool) -> SE2 {
    let inward = SlotRow.inward(slot)
    let heading = slot.kind == .parallel ? 0 : isNoseIn ? inward : inward + .pi
    let back = vehicle.body.length / 2 - vehicle.body.rearOverhang
    let centre = SE2(position: SlotRow.centre(slot), heading: Angle.wrapped(heading))
    return centre * SE2(x: -back, y: 0, heading: 0)
  }

  private func forbid(_ keys: [String], in map: ScenarioReader, because place: String)
    throws(ScenarioFailure)
  {
    guard let key = keys.first(where: map.has) else { return }
    throw map.failure(
      key, found: "'\(key)' on \(place)", expected: "a goal that \(place) has",
      advice: "remove it")
  }
}
