extension MetricCatalogue {
  static let gates: [Entry] = [
    Entry(
      "planner_alive@1", gate: true, "The planner under test lived to the end of the run.",
      formula: "0 if an external planner crashed, hung or broke the protocol for good",
      source: "ours", limits: "emitted by the loop; says nothing about the quality of plans"),
    Entry(
      "planner_driven@1", gate: true,
      "The planner under test drove the run itself, at least half of it.",
      formula:
        "1 if the gate accepted or clamped at least half of the plans; margin: the share less 0.5",
      source: "ours: a run that the safety gate drove says nothing for the planner",
      limits: "only for planners other than our own; a clamped plan counts as driven"),
    Entry(
      "goal_reached@1", gate: true,
      "Whether position, speed, heading and time of the goal held at one instant.",
      formula: "1 if some tick satisfies every stated part; margin: depth inside the region (m)",
      source: "CommonRoad goal regions (commonroad-io), with the middle of the vehicle's box",
      limits: "for a slot or pose: at rest inside at the end of the run"),
    Entry(
      "no_at_fault_collision@1", gate: true,
      "No contact that the ego could have prevented, and none with an obstacle of the car park.",
      formula:
        "0 if a contact is at fault by nuPlan's classes, or body or wheel meets an "
        + "obstacle; margin: least distance (m)",
      source: "nuPlan no_ego_at_fault_collisions.py at e9241677; checked at every tick",
      limits: "a rear-end hit on the ego, and any hit on a standing ego, is never its fault"),
    Entry(
      "drivable_area@1", gate: true,
      "Every corner of the ego stays on the lanes or the drivable area of the lot.",
      formula:
        "0 if a corner is 0.3 m or more outside at a tenth of a second; margin: 0.3 m "
        + "less the worst",
      source: "nuPlan drivable_area_compliance.py at e9241677",
      limits: "lanes of every kind count as drivable, shoulders included; invalid without a map"),
  ]

  private static let nuPlanSource = "motional/nuplan-devkit at e9241677, evaluation_metrics/common"

  static let nuPlan: [Entry] = [
    Entry(
      "nuplan.no_at_fault_collision@1", "Contacts the ego could have prevented, by what was hit.",
      formula: "product of max(0, 1 - n/(t+1)); t is 0 for persons and vehicles, 1 for objects",
      source: nuPlanSource,
      limits: "looked for at every tick, not at 10 Hz: stricter than the devkit"),
    Entry(
      "nuplan.drivable_area@1", "Inside the drivable area.",
      formula: "0 if a corner is 0.3 m or more outside at any sample", source: nuPlanSource),
    Entry(
      "nuplan.making_progress@1", "At least a fifth of the expert's progress.",
      formula: "1 if nuplan.progress >= 0.2", source: nuPlanSource, limits: "needs an expert"),
    Entry(
      "nuplan.driving_direction@1", "Not against the lane's direction.",
      formula: "x = most way back over 11 increments; 1 if x < 2 m, 0.5 if x < 6 m, else 0",
      source: nuPlanSource, limits: "between lanes there is no direction; a lane change resets it"),
    Entry(
      "nuplan.progress@1", "The way along the expert's route relative to the expert's own.",
      formula: "0 if ego < -2 m, else min(1, max(ego, 2)/max(expert, 2))", source: nuPlanSource,
      limits: "needs an expert; an ego at rest gets 2 m"),
    Entry(
      "nuplan.time_to_collision@1", "Straight on at constant speed nobody is met within 0.95 s.",
      formula: "1 if the least time over the run > 0.95 s; tested at 0.1 to 2.9 s",
      source: nuPlanSource,
      limits: "not evaluated at rest; those beside count only between lanes or in intersections"),
    Entry(
      "nuplan.speed_limit@1", "How much and how long the limit was exceeded.",
      formula: "max(0, 1 - sum(excess) dt / (2.23 m/s T))", source: nuPlanSource,
      limits: "invalid where no driven lane states a limit"),
    Entry(
      "nuplan.comfort@1", "Six filtered signals inside the bounds of comfort.",
      formula:
        "1 if lon acc in (-4.05, 2.40), |lat acc| < 4.89, |jerk| < 8.37, |lon jerk| < "
        + "4.13, |yaw rate| < 0.95, |yaw acc| < 1.93 (SI)",
      source: nuPlanSource + "; Savitzky and Golay 1964",
      limits: "filters hide spikes of single samples; lateral acceleration is speed times "
        + "yaw rate"),
    Entry(
      "nuplan.score@1", "nuPlan's closed-loop score.",
      formula:
        "collision * area * making_progress * direction * (5 progress + 5 ttc + 4 "
        + "limit + 2 comfort)/16",
      source: nuPlanSource + ", closed_loop_*_weighted_average.yaml",
      limits: "valid only with an expert trajectory; missing parts drop out with their weight"),
  ]

