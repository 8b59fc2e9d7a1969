import DrivingCore
import Geometry

extension MultiBody {
  /// The 29 states: 13 of the body at the centre of gravity, 8 of each axle.
  ///
  /// Heights are measured downwards, as in the original; zero is where the body rests.
  public struct State: StateVector, Hashable {
    /// East of the origin (m).
    public var x: Double
    /// North of the origin (m).
    public var y: Double
    /// The road-wheel angle (rad).
    public var steeringAngle: Double
    /// The speed along the car (m/s).
    public var forwardSpeed: Double
    /// The speed to the left (m/s).
    public var sideSpeed: Double
    /// The heading (rad).
    public var yaw: Double
    /// The turn rate (rad/s).
    public var yawRate: Double
    /// The lean of the body about its long axis (rad), and its rate (rad/s).
    public var (roll, rollRate): (Double, Double)
    /// The nod of the body about its cross axis (rad), and its rate (rad/s).
    public var (pitch, pitchRate): (Double, Double)
    /// How far the body is below its rest (m), and how fast it sinks (m/s).
    public var (sink, sinkRate): (Double, Double)
    /// The front axle.
    public var front: AxleState
    /// The rear axle.
    public var rear: AxleState

    /// Creates a car that rolls without slip and rests on its springs, in a state of ST.
    public init(rolling start: LinearSingleTrack.State, _ parameters: MultiBodyParameters) {
      let (sine, cosine) = Portable.sincos(start.slipAngle)
      let track = parameters.track
      (x, y, yaw, yawRate) = (start.x, start.y, start.yaw, start.yawRate)
      steeringAngle = start.steeringAngle
      (forwardSpeed, sideSpeed) = (cosine * start.speed, sine * start.speed)
      (roll, rollRate, pitch, pitchRate, sink, sinkRate) = (0, 0, 0, 0, 0, 0)
      let (chassis, spin) = (parameters.chassis, forwardSpeed / track.tyres.wheelRadius)
      // The share of the body each axle carries, and the axle itself, on two tyres.
      func pressed(_ axle: MultiBodyParameters.Axle, _ share: Double) -> Double {
        (chassis.sprungMass * SingleTrackParameters.gravity * share + axle.mass
          * SingleTrackParameters.gravity) / (2 * chassis.tyreStiffness)
      }
      front = AxleState(
        sideSpeed: sideSpeed + track.front * yawRate,
        sink: pressed(chassis.front, track.rear / track.wheelbase), spin: spin)
      rear = AxleState(
        sideSpeed: sideSpeed - track.rear * yawRate,
        sink: pressed(chassis.rear, track.front / track.wheelbase), spin: spin)
    }

    /// Creates a state from the original's order of its 29 numbers; nil for any other count.
    public init?(_ entries: [Double]) {
      guard entries.count == 29 else { return nil }
      (x, y, steeringAngle, forwardSpeed) = (entries[0], entries[1], entries[2], entries[3])
      (yaw, yawRate, roll, rollRate) = (entries[4], entries[5], entries[6], entries[7])
      (pitch, pitchRate, sideSpeed) = (entries[8], entries[9], entries[10])
      (sink, sinkRate) = (entries[11], entries[12])
      front = AxleState(entries[13..<18], spins: entries[23..<25], shift: entries[27])
      rear = AxleState(entries[18..<23], spins: entries[25..<27], shift: entries[28])
    }

    /// The 29 numbers in the original's order.
    public var entries: [Double] {
      [
        x, y, steeringAngle, forwardSpeed, yaw, yawRate, roll, rollRate, pitch, pitchRate,
        sideSpeed, sink, sinkRate, front.roll, front.rollRate, front.sideSpeed, front.sink,
        front.sinkRate, rear.roll, rear.rollRate, rear.sideSpeed, rear.sink, rear.sinkRate,
        front.leftSpin, front.rightSpin, rear.leftSpin, rear.rightSpin, front.shift, rear.shift,
      ]
    }

