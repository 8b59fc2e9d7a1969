/// From which time to collision on a cut-in must be answered without contact.
///
/// Regulation (EU) 2022/1426, annex II, cut-in: TTC > v / (2 a) + r + b / 2, with the closing speed
/// v, the braking a, the reaction time r and the time b in which braking builds up at 20 m/s³.
/// UN R157 5.2.5.2 has the same form with 6 m/s² and 0.35 s. Not type-approval evidence.
public struct CutInRule: Sendable, Hashable {
  /// How hard the vehicle must be able to brake (m/s²), positive.
  public let braking: Double
  /// From recognising to braking (s).
  public let reaction = 0.1

  /// Everybody sits and is belted: braking at 6 m/s².
  public static let seated = CutInRule(braking: 6)
  /// Passengers may stand or sit unbelted: braking at 2.4 m/s².
  public static let standing = CutInRule(braking: 2.4)

  /// How long braking builds up (s).
  public var buildUp: Double { braking / 20 }

  /// The time to collision above which contact must be avoided (s), for a closing speed (m/s).
  public func timeToCollision(closing: Double) -> Double {
    closing / (2 * braking) + reaction + buildUp / 2
  }
}