  private static let commonRoadSource =
    "CommonRoad/commonroad-drivability-checker 2025.4.0 (7127f2e7), costs"

  static let commonRoad: [Entry] =
    [
      Entry(
        "commonroad.goal@1", "The planning problem's goal was reached.",
        formula: "as goal_reached", source: "commonroad-io, goal regions"),
      Entry(
        "commonroad.feasible@1",
        "A kinematic single-track vehicle can drive from each state to the next.",
        formula: "an input exists that ends within 2 cm and 0.03 rad, inside the friction circle",
        source: "commonroad-drivability-checker 2025.4.0, feasibility_checker.py",
        limits: "the original seeks with SLSQP and may stop early; a car with slip can fail it"),
    ] + CommonRoad.Term.allCases.map(termEntry) + CommonRoad.Function.allCases.map(functionEntry)

  private static func termEntry(_ term: CommonRoad.Term) -> Entry {
    let (unit, formula, limits): (String, String, String) =
      switch term {
      case .acceleration: ("m2/s3", "integral of a^2", "from differences of the speed")
      case .jerk: ("m2/s5", "integral of j^2", "from second differences of the speed")
      case .lateralJerk:
        (
          "m2/s", "integral of the squared gradient of the offset",
          "a lateral speed, as the checker has it"
        )
      case .longitudinalJerk:
        (
          "m2/s5", "integral of the third gradient of the way along the lane, squared",
          "not 0 at constant acceleration: edges of the gradient"
        )
      case .steeringAngle: ("rad2 s", "integral of delta^2", "road-wheel angle")
      case .steeringRate:
        ("rad2/s", "integral of the squared difference quotient of delta", "road-wheel angle")
      case .yaw:
        (
          "rad2/s", "integral of the squared difference quotient of the heading",
          "in no published sum"
        )
      case .laneCentre: ("m2 s", "integral of d^2", "to the centre of the lane driven in")
      case .speedOffset:
        (
          "m2/s", "integral of (v_goal - v)^2, v_goal the lowest speed of the goal",
          "0 where the goal states none, or 0"
        )
      case .orientation:
        ("rad2 s", "integral of the squared heading relative to the lane", "none known")
      case .obstacleDistance:
        (
          "s", "integral of exp(-0.2 d), d to the next centre ahead less w/2.5",
          "counts axis-aligned obstacles, which the checker's collision library drops"
        )
      case .length: ("m", "integral of v", "none known")
      case .time: ("s", "last time less first", "none known")
      case .inverseDuration:
        ("1/s", "1/min(T, 0.1)", "10 for any T of 0.1 s or more, as the checker has it")
      }
    return Entry(
      "commonroad.partial_\(term.rawValue)@1", unit: unit,
      "CommonRoad's partial cost \(term.rawValue).",
      formula: formula + ", Simpson's rule at 10 Hz", source: commonRoadSource, limits: limits)
  }

  private static func functionEntry(_ function: CommonRoad.Function) -> Entry {
    let sum = function.weights.map { "\($0.weight) \($0.term.rawValue)" }.joined(separator: " + ")
    return Entry(
      "commonroad.cost_\(function.rawValue)@1",
      "CommonRoad's cost function \(function.rawValue); smaller is better.",
      formula: sum, source: commonRoadSource,
      limits: "states at 10 Hz, up to the goal; curved lanes are not smoothed before projection")
  }

