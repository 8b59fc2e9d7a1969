/// The table of keys of the scenario format, version 1.
enum ScenarioSchema {
  static let version = 1

  private static let length: ClosedRange<Double> = 0.01...100_000
  private static let coordinate: ClosedRange<Double> = -1e12...1e12
  private static let angle: ClosedRange<Double> = -360...360
  private static let vehicleLength: ClosedRange<Double> = 0.2...30
  private static let vehicleWidth: ClosedRange<Double> = 0.2...5

  /// A speed in either unit.
  private static func speed(
    _ name: String, _ meaning: String, required: Bool = false, standard: String = ""
  ) -> [KeySpec] {
    [
      KeySpec("\(name)_kph", .number(-50...400), standard: standard, "\(meaning) (km/h)"),
      KeySpec("\(name)_mps", .number(-14...112), standard: standard, "\(meaning) (m/s)"),
    ]
  }

  /// The keys of the whole file.
  static let file: [KeySpec] =
    [
      KeySpec("godseye", .integer(1...1), required: true, "Version of the format."),
      KeySpec("title", .text(), required: true, "One line: what is tested."),
      KeySpec("about", .text(), "More words for the reader."),
      KeySpec("tags", .list(.text(), count: 0...32), "Features, standards, requirements."),
      KeySpec(
        "family", .text(), standard: "the folder or file of the sweep",
        "Scenarios that are much alike; statistics take each family as one cluster."),
      KeySpec(
        "duration_s", .number(0.1...3600), standard: "60", "How long the run lasts at most (s)."),
      KeySpec(
        "style", .text(), standard: "standard",
        "comfort, standard, sport, or a style file (.yaml) beside this one."),
      KeySpec("seed", .integer(0...Int.max), standard: "1", "Seed of everything random."),
      KeySpec(
        "friction", .number(0.05...1.2), standard: "1", "Grip of the road: 1 dry, 0.3 snow."),
      KeySpec(
        "sweep", .freeMap(.sweepValues),
        "One instance for each combination; use as ${name} or name a key path."),
      KeySpec(
        "vary", .freeMap(.sweepValues),
        "Drawn from the seed for each variation; use as ${name} or name a key path."),
      KeySpec(
        "variations", .integer(1...10_000), standard: "1",
        "How many draws of 'vary'; ${variation} is their number."),
      KeySpec("known_failure", .map(knownFailure), "Allows the scenario to fail for now."),
      KeySpec("road", .map(road), "A road from templates; makes it a highway scenario."),
      KeySpec("parking", .map(parking), "A car park from templates; makes it a parking scenario."),
      KeySpec("ego", .map(ego), required: true, "How the ego starts."),
      KeySpec("goal", .map(goal), "Where it must get to; absent: drive on safely to the end."),
      KeySpec("actors", .list(.map(actor), count: 0...500), "Everyone else, one by one."),
      KeySpec("traffic", .map(traffic), "A stream of car-following drivers."),
      KeySpec("criteria", .map(criteria), "What counts as passed."),
    ]

  static let knownFailure: [KeySpec] = [
    KeySpec("reason", .text(), required: true, "What is wrong, in words."),
    KeySpec("until", .text(), required: true, "Last day of the excuse, YYYY-MM-DD."),
  ]

  static let road: [KeySpec] =
    [
      KeySpec(
        "lanes", .integer(1...8), standard: "2", "Lanes in driving direction; 1 is rightmost."),
      KeySpec(
        "oncoming_lanes", .integer(0...4), standard: "0", "Lanes the other way, to the left."),
      KeySpec("lane_width_m", .number(2...8), standard: "3.5", "Width of every lane (m)."),
      KeySpec(
        "shoulder_width_m", .number(0...6), standard: "0", "Paved shoulder on the right (m)."),
      KeySpec(
        "segments", .list(.map(segment), count: 1...200), required: true,
        "The course of lane 1's centre line, piece by piece."),
      KeySpec("extra_lanes", .list(.map(extraLane), count: 0...8), "Lanes that begin or end."),
      KeySpec("lane_drops", .list(.map(laneDrop), count: 0...7), "Outer lanes that end for good."),
      KeySpec("split", .map(branch), "The rightmost lanes leave to the right, for good."),
      KeySpec("join", .map(branch), "The rightmost lanes come from the right and join."),
      KeySpec("works", .list(.map(works), count: 0...8), "Road works: lanes closed or moved."),
      KeySpec("tolls", .list(.map(toll), count: 0...4), "Toll plazas: islands between the lanes."),
    ] + speed("speed_limit", "Legal limit; absent: none")

