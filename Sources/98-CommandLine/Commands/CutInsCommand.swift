import ArgumentParser
import Assembly
import DrivingCore
import Foundation
import Reporting

/// `godseye cut-ins`: a planner in the cut-ins that the driver models of UN R157 are compared in.
struct CutInsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cut-ins",
    abstract: "Drives 960 cut-ins and compares with the four driver models of UN R157.",
    discussion: """
      Careful human (CC), Reg157, RSS and the Fuzzy Safety Model (FSM) drive the published scene;
      the planner drives a car with actuators in the same scene, with the gate and true percepts.
      Fails where the careful human avoids contact and the planner does not, or where the models
      together avoid more. Nothing here is type-approval evidence. See docs/guides/DriverModels.md.

      Examples:
        godseye cut-ins
        godseye cut-ins --twins                       the other car keeps its lane: do nothing
        godseye cut-ins --half-step --other-length 12
        godseye cut-ins --planner careful-human --out points.csv
      """)

  @Option(help: "Who plans: lattice, careful-human, reg157, rss, fsm, or exec:COMMAND.")
  var planner = "lattice"

  @Option(help: "The car whose actuators and limits count; it takes the measures of the scene.")
  var vehicle = "byd-atto-2"

  @Flag(help: "The other car keeps its lane.")
  var twins = false

  @Flag(help: "All distances half a step of the grid farther.")
  var halfStep = false

  @Option(help: "The length of the ego (m).")
  var egoLength = 4.3

  @Option(help: "The length of the other car (m).")
  var otherLength = 4.3

  @Option(help: "Only every n-th point.")
  var every = 1

  @Option(help: "How many points at once.")
  var jobs = 2

  @Option(help: "Write every point to this file, as comma-separated values.")
  var out: String?

  func run() throws {
    guard (3.0...8).contains(egoLength), (1.0...30).contains(otherLength) else {
      throw UserError(
        "--ego-length is 3 to 8 m, --other-length 1 to 30 m; found \(egoLength) and \(otherLength)",
        code: .usage)
    }
    guard (1...960).contains(every), (1...256).contains(jobs) else {
      throw UserError("--every is 1 to 960, --jobs 1 to 256", code: .usage)
    }
    guard let car = try Vehicles.all(including: vehicle).first(where: { $0.id == vehicle }) else {
      throw UserError(
        "--vehicle: found the unknown vehicle '\(vehicle)'; 'godseye list vehicles' names them",
        code: .usage)
    }
    let grid = CutInGrid(halfStep: halfStep, egoLength: egoLength, objectLength: otherLength)
    let points = grid.points.enumerated().filter { $0.offset % every == 0 }.map(\.element)
    let comparison: CutInComparison
    do throws(StageFailure) {
      comparison = try CutInComparison(
        points, twins: twins, vehicle: car, planner: planner, jobs: jobs)
    } catch {
      throw UserError("\(error.stage): \(error.reason)")
    }
    if let out { try AtomicFile.write(Array(comparison.commaSeparated.utf8), to: out) }
    print(comparison.table)
    let shortfalls = comparison.shortfalls
    shortfalls.forEach { Terminal.error("short: \($0)") }
    if !shortfalls.isEmpty { throw Ending(code: .failed) }
  }
}
