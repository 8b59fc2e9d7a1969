/// AlpaSim's scene score: progress relative to the recording; a collision at fault gives 0.
///
/// Reference: NVlabs/alpasim at 3032e0cf, `src/eval/src/eval/aggregation/scene_score.py`.
public struct AlpaSimScore: Sendable, Hashable {
  /// Why a scene scores nothing.
  public enum Failure: String, Sendable, Hashable {
    case collisionAtFault = "collision_at_fault"
    case offRoad = "offroad"
  }

  /// Progress of this share of the recording's counts as all of it.
  public static let saturation = 0.8
  /// Recordings shorter than this count as driven in full (m).
  public static let shortClip = 5.0

  /// The share of the progress that was made (0-1).
  public var progressScore: Double
  /// Why the scene scores nothing; a collision is named before leaving the road.
  public var failure: Failure?

  /// The score (0-1).
  public var score: Double { failure == nil ? progressScore : 0 }

  /// Scores a scene; nil where an input is not a finite number.
  ///
  /// Any value of a flag but 0 counts. `progress` is relative to the recording, whose length is
  /// `recordedDistance` (m).
  public init?(
    progress: Double, recordedDistance: Double, collisionAtFault: Double, offRoad: Double
  ) {
    guard
      [progress, recordedDistance, collisionAtFault, offRoad].allSatisfy(\.isFinite)
    else { return nil }
    progressScore =
      recordedDistance < AlpaSimScore.shortClip
      ? 1 : min(min(max(progress, 0), 1) / AlpaSimScore.saturation, 1)
    failure = collisionAtFault != 0 ? .collisionAtFault : offRoad != 0 ? .offRoad : nil
  }
}
