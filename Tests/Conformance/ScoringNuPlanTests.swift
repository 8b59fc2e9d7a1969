import Geometry
import Scoring
import Testing

@Suite("nuPlan's metrics print what the devkit prints", .enabled(if: ScoringOracle.isPresent))
struct ScoringNuPlanTests {
  static func outline(_ input: OracleValue) -> NuPlan.Outline {
    let vehicle = input["vehicle"]
    return NuPlan.Outline(
      front: vehicle["front_length_m"].number ?? .nan,
      rear: vehicle["rear_length_m"].number ?? .nan, width: vehicle["width_m"].number ?? .nan)
  }

  static func samples(_ ego: OracleValue) -> [NuPlan.EgoSample] {
    let times = ego["t_s"].numbers
    func series(_ key: String) -> [Double] { ego[key].series(times.count) }
    let (x, y, heading) = (series("x"), series("y"), series("heading"))
    let (vx, vy, ax, ay) = (series("vx"), series("vy"), series("ax"), series("ay"))
    let (rate, acceleration) = (series("yaw_rate"), series("yaw_accel"))
    return times.indices.map { i in
      NuPlan.EgoSample(
        time: times[i], worldFromRearAxle: SE2(x: x[i], y: y[i], heading: heading[i]),
        velocity: Vector2(vx[i], vy[i]), acceleration: Vector2(ax[i], ay[i]), yawRate: rate[i],
        yawAcceleration: acceleration[i])
    }
  }

  static func tracks(_ input: OracleValue) -> [[NuPlan.Track]] {
    input["tracks"].list.map { step in
      step.list.map { track in
        func number(_ key: String) -> Double { track[key].number ?? .nan }
        let type = track["type"].string ?? "?"
        return NuPlan.Track(
          id: track["id"].string ?? "?",
          group: type == "vehicle"
            ? .vehicle : ["pedestrian", "bicycle"].contains(type) ? .vulnerable : .object,
          box: OrientedBox(
            worldFromBox: SE2(x: number("x"), y: number("y"), heading: number("heading")),
            length: number("length"), width: number("width")),
          speed: Vector2(number("vx"), number("vy")).length)
      }
    }
  }

  static func collisions(_ input: OracleValue) -> NuPlan.Collisions {
    let samples = samples(input["ego"])
    let inOneLane = flags(input["in_single_lane"], samples.count, true)
    return NuPlan.Collisions(samples, tracks: tracks(input), outline: outline(input)) {
      inOneLane[$0]
    }
  }

  static func flags(_ value: OracleValue, _ count: Int, _ standard: Bool) -> [Bool] {
    if !value.list.isEmpty { return value.list.map { $0.bool ?? standard } }
    return Array(repeating: value.bool ?? standard, count: count)
  }

