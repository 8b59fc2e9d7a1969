import Geometry

extension RunRecord {
  /// SHA-256 over the state of the world and the command at every tick, in hexadecimal.
  ///
  /// Two runs have the same digest exactly where every bit of every state is the same. O(ticks).
  public func digest() -> String {
    var hasher = SHA256()
    for tick in ticks { RunRecord.add(tick, to: &hasher) }
    hasher.update(abort ?? "")
    return hasher.hexadecimalDigest
  }

  private static func add(_ tick: Tick, to hasher: inout SHA256) {
    let ego = tick.scene.ego
    hasher.update(tick.scene.time.nanoseconds)
    add(ego.worldFromVehicle, to: &hasher)
    for number in [
      ego.speed, ego.acceleration, ego.yawRate, ego.steeringAngle, ego.steeringRate,
      tick.command.steeringAngle, tick.command.acceleration,
    ] { hasher.update(number) }
    for object in tick.scene.objects {
      hasher.update(object.id)
      add(object.box.worldFromBox, to: &hasher)
      hasher.update(object.velocity.x)
      hasher.update(object.velocity.y)
    }
  }

  private static func add(_ pose: SE2, to hasher: inout SHA256) {
    hasher.update(pose.position.x)
    hasher.update(pose.position.y)
    hasher.update(pose.heading)
  }
}
