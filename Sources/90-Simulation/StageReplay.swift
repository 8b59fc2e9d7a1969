import DrivingCore
import Geometry

/// One stage alone on recorded inputs: the way to test a change of one stage.
public enum StageReplay {
  /// Feeds the inputs to a copy of the stage and returns its outputs, failures included.
  public static func run<S: Stage>(
    _ stage: S, on inputs: [(time: SimulationTime, input: S.Input)]
  ) -> [Outcome<S.Output>] {
    var copy = stage
    return inputs.map { time, input in
      do throws(StageFailure) {
        return .available(try copy.step(input, at: time))
      } catch {
        return .unavailable(reason: error.reason)
      }
    }
  }
}
