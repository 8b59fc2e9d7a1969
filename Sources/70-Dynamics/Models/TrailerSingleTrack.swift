import DrivingCore
import Geometry

/// The kinematic single track with an on-axle trailer (KST) of CommonRoad 2020a.
///
/// The point is the rear axle's middle of the tractor, which is also the hitch. The hitch angle stays
/// within a quarter turn to either side.
public enum TrailerSingleTrack {
  /// Six states.
  public struct State: StateVector, Hashable {
    /// The tractor.
    public var tractor: KinematicSingleTrack.State
    /// The angle from the tractor's to the trailer's axis (rad).
    public var hitchAngle: Double

    /// Creates a state.
    public init(tractor: KinematicSingleTrack.State, hitchAngle: Double) {
      self.tractor = tractor
      self.hitchAngle = hitchAngle
    }

    /// The sum, entry by entry.
    @inlinable
    public static func + (a: State, b: State) -> State {
      State(tractor: a.tractor + b.tractor, hitchAngle: a.hitchAngle + b.hitchAngle)
    }

    /// The state scaled by a number.
    @inlinable
    public static func * (a: State, scale: Double) -> State {
      State(tractor: a.tractor * scale, hitchAngle: a.hitchAngle * scale)
    }
  }

  /// The trailer's hitch to its axle, of CommonRoad's vehicle 4 (m).
  public static let commonRoadTrailer = 8.1

  /// The rates of the model; constraints come first.
  /// - Parameter trailer: The trailer's wheelbase, hitch to axle (m).
  public static func rates(
    of state: State, input: ModelInput, _ parameters: SingleTrackParameters,
    trailer: Double = commonRoadTrailer
  ) -> State {
    let tractor = KinematicSingleTrack.rates(of: state.tractor, input: input, parameters)
    guard abs(state.hitchAngle) <= .pi / 2 else { return State(tractor: tractor, hitchAngle: 0) }
    let turn =
      -state.tractor.speed
      * (Portable.sin(state.hitchAngle) / trailer
        + Portable.tan(state.tractor.steeringAngle) / parameters.wheelbase)
    return State(tractor: tractor, hitchAngle: turn)
  }
}
