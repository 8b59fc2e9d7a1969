import Geometry
import Scoring
import Testing

@Suite("NAVSIM, CARLA and AlpaSim print the same", .enabled(if: ScoringOracle.isPresent))
struct ScoringOtherBenchmarksTests {
  private func states(_ input: OracleValue, step: Double) -> [NuPlan.EgoSample] {
    let x = input["x"].numbers
    func series(_ key: String) -> [Double] { input[key].series(x.count) }
    let (y, heading, rate) = (series("y"), series("heading"), series("angular_velocity"))
    let (vx, ax, ay) = (series("vx"), series("ax"), series("ay"))
    let acceleration = series("angular_acceleration")
    return x.indices.map {
      NuPlan.EgoSample(
        time: Double($0) * step, worldFromRearAxle: SE2(x: x[$0], y: y[$0], heading: heading[$0]),
        velocity: Vector2(vx[$0], 0), acceleration: Vector2(ax[$0], ay[$0]), yawRate: rate[$0],
        yawAcceleration: acceleration[$0])
    }
  }

  private func agree(_ value: Double?, _ expected: OracleValue, _ tolerance: Double = 1e-9) -> Bool
  {
    ScoringOracle.agree(value, expected.number ?? .nan, tolerance)
  }

  @Test("NAVSIM history comfort") func navsimComfort() throws {
    let cases = try ScoringOracle.cases("navsim_comfort")
    #expect(!cases.isEmpty)
    for (name, input, expected, _) in cases {
      let comfort = NuPlan.Comfort(
        states(input["states"], step: input["dt_s"].number ?? .nan),
        outline: NuPlan.Outline(front: 4.049, rear: 1.127, width: 2.297))
      let signals: [(String, [Double]?)] = [
        ("lon_accel", comfort.longitudinalAcceleration), ("lat_accel", comfort.lateralAcceleration),
        ("lon_jerk", comfort.longitudinalJerk), ("yaw_rate", comfort.yawRate),
        ("yaw_accel", comfort.yawAcceleration),
      ]
      for (key, values) in signals {
        let worst = zip(values ?? [], expected[key].numbers).map { abs($0 - $1) }.max()
        #expect((worst ?? 1) <= 1.01e-8, "\(name) \(key) \(worst ?? .nan)")
      }
      #expect(comfort.score == (expected["comfortable"].bool == true ? 1 : 0), "\(name)")
    }
  }