    /// The sum, entry by entry.
    @inlinable
    public static func + (a: State, b: State) -> State {
      var sum = a
      sum.x += b.x
      sum.y += b.y
      sum.steeringAngle += b.steeringAngle
      sum.forwardSpeed += b.forwardSpeed
      sum.sideSpeed += b.sideSpeed
      sum.yaw += b.yaw
      sum.yawRate += b.yawRate
      sum.roll += b.roll
      sum.rollRate += b.rollRate
      sum.pitch += b.pitch
      sum.pitchRate += b.pitchRate
      sum.sink += b.sink
      sum.sinkRate += b.sinkRate
      sum.front = a.front + b.front
      sum.rear = a.rear + b.rear
      return sum
    }

    /// The state scaled by a number.
    @inlinable
    public static func * (a: State, scale: Double) -> State {
      var scaled = a
      scaled.x *= scale
      scaled.y *= scale
      scaled.steeringAngle *= scale
      scaled.forwardSpeed *= scale
      scaled.sideSpeed *= scale
      scaled.yaw *= scale
      scaled.yawRate *= scale
      scaled.roll *= scale
      scaled.rollRate *= scale
      scaled.pitch *= scale
      scaled.pitchRate *= scale
      scaled.sink *= scale
      scaled.sinkRate *= scale
      scaled.front = a.front * scale
      scaled.rear = a.rear * scale
      return scaled
    }
  }

  /// An axle: it rolls, moves sideways and down, and carries two wheels.
  public struct AxleState: StateVector, Hashable {
    /// The lean of the axle (rad), and its rate (rad/s).
    public var (roll, rollRate): (Double, Double)
    /// The speed to the left (m/s).
    public var sideSpeed: Double
    /// How far its tyres are pressed in (m), and how fast the axle sinks (m/s).
    public var (sink, sinkRate): (Double, Double)
    /// The spin of the left and the right wheel (rad/s).
    public var (leftSpin, rightSpin): (Double, Double)
    /// How far the body has moved sideways on the axle's pin (m).
    public var shift: Double

    /// Creates an axle at rest on its tyres, both wheels spinning alike.
    init(sideSpeed: Double, sink: Double, spin: Double) {
      (roll, rollRate, sinkRate, shift) = (0, 0, 0, 0)
      (self.sideSpeed, self.sink) = (sideSpeed, sink)
      (leftSpin, rightSpin) = (spin, spin)
    }

    /// Creates an axle from five, two and one of the original's numbers.
    init(_ five: ArraySlice<Double>, spins: ArraySlice<Double>, shift: Double) {
      let (first, spin) = (five.startIndex, spins.startIndex)
      (roll, rollRate, sideSpeed) = (five[first], five[first + 1], five[first + 2])
      (sink, sinkRate) = (five[first + 3], five[first + 4])
      (leftSpin, rightSpin, self.shift) = (spins[spin], spins[spin + 1], shift)
    }

    /// The sum, entry by entry.
    @inlinable
    public static func + (a: AxleState, b: AxleState) -> AxleState {
      var sum = a
      sum.roll += b.roll
      sum.rollRate += b.rollRate
      sum.sideSpeed += b.sideSpeed
      sum.sink += b.sink
      sum.sinkRate += b.sinkRate
      sum.leftSpin += b.leftSpin
      sum.rightSpin += b.rightSpin
      sum.shift += b.shift
      return sum
    }

    /// The state scaled by a number.
    @inlinable
    public static func * (a: AxleState, scale: Double) -> AxleState {
      var scaled = a
      scaled.roll *= scale
      scaled.rollRate *= scale
      scaled.sideSpeed *= scale
      scaled.sink *= scale
      scaled.sinkRate *= scale
      scaled.leftSpin *= scale
      scaled.rightSpin *= scale
      scaled.shift *= scale
      return scaled
    }
  }
}