  static let laneDrop: [KeySpec] = [
    KeySpec("lane", .integer(1...8), required: true, "The rightmost or leftmost that is left."),
    KeySpec("at_m", .number(0...100_000), required: true, "Where it ends (m)."),
    KeySpec("taper_m", .number(0...1000), standard: "0", "A paved wedge goes on this long (m)."),
  ]

  static let branch: [KeySpec] = [
    KeySpec("at_m", .number(0...100_000), required: true, "Where the roads part or meet (m)."),
    KeySpec("lanes", .integer(1...7), standard: "1", "How many of the rightmost lanes."),
    KeySpec("angle_deg", .number(1...20), standard: "5", "Between the two roads (deg)."),
  ]

  static let works: [KeySpec] =
    [
      KeySpec("from_m", .number(0...100_000), required: true, "Where all is as below (m)."),
      KeySpec("to_m", .number(0...100_000), required: true, "Up to here (m)."),
      KeySpec("taper_m", .number(0...1000), standard: "60", "Before and behind, to get there (m)."),
      KeySpec(
        "closed_lanes", .list(.integer(1...8), count: 0...7), standard: "none",
        "The rightmost or the leftmost lanes."),
      KeySpec("lane_width_m", .number(1...8), standard: "as elsewhere", "Of the open lanes (m)."),
      KeySpec("shift_m", .number(-10...10), standard: "0", "Open lanes move left by (m)."),
      KeySpec("barriers", .flag, standard: "true", "A barrier stands across each closed lane."),
    ] + speed("speed_limit", "From the taper on")

  static let toll: [KeySpec] =
    [
      KeySpec("at_m", .number(0...100_000), required: true, "Where the islands begin (m)."),
      KeySpec("length_m", .number(2...200), standard: "30", "How long they are (m)."),
      KeySpec("island_m", .number(0.1...2), standard: "0.6", "How wide they are (m)."),
    ] + speed("speed_limit", "Between the islands; 30 km/h where absent")

  static let segment: [KeySpec] =
    [
      KeySpec(
        "shape", .text(oneOf: ["straight", "arc", "clothoid"]), required: true,
        "Straight, constant curvature, or curvature changing evenly."),
      KeySpec("length_m", .number(0.5...50_000), required: true, "Length (m)."),
      KeySpec("radius_m", .number(3...1e6), "Radius of an arc (m)."),
      KeySpec(
        "start_radius_m", .number(3...1e6), standard: "straight", "Clothoid: first radius (m)."),
      KeySpec(
        "end_radius_m", .number(3...1e6), standard: "straight", "Clothoid: last radius (m)."),
      KeySpec("turn", .text(oneOf: ["left", "right"]), "Where an arc or clothoid bends to."),
      KeySpec(
        "grade_percent", .number(-15...15), standard: "0", "How steep, positive uphill (%)."),
    ] + speed("speed_limit", "Legal limit from here on")

  static let extraLane: [KeySpec] =
    [
      KeySpec(
        "kind", .text(oneOf: ["on_ramp", "off_ramp", "weave", "driving"]), standard: "driving",
        "What it is for; right of lane 1 it is lane 0 for actors, on the left the next number."),
      KeySpec("side", .text(oneOf: ["right", "left"]), standard: "right", "Beside which lane."),
      KeySpec("from_m", .number(0...100_000), required: true, "Where it begins (m)."),
      KeySpec("to_m", .number(0...100_000), required: true, "Where it ends (m)."),
      KeySpec(
        "taper_m", .number(0...1000), standard: "0", "A paved wedge at ends without ramp (m)."),
      KeySpec(
        "ramp_m", .number(0...5000), standard: "0",
        "A ramp of its own leads to it (on_ramp), away from it (off_ramp) or both (weave) (m)."),
      KeySpec("ramp_angle_deg", .number(1...20), standard: "5", "Between ramp and road (deg)."),
    ] + speed("ramp_speed_limit", "On the ramp")

  static let place: [KeySpec] = [
    KeySpec("lane", .integer(-4...8), "Lane: 1 is rightmost, 0 the extra lane, -1 oncoming."),
    KeySpec("s_m", .number(0...100_000), "Centre of the body along the road (m)."),
    KeySpec("offset_m", .number(-10...10), standard: "0", "Left of the lane's centre (m)."),
    KeySpec("x_m", .number(coordinate), "Position (m): rear axle of the ego, centre of others."),
    KeySpec("y_m", .number(coordinate), "Position (m)."),
    KeySpec("heading_deg", .number(angle), standard: "0", "Heading, counter-clockwise (deg)."),
  ]

