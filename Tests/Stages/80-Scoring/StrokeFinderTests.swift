import DrivingCore
import Geometry
import Roads
import Testing

@testable import Scoring

@Suite("Strokes of a drive")
struct StrokeFinderTests {
  /// Legs along the x axis of a frame: lengths (m, negative in reverse) at a speed (m/s), with a
  /// stop after each (s), 100 ticks a second.
  private static func drive(
    _ legs: [Double], speed: Double = 0.5, stop: Double = 1, frame: SE2 = .identity,
    noise: Double = 0
  ) -> [VehicleState] {
    var (x, tick, states) = (0.0, 0, [VehicleState]())
    func add(_ speed: Double) {
      let shake = noise * Portable.sin(Double(tick) * 1.7)
      states.append(
        VehicleState(
          time: SimulationTime(nanoseconds: Int64(tick) * 10_000_000),
          worldFromVehicle: frame * SE2(x: x + shake, y: 0, heading: 0), speed: speed))
      tick += 1
    }
    func stand() { for _ in 0..<Int(stop * 100) { add(0) } }
    stand()
    for leg in legs {
      let begin = x
      let steps = max(1, Int((abs(leg) / speed * 100).rounded()))
      for step in 1...steps {
        x = begin + leg * Double(step) / Double(steps)
        add(leg < 0 ? -speed : speed)
      }
      stand()
    }
    return states
  }

  private static func lengths(_ finder: StrokeFinder) -> [Double] {
    finder.spans.map {
      (($0.isForward ? 1 : -1) * abs(finder.travelled[$0.last] - finder.travelled[$0.first]))
    }
  }

  private static let manoeuvre = [5.0, -3, 0.03, -0.03, 0.006, -0.25, 1]

  @Test(
    "every leg is a stroke at any speed, down to millimetres a second",
    arguments: [2, 0.5, 0.03, 0.004])
  func anySpeed(speed: Double) {
    let legs = speed < 0.01 ? [0.03, -0.03, 0.006, -0.02] : Self.manoeuvre
    let found = Self.lengths(StrokeFinder(Self.drive(legs, speed: speed)))
    #expect(found.count == legs.count, "\(found)")
    // A stroke starts and ends within half a millimetre; a stop within one.
    for (leg, length) in zip(legs, found) {
      #expect(abs(leg - length) < 0.0031, "\(leg) \(length)")
    }
  }

  @Test("changes of direction need no stop")
  func withoutStops() {
    let found = Self.lengths(StrokeFinder(Self.drive([1, -1, 0.02, -0.5], stop: 0)))
    #expect(found.map { $0 > 0 } == [true, false, true, false], "\(found)")
  }

  @Test("a car that settles or shakes by a millimetre changes no direction")
  func settling() {
    #expect(StrokeFinder(Self.drive([], stop: 3, noise: 0.0012)).spans.isEmpty)
    let still = Self.drive([2, -0.002, 0.001], stop: 0.1)
    #expect(StrokeFinder(still).spans.map(\.isForward) == [true])
    let shaken = Self.drive([2, -1], stop: 0.2, noise: 0.001)
    #expect(StrokeFinder(shaken).spans.map(\.isForward) == [true, false])
  }

  @Test("a stop parts two strokes of one direction, a slow stretch does not")
  func stops() {
    let parted = StrokeFinder(Self.drive([1, 1, -1]))
    #expect(parted.spans.map(\.isForward) == [true, true, false])
    #expect(StrokeFinder(Self.drive([1, 1, -1], stop: 0.1)).spans.count == 2)
    #expect(StrokeFinder(Self.drive([0.3], speed: 0.008)).spans.count == 1)
  }

  @Test("times are those of setting off and of arriving")
  func times() throws {
    let finder = StrokeFinder(Self.drive([1, -0.5], speed: 0.5))
    let spans = finder.spans.map { (finder.times[$0.first], finder.times[$0.last]) }
    try #require(spans.count == 2)
    let wantedTimes = [1.0, 3, 4, 5]
    for (found, wanted) in zip([spans[0].0, spans[0].1, spans[1].0, spans[1].1], wantedTimes) {
      #expect(abs(found - wanted) <= 0.0201, "\(found) \(wanted)")
    }
  }

  @Test("where the lot lies and how it is turned changes nothing")
  func frames() {
    let plain = Self.lengths(StrokeFinder(Self.drive(Self.manoeuvre)))
    for frame in [SE2(x: 1e6, y: -1e6, heading: 2.5), SE2(x: 3, y: 4, heading: -1.2)] {
      let moved = Self.lengths(StrokeFinder(Self.drive(Self.manoeuvre, frame: frame)))
      #expect(moved.count == plain.count)
      for (a, b) in zip(plain, moved) { #expect(abs(a - b) < 1e-6) }
    }
  }

  @Test("nothing and standing have no strokes")
  func nothing() {
    #expect(StrokeFinder([]).spans.isEmpty)
    #expect(StrokeFinder([VehicleState()]).spans.isEmpty)
    #expect(ParkingDrive(RunRecord(mission: ScoringFixtures.parking().mission)).strokes.isEmpty)
  }

  @Test("each stroke names its nearest approach; the least of them is that of the run")
  func nearest() throws {
    for switches in [1, 3] {
      let record = ScoringFixtures.parking(switches: switches)
      let drive = ParkingDrive(record)
      #expect(drive.strokes.count == switches + 1)
      #expect(drive.gearSwitches == switches)
      let approaches = drive.strokes.compactMap(\.nearest)
      #expect(approaches.count == drive.strokes.count)
      for place in approaches {
        #expect(abs(place.here.distance(to: place.there) - place.distance) < 1e-9)
        #expect(place.outline.boundaryDistance(to: place.there) < 1e-9)
      }
      let least = try #require(approaches.map(\.distance).min())
      let run = try #require(Clearance.nearest(record))
      #expect(abs(least - run.distance) < 0.001, "\(least) \(run.distance)")
      #expect(drive.strokes.allSatisfy { abs($0.length - 5) < 0.02 })
      #expect(
        drive.strokes.allSatisfy {
          abs(
            ($0.poses.first ?? .identity).position.distance(
              to: ($0.poses.last ?? .identity).position) - 5) < 0.02
        })
    }
  }
}
