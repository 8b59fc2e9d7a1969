import Geometry

/// NAVSIM's PDM score and extended PDM score, and how scenes of two stages are joined.
///
/// Reference: autonomousvision/navsim at 0a380a90, `pdm_scorer.py`, `run_pdm_score.py`,
/// `scene_aggregator.py`; Dauner et al. (2024), Cao et al. (2025).
public enum Navsim {
  /// The parts of one trajectory, each 0-1.
  public struct Parts: Sendable, Hashable {
    /// No collision at fault: 0, 0.5 for an object, 1.
    public var noAtFaultCollision: Double
    /// Inside the drivable area.
    public var drivableArea: Double
    /// With the traffic: 0, 0.5, 1.
    public var drivingDirection: Double
    /// Not over a red light.
    public var trafficLight: Double
    /// Progress relative to the best.
    public var progress: Double
    /// Nobody met within a second.
    public var timeToCollision: Double
    /// Within half a metre of a lane's centre, or not for two seconds.
    public var laneKeeping: Double
    /// Comfortable together with what was driven before.
    public var historyComfort: Double
    /// Like the plan of half a second before; nil where there is none.
    public var extendedComfort: Double?

    /// Creates the parts.
    public init(
      noAtFaultCollision: Double, drivableArea: Double, drivingDirection: Double,
      trafficLight: Double, progress: Double = 0, timeToCollision: Double, laneKeeping: Double,
      historyComfort: Double, extendedComfort: Double? = nil
    ) {
      self.noAtFaultCollision = noAtFaultCollision
      self.drivableArea = drivableArea
      self.drivingDirection = drivingDirection
      self.trafficLight = trafficLight
      self.progress = progress
      self.timeToCollision = timeToCollision
      self.laneKeeping = laneKeeping
      self.historyComfort = historyComfort
      self.extendedComfort = extendedComfort
    }

    /// The product of the multipliers.
    public var product: Double {
      noAtFaultCollision * drivableArea * drivingDirection * trafficLight
    }

    /// The score; the divisor is 16 with extended comfort and 14 without.
    public var score: Double {
      let sum =
        5 * progress + 5 * timeToCollision + 2 * laneKeeping + 2 * historyComfort
        + 2 * (extendedComfort ?? 0)
      return product * sum / (extendedComfort == nil ? 14 : 16)
    }
  }

  /// Progress relative to the best trajectory; all get 1 where the best makes 5 m or less.
  ///
  /// `raw` is the way each makes (m), `products` are their multipliers.
  public static func relativeProgress(raw: [Double], products: [Double]) -> [Double] {
    let best = zip(raw, products).map(*).max() ?? 0
    return raw.map { best > 5 ? min(max($0 / best, 0), 1) : 1 }
  }

  /// The weights of second-stage scenes by where the first stage ended (m).
  ///
  /// A normal kernel with a variance of 0.1 m²; uniform where all are too far away.
  public static func secondStageWeights(end: Vector2, starts: [Vector2]) -> [Double] {
    let kernel = starts.map { Portable.exp(-(end - $0).squaredLength / 0.2) }
    let sum = kernel.reduce(0, +)
    return sum <= 1e-8
      ? starts.map { _ in 1 / Double(starts.count) } : kernel.map { $0 / sum }
  }

  /// The weighted mean of second-stage scores; nil without weight.
  public static func secondStage(_ scores: [(score: Double, weight: Double)]) -> Double? {
    let weight = scores.reduce(0) { $0 + $1.weight }
    return weight > 0 ? scores.reduce(0) { $0 + $1.score * $1.weight } / weight : nil
  }

  /// The mean over scenes of the first stage's score times the second's; nil without scenes.
  public static func twoStage(_ scenes: [(first: Double, second: Double)]) -> Double? {
    scenes.isEmpty
      ? nil : scenes.reduce(0) { $0 + $1.first * $1.second } / Double(scenes.count)
  }
}