  /// A place in the frame of a slot, which moves with the sizes of its row.
  static let slotPlace: [KeySpec] = [
    KeySpec("slot", .text(), "Or relative to the middle of this slot, heading into it."),
    KeySpec("along_m", .number(-100...100), standard: "0", "With slot: deeper into it (m)."),
    KeySpec(
      "across_m", .number(-100...100), standard: "0", "With slot: to the left, going in (m)."),
  ]

  static let ego: [KeySpec] =
    place + slotPlace + speed("speed", "Speed at the start", standard: "0") + [
      KeySpec("vehicle", .text(), standard: "the run's default", "Id of the car."),
      KeySpec(
        "parked", .text(oneOf: ["nose_in", "nose_out"]), standard: "nose_out",
        "With slot: the ego stands parked in it, this way round."),
    ]

  static let goal: [KeySpec] = [
    KeySpec("s_m", .number(0...100_000), "Highway: reach this far along the road (m)."),
    KeySpec("length_m", .number(1...10_000), standard: "50", "Length of the goal region (m)."),
    KeySpec("lanes", .list(.integer(0...8), count: 1...9), standard: "all", "Lanes that count."),
    KeySpec(
      "slot", .text(), "Parking: id of the slot, or 'any' to leave the choice to the planner."),
    KeySpec(
      "parked", .text(oneOf: ["nose_in", "nose_out", "either"]), standard: "nose_out",
      "Parking: which end of the car is deep in the slot; either: as the planner likes."),
    KeySpec("x_m", .number(coordinate), "Parking: or a place of the rear axle (m)."),
    KeySpec("y_m", .number(coordinate), "Parking: with x_m (m)."),
    KeySpec("heading_deg", .number(angle), standard: "0", "Parking: with x_m (deg)."),
    KeySpec("by_s", .number(0.1...3600), standard: "duration_s", "Latest arrival (s)."),
    KeySpec("minimum_speed_kph", .number(0...400), "Least speed at the goal (km/h)."),
    KeySpec("maximum_speed_kph", .number(0...400), "Greatest speed at the goal (km/h)."),
  ]

  static let actor: [KeySpec] =
    [
      KeySpec("id", .text(), required: true, "Name, unique in the file."),
      KeySpec(
        "kind",
        .text(oneOf: [
          "car", "truck", "bus", "motorcycle", "bicycle", "pedestrian", "barrier",
          "other",
        ]),
        standard: "car", "What it is."),
      KeySpec("length_m", .number(vehicleLength), standard: "by kind", "Length of its box (m)."),
      KeySpec("width_m", .number(vehicleWidth), standard: "by kind", "Width of its box (m)."),
      KeySpec(
        "gap_ahead_m", .number(0...10_000), "Instead of s_m: its rear this far ahead of the ego."),
      KeySpec(
        "gap_behind_m", .number(0...10_000), "Instead of s_m: its front this far behind the ego."),
      KeySpec("parked", .flag, standard: "false", "Stands still for good."),
      KeySpec(
        "appears_s", .number(0...3600), standard: "0",
        "Not there before (s); for parked and scripted ones."),
      KeySpec("follow", .map(follow), "Car-following driver (IDM)."),
      KeySpec("script", .list(.map(phase), count: 1...50), "Acts on triggers, in order."),
      KeySpec("way", .list(.map(point), count: 1...50), "Walks or drives to these, in order."),
      KeySpec(
        "at_end", .text(oneOf: ["leaves", "stays"]), standard: "leaves",
        "What it does at the end of its way."),
      KeySpec(
        "keeps_off_ego_m", .number(0.1...5),
        "Stops this far before an ego across its way (m); absent: looks out for nobody."),
    ] + place + slotPlace + speed("speed", "Speed at the start", standard: "0")

  static let point: [KeySpec] = [
    KeySpec("x_m", .number(coordinate), required: true, "Position of its centre (m)."),
    KeySpec("y_m", .number(coordinate), required: true, "Position of its centre (m)."),
  ]

  static let follow: [KeySpec] =
    speed("desired_speed", "Speed on a free road", standard: "its start speed") + [
      KeySpec("headway_s", .number(0.1...10), standard: "1.5", "Time gap wanted (s)."),
      KeySpec("standstill_gap_m", .number(0...20), standard: "2", "Gap at standstill (m)."),
      KeySpec("acceleration_mps2", .number(0.1...10), standard: "1.5", "Largest acceleration."),
      KeySpec("deceleration_mps2", .number(0.1...10), standard: "2", "Comfortable deceleration."),
      KeySpec("politeness", .number(0...1), "MOBIL politeness; absent: never changes lanes."),
    ]