  static let criticality: [Entry] = [
    Entry(
      "criticality.minimum_distance@1", unit: "m", "The least distance to any other road user.",
      formula: "min over samples of the distance between boxes",
      source: "Gottschalk et al. 1996 (separating axes)"),
    Entry(
      "criticality.minimum_time_to_collision@1", unit: "s",
      "The least time to collision with whoever is ahead.",
      formula: "min gap/(v_ego - v_lead) while closing",
      source: "Hayward 1972; Westhofen et al. 2023",
      limits: "along the lane only; invalid where nobody ahead was approached"),
    Entry(
      "criticality.minimum_time_headway@1", unit: "s", "The least time gap to whoever is ahead.",
      formula: "min gap/v_ego above 1 m/s", source: "Westhofen et al. 2023 (criticality metrics)",
      limits: "bumper to bumper along the lane"),
    Entry(
      "criticality.maximum_required_deceleration@1", unit: "m/s2",
      "The strongest braking that was needed to avoid whoever is ahead.",
      formula: "max (v_ego - v_lead)^2/(2 gap) while closing",
      source: "Almqvist et al. 1991 (DRAC)",
      limits: "the other's braking is left out"),
  ]

  private static let ours =
    "ours; the acceptable time of 1.5 human means follows a 2022 press test of nine cars"

  static let parking: [Entry] = [
    Entry(
      "parking.score@1", "Our parking score (0-100); not a standard.",
      formula: "100 gate (0.30 pose + 0.25 time + 0.20 clearance + 0.15 gear + 0.10 comfort)",
      source: ours,
      limits:
        "reference: perpendicular 25 s, parallel 35 s, angled 20 s; 8 s more a switch "
        + "beyond two under 0.8 m slack"
    ),
    Entry(
      "parking.gate@1", gate: true, "No contact, inside the slot, at rest at the end.",
      formula: "1 if clearance > 0 and every corner in the slot and |v| < 0.05 m/s", source: ours,
      limits: "where only a pose is given: within 0.30 m, 0.50 m and 5 degrees"),
    Entry(
      "parking.final_lateral_error@1", unit: "m",
      "How far the vehicle stands beside the goal pose.",
      formula: "|y| of the rear axle in the goal's frame", source: ours,
      limits: "full marks to 0.05 m, none from 0.30 m"),
    Entry(
      "parking.final_longitudinal_error@1", unit: "m",
      "How far the vehicle stands ahead of or behind the goal pose.",
      formula: "|x| of the rear axle in the goal's frame", source: ours,
      limits: "full marks to 0.10 m, none from 0.50 m"),
    Entry(
      "parking.final_heading_error@1", unit: "rad",
      "How far the vehicle is turned from the goal pose.",
      formula: "|heading| in the goal's frame", source: ours,
      limits: "full marks to 1 degree, none from 5"),
    Entry(
      "parking.gear_switches@1", "Changes between forward and reverse.",
      formula: "turning points of the travelled way with 3 mm of hysteresis, at any speed",
      source: ours,
      limits: "a quarter less each beyond the reference"),
    Entry(
      "parking.strokes@1", "Movements between stops and changes of direction.",
      formula: "turning points as above, parted by stops of 0.3 s within 1 mm", source: ours,
      limits: "not part of the score; waiting for somebody parts a stroke, too"),
    Entry(
      "parking.path_length@1", unit: "m", "The way of the rear axle.",
      formula: "sum of steps between ticks", source: ours, limits: "not part of the score"),
    Entry(
      "parking.path_ratio@1", "The way over the shortest way there is without obstacles.",
      formula: "path_length / Reeds-Shepp distance at the vehicle's least turning radius",
      source: "Reeds, Shepp, Pacific J. Math. 145 (1990)",
      limits: "not part of the score; curvature may jump in the shortest way"),
    Entry(
      "parking.minimum_clearance@1", unit: "m",
      "The least distance to anything, with the part and the thing.",
      formula: "min over ticks of body to solid things and others, of wheels to kerbs and stops",
      source: ours,
      limits: "mirrors are left out; wheels are boxes of the tyre's radius and 0.205 m width"),
    Entry(
      "parking.time@1", unit: "s", "From the start to the end of the last movement.",
      formula: "arrival of the last stroke, to 0.5 mm", source: ours,
      limits: "in the score without waiting_time; full marks to the reference, none from 2.5 times"),
    Entry(
      "parking.time_ratio@1", "The time over what a practised human needs.",
      formula: "time / reference_time", source: ours, limits: "1.5 is acceptable"),
    Entry(
      "parking.curvature_rate@1", unit: "1/(m s)", "The fastest change of the wheels' curvature.",
      formula: "max |d/dt tan(steering)/wheelbase| over ticks", source: ours,
      limits: "not part of the score; turning the wheels at standstill counts"),
    Entry(
      "parking.replans@1", "How often the planner changed the way it meant to drive.",
      formula: "proposals through other poses than the one before, waiting aside", source: ours,
      limits: "not part of the score; a planner that samples anew every tick replans every tick"),
    Entry(
      "parking.comfort@1", "How little of the drive is uncomfortable.",
      formula: "1 - (mean time with |a| > 1.0, |jerk over 0.5 s| > 2.0, |steering rate| > 0.5) "
        + "/ reference_time",
      source: ours,
      limits: "accelerations count as commanded: ice does not make a hard stop soft"),
    Entry(
      "parking.reference_time@1", unit: "s", "What a practised human needs for the slot.",
      formula: "25 perpendicular, 35 parallel, 20 angled; tight slots add 8 s a switch beyond two",
      source: ours,
      limits: "our estimate, stated in each report"),
    Entry(
      "parking.stops_for_others@1", "How often the car stood for others and then drove on.",
      formula: "stands of more than 1.5 s with wheels at rest, not the last, somebody who moves "
        + "or has moved within 10 m", source: ours,
      limits: "slowing down without standing is not counted; not part of the score"),
    Entry(
      "parking.waiting_time@1", unit: "s", "How long the car stood for others.",
      formula: "sum of these stands, each less 1.5 s", source: ours,
      limits: "part of the time, not of the score on its own"),
    Entry(
      "parking.reference_gear_switches@1", "The switches a practised human makes.",
      formula: "1 perpendicular, 2 parallel, 1 angled", source: ours, limits: "our estimate"),
  ]