  @Test("NAVSIM extended comfort") func navsimExtendedComfort() throws {
    let cases = try ScoringOracle.cases("navsim_extended_comfort")
    #expect(!cases.isEmpty)
    for (name, input, expected, _) in cases {
      let result = try #require(
        Navsim.ExtendedComfort(
          current: states(input["current"], step: 0.1),
          previous: states(input["previous"], step: 0.1),
          interval: input["observation_interval_s"].number ?? .nan, step: 0.1))
      let rms = expected["rms"]
      let values = [
        ("acceleration", result.acceleration), ("jerk", result.jerk),
        ("yaw_rate", result.yawRate), ("yaw_accel", result.yawAcceleration),
      ]
      for (key, value) in values {
        #expect(abs(value - (rms[key].number ?? .nan)) <= 2e-8, "\(name) \(key) \(value)")
      }
      #expect(agree(result.score, expected["two_frame_extended_comfort"]), "\(name)")
    }
  }

  private func parts(_ row: OracleValue) -> Navsim.Parts {
    func number(_ key: String) -> Double { row[key].number ?? .nan }
    return Navsim.Parts(
      noAtFaultCollision: number("no_at_fault_collisions"),
      drivableArea: number("drivable_area_compliance"),
      drivingDirection: number("driving_direction_compliance"),
      trafficLight: number("traffic_light_compliance"), progress: row["ego_progress"].number ?? 0,
      timeToCollision: number("time_to_collision_within_bound"),
      laneKeeping: number("lane_keeping"), historyComfort: number("history_comfort"),
      extendedComfort: row["two_frame_extended_comfort"].number)
  }

  /// The scene of a case: tracks go on at the speed of their first sample.
  private func scene(_ input: OracleValue) throws -> Navsim.Scene {
    func areas(_ layers: [String]) -> [Polygon] {
      input["map"].list.filter { layers.contains($0["layer"].string ?? "") }
        .map { Polygon($0["polygon"].points) }
    }
    let centre = input["centerline"].list.map { Vector2($0.numbers[0], $0.numbers[1]) }
    let tracks = (0...50).map { sample in
      input["tracks"].list.map { track -> NuPlan.Track in
        let number = { (key: String) in track[key].number ?? .nan }
        let pose = SE2(x: number("x"), y: number("y"), heading: number("heading"))
        let way = number("speed") * Double(sample) * 0.1
        let kind = track["type"].string ?? ""
        return NuPlan.Track(
          id: track["id"].string ?? "?",
          group: kind == "vehicle" ? .vehicle : kind == "pedestrian" ? .vulnerable : .object,
          box: OrientedBox(
            worldFromBox: SE2(position: pose.position + pose.forward * way, heading: pose.heading),
            length: number("length"), width: number("width")),
          speed: number("speed"))
      }
    }
    return Navsim.Scene(
      lanes: input["map"].list.filter { $0["layer"].string == "lane" }.map {
        .init(id: $0["id"].string ?? "?", area: Polygon($0["polygon"].points))
      },
      route: input["route_lane_ids"].list.compactMap(\.string),
      drivable: areas(["roadblock", "drivable_area", "carpark"]),
      intersections: areas(["intersection"]),
      centreLine: try #require(Path(Polyline(centre))),
      redLights: input["red_lights"].list.map { Polygon($0["polygon"].points) }, tracks: tracks,
      outline: NuPlan.Outline(front: 4.049, rear: 1.127, width: 2.297),
      history: history(input["history"]))
  }

  /// The past, resampled every 0.1 s without its last two samples, as the original joins it.
  private func history(_ value: OracleValue) -> [NuPlan.EgoSample] {
    let times = value["t_s"].numbers
    guard let end = times.last, times.count > 1 else { return [] }
    let count = max(0, Int((end / 0.1).rounded()) - 1)
    return (0..<count).map { index in
      let time = Double(index) * 0.1
      let before = times.lastIndex { $0 <= time + 1e-9 } ?? 0
      let low = min(before, times.count - 2)
      let share = (time - times[low]) / (times[low + 1] - times[low])
      func at(_ key: String) -> Double {
        let values = value[key].numbers
        return values[low] + (values[low + 1] - values[low]) * share
      }
      return NuPlan.EgoSample(
        time: time, worldFromRearAxle: SE2(x: at("x"), y: at("y"), heading: at("heading")),
        velocity: Vector2(at("vx"), 0), acceleration: Vector2(at("ax"), 0))
    }
  }

  @Test("NAVSIM sub-scores of proposals on small scenes") func navsimProposals() throws {
    let cases = try ScoringOracle.cases("navsim_pdm")
    #expect(!cases.isEmpty)
    for (name, input, expected, _) in cases {
      let step = input["dt_s"].number ?? 0.1
      let found = try scene(input).scores(input["proposals"].list.map { states($0, step: step) })
      let rows = expected["proposals"].list
      #expect(found.count == rows.count && !rows.isEmpty, "\(name)")
      for (index, (score, row)) in zip(found, rows).enumerated() {
        let parts = score.parts
        let values: [(String, Double)] = [
          ("no_at_fault_collisions", parts.noAtFaultCollision),
          ("drivable_area_compliance", parts.drivableArea),
          ("driving_direction_compliance", parts.drivingDirection),
          ("traffic_light_compliance", parts.trafficLight), ("ego_progress", parts.progress),
          ("time_to_collision_within_bound", parts.timeToCollision),
          ("lane_keeping", parts.laneKeeping), ("history_comfort", parts.historyComfort),
          ("multiplicative_metrics_prod", parts.product), ("pdm_score", parts.score),
          ("progress_raw_m", score.progress),
          ("time_to_at_fault_collision_s", score.collisionTime),
          ("time_to_ttc_infraction_s", score.infractionTime),
        ]
        for (key, value) in values {
          #expect(
            agree(value, row[key]),
            "\(name) \(index) \(key): \(value), expected \(row[key].number ?? .nan)")
        }
      }
    }
  }

  @Test("NAVSIM scores, weights and stages") func navsimAggregate() throws {
    let cases = try ScoringOracle.cases("navsim_aggregate")
    #expect(!cases.isEmpty)
    for (name, input, expected, _) in cases {
      switch input["kind"].string {
      case "pdms":
        var rows = input["proposals"].list.map(parts)
        let progress = Navsim.relativeProgress(
          raw: input["proposals"].list.map { $0["progress_raw_m"].number ?? .nan },
          products: rows.map(\.product))
        for index in rows.indices { rows[index].progress = progress[index] }
        #expect(
          ScoringOracle.difference(progress, expected["ego_progress"].numbers, 1e-9) == nil,
          "\(name)")
        #expect(
          ScoringOracle.difference(
            rows.map(\.score), expected["score_without_extended_comfort"].numbers, 1e-9) == nil,
          "\(name)")
      case "epdms":
        let scores = input["rows"].list.map { parts($0).score }
        #expect(
          ScoringOracle.difference(scores, expected["score"].numbers, 1e-9) == nil, "\(name)")
      case "two_stage_weights":
        let weights = Navsim.secondStageWeights(
          end: input["first_stage_end"].point, starts: input["second_stage_starts"].points)
        #expect(
          ScoringOracle.difference(weights, expected["weights"].numbers, 1e-9) == nil, "\(name)")
      case "two_stage_score": try twoStage(name, input, expected)
      default: Issue.record("\(name): an unknown kind of case")
      }
    }
  }

  private func twoStage(_ name: String, _ input: OracleValue, _ expected: OracleValue) throws {
    for column in ["score", "ego_progress"] {
      func row(_ token: String?) -> OracleValue {
        input["rows"].list.first { $0["token"].string == token } ?? OracleValue(raw: 0)
      }
      var scenes: [(first: Double, second: Double)] = []
      for mapping in input["mappings"].list {
        for (place, key) in ["now", "previous"].enumerated() {
          let second = mapping["second_stage"].list.map { pair in
            let found = row(pair.list[place].string)
            return (score: found[column].number ?? .nan, weight: found["weight"].number ?? .nan)
          }
          scenes.append(
            (
              row(mapping[key].string)[column].number ?? .nan,
              try #require(Navsim.secondStage(second))
            ))
        }
      }
      #expect(agree(Navsim.twoStage(scenes), expected["combined"][column]), "\(name) \(column)")
    }
  }

  private func infraction(_ item: OracleValue) -> CarlaLeaderboard.Infraction? {
    let percentage = item["percentage"].number ?? .nan
    return switch item["kind"].string {
    case "pedestrian": .pedestrian
    case "vehicle": .vehicle
    case "static": .layout
    case "red_light": .redLight
    case "stop_sign": .stopSign
    case "scenario_timeout": .scenarioTimeout
    case "yield_emergency": .yieldEmergency
    case "vehicle_blocked": .vehicleBlocked
    case "route_deviation": .routeDeviation
    case "min_speed": .minimumSpeed(percentage: percentage)
    case "outside_route_lanes":
      .outsideLanes(percentage: percentage, length: item["meters"].number ?? .nan)
    default: nil
    }
  }

  @Test("CARLA driving scores, status and infractions per kilometre") func carla() throws {
    let cases = try ScoringOracle.cases("carla_leaderboard")
    #expect(!cases.isEmpty)
    for (name, input, expected, _) in cases {
      let routes = try input["routes"].list.map { route in
        CarlaLeaderboard.Route(
          length: route["length_m"].number ?? .nan, completion: route["route_completed"].number,
          infractions: try route["infractions"].list.map {
            try #require(infraction($0), "\(name): \($0.raw)")
          }, timedOut: route["timed_out"].bool ?? false)
      }
      for (route, other) in zip(routes, expected["routes"].list) {
        check(route.scores, other, name)
        #expect(route.status.rawValue == other["status"].string, "\(name)")
        #expect(Double(route.infractionCount) == other["num_infractions"].number, "\(name)")
      }
      let planned = Int(input["total_routes"].number ?? 0)
      let global = expected["global"]
      check(
        try #require(CarlaLeaderboard.mean(routes, planned: planned)), global["scores_mean"], name)
      check(
        try #require(CarlaLeaderboard.standardDeviation(routes, planned: planned)),
        global["scores_std_dev"], name)
      let vehicles = CarlaLeaderboard.perKilometre(routes) { $0 == .vehicle ? 1 : 0 }
      #expect(agree(vehicles, global["infractions_per_km"]["collisions_vehicle"]), "\(name)")
      let outside = CarlaLeaderboard.perKilometre(routes) {
        if case .outsideLanes(_, let length) = $0 { length / 1000 } else { 0 }
      }
      #expect(agree(outside, global["infractions_per_km"]["outside_route_lanes"]), "\(name)")
    }
  }

  private func check(_ scores: CarlaLeaderboard.Scores, _ expected: OracleValue, _ name: String) {
    #expect(agree(scores.route, expected["score_route"]), "\(name)")
    #expect(agree(scores.penalty, expected["score_penalty"]), "\(name)")
    #expect(agree(scores.composed, expected["score_composed"]), "\(name)")
  }

  @Test("AlpaSim scene scores and failures") func alpaSim() throws {
    let cases = try ScoringOracle.cases("alpasim_scene_score")
    #expect(!cases.isEmpty)
    for (name, input, expected, _) in cases {
      let row = input["row"]
      let result = AlpaSimScore(
        progress: row["progress_clipped_rel"].number ?? .nan,
        recordedDistance: row["gt_dist_traveled_m"].number ?? .nan,
        collisionAtFault: row["collision_at_fault"].number ?? .nan,
        offRoad: row["offroad"].number ?? .nan)
      guard !expected.isError else {
        #expect(result == nil, "\(name)")
        continue
      }
      #expect(agree(result?.score, expected["score"]), "\(name)")
      #expect(agree(result?.progressScore, expected["progress_score"]), "\(name)")
      #expect(result?.failure?.rawValue == expected["failure_reason"].string, "\(name)")
    }
  }
}
