import DrivingCore
import Foundation
import Geometry
import Planning

/// Our whole parking planner against OMPL's RRTConnect and RRT*, in the same four cases.
enum ParkingBenchmark {
  /// The name on the command line.
  static let name = "check-parking"
  /// Seeds of each of OMPL's planners in each case.
  static let seeds = 20
  /// What OMPL is given for each seed (CPU s).
  static let seconds = 5.0

  /// One attempt of one planner.
  struct Attempt {
    /// CPU time to the first way (ms).
    var milliseconds: Double
    /// The way, as the checker measures it (m).
    var length: Double
    var gearChanges: Int
    var report: ParkingWayCheck.Report
    var note = ""

    init(_ milliseconds: Double, _ poses: [SE2], in task: ParkingCase) {
      self.milliseconds = milliseconds
      length = ParkingWayCheck.length(poses)
      gearChanges = ParkingWayCheck.gearChanges(poses)
      report = ParkingWayCheck.report(poses, in: task)
    }
  }

  /// What all seeds of a peer came to.
  struct Summary {
    /// How many seeds gave a way, and how many of these the checker lets pass.
    var found = 0
    var valid = 0
    /// Medians of the time to the first way (a seed without one counts as never) and of
    /// the lengths that pass; the shortest of these.
    var milliseconds = Double.infinity
    var length = Double.infinity
    var shortest = Double.infinity
    var gearChanges = Double.infinity

    init(_ attempts: [Attempt?]) {
      found = attempts.filter { $0 != nil }.count
      let valid = attempts.compactMap { $0 }.filter(\.report.isValid)
      self.valid = valid.count
      milliseconds = median(attempts.map { $0?.milliseconds ?? .infinity })
      length = median(valid.map(\.length))
      shortest = valid.map(\.length).min() ?? .infinity
      gearChanges = median(valid.map { Double($0.gearChanges) })
    }
  }

  /// Drives every case with every planner, prints the table and the verdicts; whether all are met.
  static func run() -> Bool {
    var (solved, asFast, asShort) = (true, true, true)
    for (index, task) in ParkingCase.all.enumerated() {
      print("\(task.name)")
      guard let (ours, connect, star) = race(task, index) else {
        print("\(name)   FAILED: OMPL did not answer, see Benchmarks/README.md")
        return false
      }
      print("  RRTConnect  \(line(connect))")
      print("  RRT*        \(line(star))")
      guard let ours, ours.report.isValid else {
        solved = false
        continue
      }
      // The two easy cases are not raced: a tree that is lucky needs a millisecond there.
      if index == 1 || index == 2 {
        asFast = asFast && ours.milliseconds <= min(connect.milliseconds, seconds * 1000)
      }
      if star.valid > 0 { asShort = asShort && ours.length <= star.length * 1.02 }
    }
    verdict("solved in all four, by the checker", solved)
    verdict("no slower than RRTConnect on 2.3 m perpendicular and parallel", solved && asFast)
    verdict("no longer than RRT* after \(Int(seconds)) s + 2 % where it solves", solved && asShort)
    return solved && asFast && asShort
  }

  private static func verdict(_ goal: String, _ isMet: Bool) {
    print("\(name)   \(goal): \(isMet ? "met" : "MISSED")")
  }

  /// Seed by seed our planner and both of OMPL's in turn, so that all meet the same machine; nil
  /// where OMPL does not answer.
  private static func race(
    _ task: ParkingCase, _ index: Int
  ) -> (ours: Attempt?, connect: Summary, star: Summary)? {
    var (times, plan) = ([Double](), Trajectory?.none)
    var (connect, star) = ([Attempt?](), [Attempt?]())
    for seed in 1...seeds {
      let (time, way) = ours(task)
      times.append(time)
      plan = way ?? plan
      guard let one = peer("RRTConnect", index, seed), let other = peer("RRTstar", index, seed)
      else { return nil }
      connect += one
      star += other
    }
    return (summary(plan, times, task), Summary(connect), Summary(star))
  }

  /// Our planner's first step, from the mission to the trajectory: its CPU time (ms) and the way.
  private static func ours(_ task: ParkingCase) -> (milliseconds: Double, plan: Trajectory?) {
    let mission = task.mission
    let start = Benchmark.cpuTime()
    var planner = ParkingPlanner()
    let world = WorldModel(time: .zero, ego: mission.start, lot: mission.lot)
    do {
      try planner.prepare(for: mission)
      let plan = try planner.step(
        PlanRequest(world: world, decision: .unavailable(reason: "none")), at: .zero)
      return ((Benchmark.cpuTime() - start) * 1000, plan)
    } catch {
      print("  ours        no way: \(error)")
      return (.infinity, nil)
    }
  }

  private static func summary(
    _ plan: Trajectory?, _ times: [Double], _ task: ParkingCase
  ) -> Attempt? {
    guard let plan else { return nil }
    let attempt = Attempt(median(times), plan.points.map(\.worldFromVehicle), in: task)
    print(
      "  ours        \(attempt.report.isValid ? "solved" : "NOT VALID \(attempt.report)"), "
        + "\(number(attempt.milliseconds)) ms, \(number(attempt.length)) m, "
        + "\(attempt.gearChanges) gear changes (\(plan.reason))")
    return attempt
  }

  /// One seed of one of OMPL's planners: one attempt, nil in it where it found no way; nil where
  /// OMPL is absent.
  private static func peer(_ planner: String, _ index: Int, _ seed: Int) -> [Attempt?]? {
    guard let lines = answer([planner, "\(index)", "\(seed)", "\(seconds)"]),
      let head = lines.first, head.count == 3
    else { return nil }
    guard head[0] == 1 else { return [nil] }
    let poses = lines.dropFirst().filter { $0.count == 3 }.map {
      SE2(x: $0[0], y: $0[1], heading: $0[2])
    }
    return [Attempt(head[1], poses, in: ParkingCase.all[index])]
  }

  /// The numbers that the peer prints, line by line.
  private static func answer(_ arguments: [String]) -> [[Double]]? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: ".build/benchmarks/parking_ompl")
    process.arguments = arguments
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    guard (try? process.run()) != nil else { return nil }
    try? input.fileHandleForWriting.write(contentsOf: Data(ParkingCase.peerInput.utf8))
    try? input.fileHandleForWriting.close()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: text, as: UTF8.self).split(separator: "\n").map { line in
      line.split(separator: " ").compactMap { Double($0) }
    }
  }

  private static func line(_ summary: Summary) -> String {
    "\(summary.found)/\(seeds) found, \(summary.valid) valid, "
      + "first after \(number(summary.milliseconds)) ms, median \(number(summary.length)) m, "
      + "shortest \(number(summary.shortest)) m, \(number(summary.gearChanges)) gear changes"
  }

  private static func number(_ value: Double) -> String {
    value.isFinite ? String(format: "%.2f", value) : "none"
  }

  /// The middle value; of an even number the lower of the two, infinity where there is none.
  private static func median(_ values: [Double]) -> Double {
    values.isEmpty ? .infinity : values.sorted()[(values.count - 1) / 2]
  }
}
