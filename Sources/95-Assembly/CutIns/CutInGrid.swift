import DrivingCore
import Dynamics
import Geometry
import Planning

/// The cut-ins of the comparison: 4 pairs of speeds, 8 sideways speeds, 30 distances; 960 points.
public struct CutInGrid: Sendable, Hashable {
  /// One point.
  public struct Point: Sendable, Hashable {
    /// The name of the pair of speeds: ego_object in km/h.
    public var pair: String
    /// Sideways (m/s).
    public var lateralSpeed: Double
    /// Bumper to bumper (m).
    public var frontDistance: Double
    /// The scene.
    public var scene: CutInScene
  }

  /// By what share of the step of the grid they are shifted.
  public var halfStep = false
  /// The length of the ego (m).
  public var egoLength = 4.3
  /// The length of the other car (m).
  public var objectLength = 4.3

  /// The grid as it was published, or a variation of it.
  public init(halfStep: Bool = false, egoLength: Double = 4.3, objectLength: Double = 4.3) {
    self.halfStep = halfStep
    self.egoLength = egoLength
    self.objectLength = objectLength
  }

  /// Pairs of speeds (km/h) and the step of the distances (m).
  static let pairs: [(ego: Double, object: Double, step: Double)] = [
    (60, 20, 2), (50, 30, 2), (130, 70, 4), (90, 40, 4),
  ]

  /// All points, pair by pair, by sideways speed and distance.
  public var points: [Point] {
    CutInGrid.pairs.flatMap { pair in
      (1...8).flatMap { tick in
        (0..<30).map { index in
          // As the decimal numbers of the published grid: 0.6, not three times 0.2.
          let lateral = Double(2 * tick) / 10
          let distance = 1 + pair.step * (Double(index) + (halfStep ? 0.5 : 0))
          var scene = CutInScene(
            egoSpeed: pair.ego / 3.6, objectSpeed: pair.object / 3.6, lateralSpeed: lateral,
            frontDistance: distance)
          (scene.egoLength, scene.objectLength) = (egoLength, objectLength)
          return Point(
            pair: "\(Int(pair.ego))_\(Int(pair.object))", lateralSpeed: lateral,
            frontDistance: distance, scene: scene)
        }
      }
    }
  }
}
