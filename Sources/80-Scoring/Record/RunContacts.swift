import DrivingCore

extension RunRecord {
  /// First contacts of the ego in order of time; `sample` is the number of the tick.
  public func contacts() -> [NuPlan.Collisions.Contact] { RunSamples(self).collisions().contacts }
}