  static let phase: [KeySpec] = [
    KeySpec("when", .map(trigger), standard: "at once", "All that is given must hold."),
    KeySpec("change_speed", .map(changeSpeed), "Speeds up or slows down."),
    KeySpec("change_lane", .map(changeLane), "Moves sideways, smoothly."),
    KeySpec("react", .map(follow), "From now on looks ahead and keeps its distance (IDM)."),
  ]

  static let trigger: [KeySpec] = [
    KeySpec("time_s", .number(0...3600), "From this time on (s)."),
    KeySpec("gap_to_ego_m", .number(0...10_000), "Ego at most this far behind (m)."),
    KeySpec("time_to_collision_s", .number(0...60), "Time to collision with the ego at most (s)."),
    KeySpec("after_s", .number(0...3600), "This long after the phase before began (s)."),
    KeySpec("ego_within_m", .number(0...1000), "Ego's outline at most this far, anywhere (m)."),
    KeySpec("ego_travelled_m", .number(0...100_000), "Once the ego has driven this far (m)."),
    KeySpec("ego_reversed", .flag, "Once the ego has driven backwards (false: not yet)."),
  ]

  static let changeSpeed: [KeySpec] =
    speed("to", "Speed to reach") + [
      KeySpec("rate_mps2", .number(0.1...12), standard: "2", "How fast it changes (m/s²).")
    ]

  static let changeLane: [KeySpec] = [
    KeySpec("lanes", .integer(-4...4), "Lanes to the left; negative to the right."),
    KeySpec("offset_m", .number(-20...20), "Or metres to the left."),
    KeySpec("duration_s", .number(0.5...60), standard: "4", "How long it takes (s)."),
  ]

  static let traffic: [KeySpec] =
    [
      KeySpec("count", .integer(1...1000), "How many, in rows; or give density_per_km."),
      KeySpec(
        "density_per_km", .number(0.5...200),
        "Or: vehicles per kilometre of each lane, gaps drawn from the seed."),
      KeySpec(
        "to_m", .number(0...100_000), standard: "end of the road", "With density: up to (m)."),
      KeySpec(
        "lane_speeds_kph", .list(.number(1...400), count: 1...9), standard: "speed_kph",
        "With density: mean speed wanted in each of `lanes` (km/h)."),
      KeySpec(
        "speed_deviation_kph", .number(0...50), standard: "0",
        "With density: standard deviation of the speeds (km/h)."),
      KeySpec(
        "truck_share", .number(0...1), standard: "0",
        "With density: share of trucks in `truck_lanes`."),
      KeySpec(
        "truck_lanes", .list(.integer(0...8), count: 1...9), standard: "[1]",
        "With density: where trucks drive."),
      KeySpec(
        "truck_speed_kph", .number(1...200), standard: "85",
        "With density: mean speed wanted by trucks (km/h)."),
      KeySpec("lanes", .list(.integer(0...8), count: 1...9), standard: "all", "In these lanes."),
      KeySpec("from_m", .number(0...100_000), standard: "0", "First place along the road (m)."),
      KeySpec("spacing_m", .number(8...1000), standard: "40", "Centre to centre in a lane (m)."),
      KeySpec("jitter_m", .number(0...500), standard: "0", "Random shift either way (m)."),
      KeySpec("clear_of_ego_m", .number(0...500), standard: "20", "Nobody nearer to the ego (m)."),
      KeySpec("speed_jitter_kph", .number(0...100), standard: "0", "Random change either way."),
    ] + speed("speed", "Speed at the start") + [
      KeySpec("follow", .map(follow), "How they drive.")
    ]

  static let parking: [KeySpec] = [
    KeySpec("aisle", .map(aisle), required: true, "The lane one drives in, along x from 0."),
    KeySpec("rows", .list(.map(row), count: 0...20), "Rows of slots along the aisle."),
    KeySpec("obstacles", .list(.map(obstacle), count: 0...500), "Solid things, one by one."),
    KeySpec("scatter", .map(scatter), "Fills the rows from the seed; the goal's slot stays free."),
  ]