  static let replay: [Entry] = [
    Entry("replay.frames@1", "Camera frames read.", formula: "count", source: "ours"),
    Entry(
      "lane.availability@1", "How much of the time both boundaries of the ego lane are known.",
      formula: "share of frames with both measured within 0.5 s and sigma of y at 10 m <= 0.15 m",
      source: "ours",
      limits: "trusts the perceiver's own covariance"),
    Entry(
      "lane.width_mean@1", unit: "m", "Mean width of the ego lane.",
      formula: "mean of the per-frame measurement 10 m ahead, before filtering", source: "ours",
      limits: "scales with an assumed camera"),
    Entry(
      "lane.width_standard_deviation@1", unit: "m", "How steady that width is.",
      formula: "sample standard deviation of the per-frame measurement", source: "ours",
      limits: "real changes of width count, too"),
    Entry(
      "odometry.speed_scale_error@1", "How much the wheels overstate the speed.",
      formula: "least squares of wheels = scale * (satellite + delay * acceleration), above 5 m/s; "
        + "scale - 1", source: "ours",
      limits: "negative: the wheels read low"),
    Entry(
      "odometry.path_length_error@1", "How much odometry overstates the way.",
      formula: "integrated speed / length of the reference joined every 20 m - 1", source: "ours",
      limits: "bends within 20 m are cut"),
    Entry(
      "lead.track_availability@1", "How much of the time the vehicle ahead is held as a track.",
      formula:
        "share of instants with a radar return ahead, |left| < 1.8 m, that have a "
        + "track at its range",
      source: "ours",
      limits: "returns of bridges and signs count, too"),
    Entry(
      "plan.acceleration_error_1s@1", unit: "m/s2",
      "How far the planned acceleration 1 s ahead is from the driver's.",
      formula: "mean |a_plan - a_driver|", source: "ours",
      limits: "open loop: the driver is not the only right answer"),
    Entry(
      "plan.displacement_error_2s@1", unit: "m",
      "How far the planned place 2 s ahead is from the driver's.",
      formula: "mean distance of the rear axles", source: "ours",
      limits: "open loop: the driver is not the only right answer"),
    Entry(
      "plan.displacement_error_3s@1", unit: "m",
      "How far the planned place 3 s ahead is from the driver's.",
      formula: "mean distance of the rear axles", source: "ours",
      limits: "open loop: the driver is not the only right answer"),
  ]
}
