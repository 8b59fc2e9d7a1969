import DrivingCore
import Geometry

extension CutInComparison {
  /// The comparison as a table for people.
  public var table: String {
    var lines = [
      columns(
        ["grid", "points", "planner", "contacts"] + DriverModel.allCases.map(\.rawValue)
          + ["any model", "firm: planner", "any model"])
    ]
    let pairs = rows.reduce(into: [String]()) { names, row in
      if names.last != row.point.pair { names.append(row.point.pair) }
    }
    for pair in pairs { lines.append(line(pair, rows.filter { $0.point.pair == pair })) }
    if pairs.count > 1 { lines.append(line("all", rows)) }
    let firm = firmRows
    lines.append("")
    lines.append(
      "firm: \(rows.count - firm.count) of \(rows.count) points hang on rounding and are left out")
    lines.append(
      "avoided though no model does: \(firm.count { $0.isAvoided && !$0.isAvoidedByAModel }); "
        + "missed though a model does: \(firm.count { !$0.isAvoided && $0.isAvoidedByAModel }); "
        + "missed though the careful human does: \(lostToCarefulHuman.count)")
    lines.append(
      "hardest braking \(short(rows.map(\.trial.deceleration).max())) m/s², largest loss of speed "
        + "\(short(rows.map(\.trial.speedLoss).max())) m/s (fuzzy model's driver: "
        + "\(short(rows.map(\.fuzzySpeedLoss).max())) m/s)")
    let plans = rows.reduce(0) { $0 + $1.trial.accepted + $1.trial.intervened }
    lines.append(
      "the gate stepped in at \(rows.reduce(0) { $0 + $1.trial.intervened }) of \(plans) plans")
    lines.append("\(DriverModel.disclaimer)")
    return lines.joined(separator: "\n")
  }

  private func line(_ name: String, _ rows: [Row]) -> String {
    func count(_ test: (Row) -> Bool) -> String { "\(rows.count(where: test))" }
    let firm = rows.filter { !$0.hangsOnRounding }
    let contacts = rows.filter { !$0.isAvoided }
    return columns(
      [
        name, "\(rows.count)", count(\.isAvoided),
        "\(contacts.count { $0.trial.outcome == .type1 })+\(contacts.count { $0.trial.outcome == .type2 })",
      ]
        + DriverModel.allCases.indices.map { model in count { $0.models[model] == .none } }
        + [
          count(\.isAvoidedByAModel), "\(firm.count { $0.isAvoided })",
          "\(firm.count { $0.isAvoidedByAModel })",
        ])
  }

  private func columns(_ cells: [String]) -> String {
    cells.map { $0 + String(repeating: " ", count: max(1, 11 - $0.count)) }.joined()
  }

  private func short(_ value: Double?) -> String {
    let hundredths = ((value ?? 0) * 100).rounded()
    return "\(hundredths / 100)"
  }

  /// Every point as a line of comma-separated values, with a head.
  public var commaSeparated: String {
    let head =
      "grid,lateral_speed_mps,front_distance_m,outcome,time_s,clearance_m,deceleration_mps2,"
      + "speed_loss_mps,final_speed_mps,excursion_m,accepted,intervened,hangs_on_rounding,"
      + DriverModel.allCases.map(\.rawValue).joined(separator: ",")
    let lines = rows.map { row in
      let numbers = [
        row.trial.time, row.trial.clearance, row.trial.deceleration, row.trial.speedLoss,
        row.trial.finalSpeed, row.trial.excursion,
      ]
      return
        ([
          row.point.pair, "\(row.point.lateralSpeed)", "\(row.point.frontDistance)",
          row.trial.outcome.rawValue,
        ] + numbers.map { "\($0)" } + [
          "\(row.trial.accepted)", "\(row.trial.intervened)", row.hangsOnRounding ? "1" : "0",
        ] + row.models.map(\.rawValue)).joined(separator: ",")
    }
    return ([head] + lines).joined(separator: "\n") + "\n"
  }
}