  static let scatter: [KeySpec] = [
    KeySpec("seed", .integer(0...Int.max), standard: "0", "Mixed with the file's seed."),
    KeySpec("occupancy", .number(0...1), standard: "0.7", "Share of the slots that are full."),
    KeySpec("turned_deg", .number(0...30), standard: "0", "Cars stand askew by up to this (deg)."),
    KeySpec(
      "shifted_m", .number(0...2), standard: "0", "Cars stand beside the middle by up to (m)."),
    KeySpec("columns", .number(0...1), standard: "0", "Share of the slots with a column beside."),
    KeySpec(
      "carts", .number(0...1), standard: "0", "Share of the empty slots with a cart left in."),
  ]

  static let aisle: [KeySpec] = [
    KeySpec("length_m", .number(5...1000), required: true, "From x = 0 (m)."),
    KeySpec("width_m", .number(2.2...50), required: true, "From y = 0 (m)."),
  ]

  static let row: [KeySpec] = [
    KeySpec("name", .text(), required: true, "Slots are NAME1, NAME2, … along x."),
    KeySpec("side", .text(oneOf: ["left", "right"]), required: true, "Side of the aisle."),
    KeySpec(
      "kind", .text(oneOf: ["perpendicular", "parallel", "angled"]), required: true,
      "How the slots lie to the aisle."),
    KeySpec("angle_deg", .number(20...80), standard: "60", "Angled: between slot and aisle (deg)."),
    KeySpec("first_x_m", .number(0...1000), required: true, "Where the row begins (m)."),
    KeySpec("count", .integer(1...100), required: true, "How many slots."),
    KeySpec("slot_length_m", .number(2...30), "Along the parked car (m)."),
    KeySpec("slot_width_m", .number(1...10), "Across the parked car (m)."),
    KeySpec("length_slack_m", .number(0.05...10), "Or: longer than the ego by this (m)."),
    KeySpec("width_slack_m", .number(0.05...10), "Or: wider than the ego by this (m)."),
    KeySpec("occupied", .list(.integer(1...100), count: 0...100), "Numbers of the full slots."),
    KeySpec(
      "neighbour_length_m", .number(vehicleLength), standard: "slot - 0.4", "Parked cars (m)."),
    KeySpec("neighbour_width_m", .number(vehicleWidth), standard: "slot - 0.5", "Parked cars (m)."),
    KeySpec("kerb", .flag, standard: "false", "A kerb along the back of the row."),
    KeySpec("wall", .flag, standard: "false", "A wall along the back of the row."),
    KeySpec("end_wall", .flag, standard: "false", "A wall along the side of the last slot."),
    KeySpec(
      "wheel_stop_m", .number(0...5), "A wheel stop in each slot, this far from its back (m)."),
    KeySpec(
      "setback_m", .number(0...5), standard: "0", "Kerb or wall behind the slots by this (m)."),
    KeySpec("columns_after", .list(.integer(0...100), count: 0...101), "Column after these slots."),
    KeySpec("column_size_m", .number(0.1...2), standard: "0.4", "Side of a column (m)."),
    KeySpec("column_depth_m", .number(0...10), standard: "1", "Column's centre into the slot (m)."),
  ]

  static let obstacle: [KeySpec] =
    slotPlace + [
      KeySpec("id", .text(), required: true, "Name, unique in the file."),
      KeySpec(
        "kind", .text(oneOf: ["vehicle", "wall", "column", "kerb", "wheel_stop", "other"]),
        standard: "other", "What it is."),
      KeySpec("x_m", .number(coordinate), "Centre (m)."),
      KeySpec("y_m", .number(coordinate), "Centre (m)."),
      KeySpec("heading_deg", .number(angle), standard: "0", "Heading (deg)."),
      KeySpec("length_m", .number(length), required: true, "Along the heading (m)."),
      KeySpec("width_m", .number(length), required: true, "Across the heading (m)."),
    ]

  static let criteria: [KeySpec] = [
    KeySpec("no_at_fault_collision", .flag, standard: "true", "The ego causes no collision."),
    KeySpec("drivable_area", .flag, standard: "true", "The ego stays inside the drivable area."),
    KeySpec("goal_reached", .flag, standard: "true where there is a goal", "Goal reached in time."),
    KeySpec("metrics", .list(.map(threshold), count: 0...50), "Borders for metrics."),
  ]

  static let threshold: [KeySpec] = [
    KeySpec("id", .text(), required: true, "Metric, such as nuplan.comfort."),
    KeySpec("at_least", .number(-1e9...1e9), "Least value that passes."),
    KeySpec("at_most", .number(-1e9...1e9), "Greatest value that passes."),
  ]
}
