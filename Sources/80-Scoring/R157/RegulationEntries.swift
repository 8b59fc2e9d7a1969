extension MetricCatalogue {
  private static let noEvidence = "not type-approval evidence; the first cut-in of the run only"
  private static let models = "ec-jrc/JRC-FSM at 01b05c29, numbers only; Mattas et al. 2022"

  private static func model(_ id: String, _ name: String, _ rule: String) -> Entry {
    Entry(
      id, "Whether \(name) in the ego's place would have avoided contact on the cut-in.",
      formula: rule, source: models,
      limits: noEvidence + "; brakes in lane only, the other car does what it did in the run")
  }

  static let regulations: [Entry] = [
    Entry(
      "r157.verdict@1", "Whether contact on a cut-in was avoided where UN R157 asks for it.",
      formula:
        "1 if the car that cut in was not touched; asked for if its time to collision, when "
        + "0.30 m in the lane, exceeds v/(2*6 m/s2) + 0.35 s",
      source: "UN R157 (01 series), 5.2.5.2",
      limits: noEvidence + "; not the driver model reg157_model"),
    Entry(
      "r157.time_gap_margin@1", unit: "m",
      "The least room beyond the distance UN R157 asks for behind a vehicle ahead.",
      formula: "min of gap - max(2 m, v t(v)); t from 1.0 s at 7.2 km/h to 1.6 s at 60 km/h",
      source: "UN R157, 5.2.3.3",
      limits: "not type-approval evidence; nothing is stated above 60 km/h; right after a cut-in "
        + "a shorter distance is no breach"),
    Entry(
      "eu2022_1426.cut_in_margin@1", unit: "s",
      "How much more time the cut-in left than that from which contact must be avoided.",
      formula: "time to collision - (v/(2 a) + 0.1 s + a/40), a = 6 m/s2",
      source: "Regulation (EU) 2022/1426, annex II", limits: noEvidence),
    model(
      "careful_human_model.avoids@1", "a careful and competent human",
      "overlap and 2 s to contact; 0.75 s later up to 7.59 m/s2 at 12.65 m/s3"),
    model(
      "reg157_model.avoids@1", "the model read out of UN R157 5.2.5.2",
      "within 0.5 m sideways and v/(2*6) + 0.45 s to contact; 0.35 s later 6 m/s2"),
    model(
      "rss_model.avoids@1", "a driver by Responsibility-Sensitive Safety",
      "inside both RSS distances; 0.75 s later up to 7.59 m/s2 at 12.65 m/s3"),
    model(
      "fsm_model.avoids@1", "a driver by the Fuzzy Safety Model",
      "critical or proactive measure above 0; 0.75 s later up to 6 m/s2 by how unsafe it is"),
  ]
}
