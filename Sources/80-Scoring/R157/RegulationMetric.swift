import DrivingCore
import Geometry
import Roads

/// What regulations and their driver models say about a run. Not type-approval evidence.
///
/// `r157.verdict` is what the text of UN R157 asks for on a cut-in; `reg157_model.avoids` is what one
/// of the four published driver models would have achieved in the ego's place. They are not the same.
public struct RegulationMetric: Metric {
  /// The values in order.
  public let ids = [
    "r157.verdict@1", "r157.time_gap_margin@1", "eu2022_1426.cut_in_margin@1",
    "careful_human_model.avoids@1", "reg157_model.avoids@1", "rss_model.avoids@1",
    "fsm_model.avoids@1",
  ]

  /// The models in the order of their ids.
  static let models: [DriverModel] = [
    .carefulHuman, .reg157, .responsibilitySensitive, .fuzzySafety,
  ]

  /// Creates the metric.
  public init() {}

  /// Measures a record.
  public func evaluate(_ record: RunRecord) -> [MetricValue] {
    let run = RunSamples(record)
    guard !run.samples.isEmpty else { return invalid(ids, "the run has no ticks") }
    let gap = timeGap(run)
    guard let cutIn = CutIn.first(in: run) else {
      let rest = ids.filter { $0 != gap.id }
      var rows = invalid(rest, "nobody cut in")
      rows.insert(gap, at: 1)
      return rows
    }
    return [verdict(cutIn, run), gap, margin(cutIn)] + models(cutIn)
  }

  private func invalid(_ ids: [String], _ reason: String) -> [MetricValue] {
    ids.map {
      .invalid(
        $0, unit: MetricCatalogue.entry($0)?.unit ?? "1",
        reason: "\(reason); \(DriverModel.disclaimer)")
    }
  }

  /// Whether contact was avoided where the text asks for it: more time than v/(2·6 m/s²) + 0.35 s.
  private func verdict(_ cutIn: CutIn, _ run: RunSamples) -> MetricValue {
    let needed = cutIn.closing / (2 * 6) + 0.35
    guard cutIn.timeToCollision > needed else {
      return invalid(
        [ids[0]],
        "\(cutIn.words) leaves less than \(needed.roundedToCentimetres) s: not asked for")[0]
    }
    let touched = run.collisions().contacts.contains { $0.id == cutIn.id }
    return MetricValue(
      id: ids[0], value: touched ? 0 : 1, unit: "1",
      reason: "\(cutIn.words); \(DriverModel.disclaimer)")
  }

  private func margin(_ cutIn: CutIn) -> MetricValue {
    guard cutIn.timeToCollision.isFinite else {
      return .invalid(
        ids[2], unit: "s", reason: "\(cutIn.words), opening; \(DriverModel.disclaimer)")
    }
    let needed = CutInRule.seated.timeToCollision(closing: cutIn.closing)
    return MetricValue(
      id: ids[2], value: cutIn.timeToCollision - needed, unit: "s",
      reason: "\(cutIn.words); \(DriverModel.disclaimer)")
  }

  private func models(_ cutIn: CutIn) -> [MetricValue] {
    zip(ids.dropFirst(3), RegulationMetric.models).map { id, model in
      MetricValue(
        id: id, value: cutIn.isAvoided(by: model) ? 1 : 0, unit: "1",
        reason: "\(cutIn.words); \(DriverModel.disclaimer)")
    }
  }

  /// The least room beyond the table's distance to who is ahead in the lane (m).
  private func timeGap(_ run: RunSamples) -> MetricValue {
    var least = Double.infinity
    let chains = DrivenChains(
      run.lanes.route(of: run.boxes.map(\.worldFromBox)), in: run.record.mission.map)
    for (sample, tick) in run.chosen.enumerated() {
      let scene = run.record.ticks[tick].scene
      guard let chains, let needed = TimeGapTable.distance(speed: max(0, scene.ego.speed)),
        let lead = CriticalityMetric.lead(
          of: run.outline.box(at: scene.ego.worldFromVehicle), among: scene.objects,
          on: chains[sample].centre)
      else { continue }
      least = min(least, lead.gap - needed)
    }
    guard least.isFinite else {
      return invalid([ids[1]], "nobody was ahead in the lane below 60 km/h")[0]
    }
    return MetricValue(id: ids[1], value: least, unit: "m", reason: DriverModel.disclaimer)
  }
}

extension CutIn {
  /// When, who and how much time it left, for reasons.
  var words: String {
    let time = instants[moment].time.roundedToCentimetres
    let left =
      timeToCollision.isFinite ? "\(timeToCollision.roundedToCentimetres) s to contact" : "opening"
    return "\(id) cut in at \(time) s, \(gap.roundedToCentimetres) m ahead, \(left)"
  }
}