  @Test("Comfort signals, bounds and verdict") func comfort() throws {
    let cases = try ScoringOracle.cases("nuplan_comfort")
    #expect(!cases.isEmpty)
    for (name, input, expected, _) in cases {
      let comfort = NuPlan.Comfort(Self.samples(input["ego"]), outline: Self.outline(input))
      let signals: [(String, [Double]?)] = [
        ("lon_accel", comfort.longitudinalAcceleration), ("lat_accel", comfort.lateralAcceleration),
        ("accel_magnitude", comfort.accelerationMagnitude), ("lon_jerk", comfort.longitudinalJerk),
        ("lat_jerk", comfort.lateralJerk), ("jerk_magnitude", comfort.jerk),
        ("yaw_rate", comfort.yawRate), ("yaw_accel", comfort.yawAcceleration),
      ]
      for (key, values) in signals {
        if expected[key].isError {
          #expect(values == nil, "\(name) \(key)")
          continue
        }
        // The originals round to 1e-8: one unit in that place is noise of small values.
        let difference = zip(values ?? [], expected[key].numbers).enumerated().first {
          abs($1.0 - $1.1) > max(1.01e-8, 1e-6 * abs($1.1))
        }
        #expect(values?.count == expected[key].list.count, "\(name) \(key)")
        #expect(difference == nil, "\(name) \(key)")
      }
      let flags: [(String, NuPlan.Comfort.Signal)] = [
        ("ego_jerk", .jerk), ("ego_lat_acceleration", .lateralAcceleration),
        ("ego_lon_acceleration", .longitudinalAcceleration), ("ego_lon_jerk", .longitudinalJerk),
        ("ego_yaw_acceleration", .yawAcceleration), ("ego_yaw_rate", .yawRate),
      ]
      for (key, signal) in flags {
        let flag = expected["within_bounds"][key]
        #expect(
          comfort.isWithinBounds(signal) == (flag.isError ? nil : flag.bool), "\(name) \(key)")
      }
      let verdict = expected["comfortable"]
      #expect(comfort.score == (verdict.isError ? nil : verdict.number), "\(name)")
    }
  }

  @Test("Collisions: class, time, fault, loss of speed and score") func collision() throws {
    let names: [NuPlan.Collisions.Class: String] = [
      .stoppedEgo: "STOPPED_EGO_COLLISION", .stoppedTrack: "STOPPED_TRACK_COLLISION",
      .activeFront: "ACTIVE_FRONT_COLLISION", .activeRear: "ACTIVE_REAR_COLLISION",
      .activeLateral: "ACTIVE_LATERAL_COLLISION",
    ]
    let cases = try ScoringOracle.cases("nuplan_collision")
    #expect(!cases.isEmpty)
    for (name, input, expected, _) in cases {
      let result = Self.collisions(input)
      let listed = expected["collisions"].list
      #expect(result.contacts.count == listed.count, "\(name)")
      for (contact, other) in zip(result.contacts, listed) {
        #expect(contact.id == other["id"].string, "\(name)")
        #expect(ScoringOracle.agree(contact.time, other["t_s"].number ?? .nan, 1e-9), "\(name)")
        #expect(names[contact.collisionClass] == other["type"].string, "\(name)")
        #expect(
          ScoringOracle.agree(contact.egoDeltaSpeed, other["ego_delta_v"].number ?? .nan, 1e-9),
          "\(name) \(contact.egoDeltaSpeed)")
      }
      let times = result.atFault.map(\.time)
      #expect(
        ScoringOracle.difference(times, expected["at_fault_t_s"].numbers, 1e-9) == nil, "\(name)")
      #expect(ScoringOracle.agree(result.score, expected["score"].number ?? .nan, 1e-9), "\(name)")
      let statistics = expected["statistics"]
      let counts: [(NuPlan.Track.Group, String)] = [
        (.vulnerable, "VRUs"), (.vehicle, "vehicles"), (.object, "objects"),
      ]
      for (group, key) in counts {
        #expect(
          Double(result.atFaultCount(group))
            == statistics["number_of_at_fault_collisions_with_\(key)"].number, "\(name) \(key)")
      }
    }
  }

  @Test("Time to collision: series, minimum and verdict") func timeToCollision() throws {
    let cases = try ScoringOracle.cases("nuplan_ttc")
    #expect(!cases.isEmpty)
    for (name, input, expected, _) in cases {
      let samples = Self.samples(input["ego"])
      let single = Self.flags(input["in_single_lane"], samples.count, true)
      let crossing = Self.flags(input["in_intersection"], samples.count, false)
      let result = NuPlan.TimeToCollision(
        samples, tracks: Self.tracks(input),
        isBetweenLanes: zip(single, crossing).map { !$0 || $1 },
        contacts: Self.collisions(input).contacts, outline: Self.outline(input))
      let difference = ScoringOracle.difference(result.values, expected["ttc_s"].numbers, 1e-9)
      #expect(difference == nil, "\(name)")
      #expect(
        ScoringOracle.agree(result.minimum, expected["min_ttc_s"].number ?? .nan, 1e-9), "\(name)")
      #expect(result.score == expected["within_bound"].number, "\(name)")
    }
  }

  @Test("Speed limit: excess and score") func speedLimit() throws {
    let cases = try ScoringOracle.cases("nuplan_speed_limit")
    #expect(!cases.isEmpty)
    for (name, input, expected, _) in cases {
      let times = input["ego"]["t_s"].numbers
      let limits: [[Double?]] = input["lane"].list.map { lane in
        if lane.isNull { return [] }
        if let limit = lane.number { return [limit] }
        if lane.string == "unknown" { return [nil] }
        return lane["connectors"].list.flatMap { ($0["out"].list + $0["in"].list).map(\.number) }
      }
      let result = NuPlan.SpeedLimit(
        times: times, speeds: input["ego"]["vx"].series(times.count), limits: limits)
      let difference = ScoringOracle.difference(
        result.excess, expected["overspeed"].numbers, 1e-9)
      #expect(difference == nil, "\(name)")
      #expect(ScoringOracle.agree(result.score, expected["score"].number ?? .nan, 1e-9), "\(name)")
    }
  }

  @Test("Driving direction: way within a second and score") func drivingDirection() throws {
    let cases = try ScoringOracle.cases("nuplan_direction")
    #expect(!cases.isEmpty)
    for (name, input, expected, _) in cases {
      let samples = Self.samples(input["ego"])
      let outline = Self.outline(input)
      let baselines = input["baselines"]
      let names = input["lane_id"].list.map(\.string)
      let distances = zip(samples, names).map { sample, lane -> Double in
        guard let lane else { return 0 }
        let centre = outline.box(at: sample.worldFromRearAxle).worldFromBox.position
        return Self.project(centre, on: baselines[lane].points)
      }
      let result = NuPlan.DrivingDirection(
        times: samples.map(\.time),
        lanes: names.map { $0.map { baselines.keys.firstIndex(of: $0) ?? -1 } },
        distances: distances)
      let difference = ScoringOracle.difference(
        result.progress, expected["progress_over_1s"].numbers, 1e-9)
      #expect(difference == nil, "\(name)")
      #expect(result.score == expected["score"].number, "\(name)")
      #expect(
        ScoringOracle.agree(-result.worst, expected["min_progress"].number ?? .nan, 1e-9), "\(name)"
      )
    }
  }

  @Test("Progress: steps, ratio and making progress") func progress() throws {
    let cases = try ScoringOracle.cases("nuplan_progress")
    #expect(!cases.isEmpty)
    for (name, input, expected, _) in cases {
      let outline = Self.outline(input)
      func path(_ key: String) -> [Vector2] {
        Self.samples(input[key]).map {
          outline.box(at: $0.worldFromRearAxle).worldFromBox.position
        }
      }
      let route = input["route"].list.map {
        NuPlan.Progress.Block(
          area: Polygon($0["polygon"].points), baseline: Polyline($0["baseline"].points))
      }
      let result = NuPlan.Progress(ego: path("ego"), expert: path("expert"), route: route)
      if !expected["ego_progress_per_step"].isNull {
        let difference = ScoringOracle.difference(
          result.steps, expected["ego_progress_per_step"].numbers, 1e-9)
        #expect(difference == nil, "\(name)")
      }
      #expect(ScoringOracle.agree(result.ratio, expected["ratio"].number ?? .nan, 1e-9), "\(name)")
      #expect(result.makingProgress == expected["ego_is_making_progress"].number, "\(name)")
    }
  }

  @Test("Aggregate: scenario, type and final scores") func aggregate() throws {
    let cases = try ScoringOracle.cases("nuplan_aggregate")
    #expect(!cases.isEmpty)
    for (name, input, expected, _) in cases {
      var types: [String: [Double]] = [:]
      for scenario in input["scenarios"].list {
        let score = Self.parts(scenario["metrics"]).score
        let id = scenario["name"].string ?? "?"
        types[scenario["type"].string ?? "?", default: []].append(score)
        #expect(
          ScoringOracle.agree(score, expected["scenario_scores"][id].number ?? .nan, 1e-9),
          "\(name) \(id)")
      }
      for (type, scores) in types {
        #expect(
          ScoringOracle.agree(
            NuPlan.finalScore(scores), expected["type_scores"][type].number ?? .nan, 1e-9),
          "\(name) \(type)")
      }
      #expect(
        ScoringOracle.agree(
          NuPlan.finalScore(types.values.flatMap { $0 }), expected["final_score"].number ?? .nan,
          1e-9),
        "\(name)")
    }
  }

  static func parts(_ metrics: OracleValue) -> NuPlan.Parts {
    let known = [
      "no_ego_at_fault_collisions", "drivable_area_compliance", "ego_is_making_progress",
      "driving_direction_compliance", "ego_progress_along_expert_route",
      "time_to_collision_within_bound", "speed_limit_compliance", "ego_is_comfortable",
    ]
    var others: [String: Double?] = [:]
    for key in metrics.keys where !known.contains(key) { others[key] = metrics[key].number }
    let values = known.map { metrics[$0].number }
    return NuPlan.Parts(
      noAtFaultCollision: values[0], drivableArea: values[1], makingProgress: values[2],
      drivingDirection: values[3], progress: values[4], timeToCollision: values[5],
      speedLimit: values[6], comfort: values[7], others: others)
  }

  /// Where along a chain its nearest point lies: the oracle's own look-up, not the one under test.
  static func project(_ point: Vector2, on chain: [Vector2]) -> Double {
    var best = (distance: Double.infinity, along: 0.0)
    var travelled = 0.0
    for (a, b) in zip(chain, chain.dropFirst()) {
      let length = (b - a).length
      let along = min(max((b - a).dot(point - a) / length, 0), length)
      let distance = (a + (b - a) * (along / length)).distance(to: point)
      if distance < best.distance { best = (distance, travelled + along) }
      travelled += length
    }
    return best.along
  }
}
