/// The four driver models that UN R157 cut-ins are compared with: when each sees a danger.
///
/// Nothing computed from them is type-approval evidence. Written from the published descriptions:
/// UN R157 (01 series) Annex 4 appendix 3 and paragraph 5.2.5.2, and the cited papers.
public enum DriverModel: String, Sendable, Hashable, Codable, CaseIterable {
  /// The Fuzzy Safety Model.
  case fuzzySafety = "FSM"
  /// The careful and competent human of Annex 4 appendix 3.
  case carefulHuman = "CC"
  /// Responsibility-Sensitive Safety.
  case responsibilitySensitive = "RSS"
  /// The model read out of paragraph 5.2.5.2: a driver model, not the verdict of the regulation.
  case reg157 = "Reg157"

  /// What goes with every number that comes of the models.
  public static let disclaimer = "not type-approval evidence"

  /// How a model judges a situation.
  public struct Judgement: Sendable, Hashable {
    /// Whether nothing needs to be done.
    public var isSafe: Bool
    /// The critical fuzzy measure; nil where it was not computed.
    public var critical: Double?
    /// The proactive fuzzy measure; nil where it was not computed.
    public var proactive: Double?

    static let safe = Judgement(isSafe: true)
    static let unsafe = Judgement(isSafe: false)
  }

  /// The time from danger to braking (s).
  public var reactionTime: Double { self == .reg157 ? 0.35 : 0.75 }

  /// Judges a situation.
  public func judge(_ situation: DriverSituation) -> Judgement {
    if situation.isPassed { return .safe }
    switch self {
    case .carefulHuman: return carefulHuman(situation)
    case .reg157: return reg157(situation)
    case .responsibilitySensitive: return responsibilitySensitive(situation)
    case .fuzzySafety: return fuzzySafety(situation)
    }
  }

  /// Overlap across, and contact within 2 s at constant speeds.
  private func carefulHuman(_ now: DriverSituation) -> Judgement {
    if now.lateralGap > 0 { return .safe }
    return abs(abs(now.gap) / now.closing) > 2.0 ? .safe : .unsafe
  }

  /// Within 0.5 m sideways, and less time than braking at 6 m/s² after 0.35 s needs.
  private func reg157(_ now: DriverSituation) -> Judgement {
    if now.lateralGap > 0.5 { return .safe }
    let needed = now.closing / (2 * 6) + 0.35 + 0.1
    return abs(now.gap / now.closing) > needed ? .safe : .unsafe
  }

  private func responsibilitySensitive(_ now: DriverSituation) -> Judgement {
    let rules = SafetyDistances.cutInModel
    let along = rules.signedLongitudinal(speed: now.egoSpeed, ahead: now.objectSpeed)
    // The model counts sideways motion as such, whichever way it goes.
    let across = rules.lateral(approach: abs(now.approach))
    return now.gap < along && now.lateralGap < across ? .unsafe : .safe
  }

  private func fuzzySafety(_ now: DriverSituation) -> Judgement {
    if now.lateralGap > 0 {
      if now.approach <= 0 { return .safe }
      let arrival = now.lateralGap / now.approach
      let passing = now.lengthToPass / now.closing
      if arrival > passing + 0.1 { return .safe }
    }
    let critical = FuzzySafety.critical(
      gap: now.gap, speed: now.egoSpeed, ahead: now.objectSpeed,
      acceleration: now.egoAcceleration)
    let proactive = FuzzySafety.proactive(
      gap: now.gap, speed: now.egoSpeed, ahead: now.objectSpeed)
    return Judgement(isSafe: critical + proactive == 0, critical: critical, proactive: proactive)
  }
}
