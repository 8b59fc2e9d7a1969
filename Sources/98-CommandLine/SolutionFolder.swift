import Assembly
import Foundation
import Reporting
import Scenarios

/// Writes CommonRoad runs as solutions that the benchmark's own checker and website read.
struct SolutionFolder: Sendable {
  /// What became of one run.
  enum Outcome: Sendable {
    /// A solution was written.
    case written
    /// There is none to write, and why.
    case missing(String)
  }

  let path: String
  /// The id of the cost function, such as `SM1`.
  let costFunction: String

  /// Writes a run that passed: `ID.xml`, and `ID.scenario.xml` where the exam is not the file
  /// itself (an ego in place of a recorded vehicle, or one of several planning problems).
  func write(_ run: ScenarioRun) throws -> Outcome {
    guard let record = run.record, run.result.verdict == .passed else {
      return .missing("it did not pass")
    }
    guard run.scenario.benchmark?.planningProblem != nil else {
      return .missing("it is no CommonRoad planning problem")
    }
    if let contact = run.contact {
      return .missing("\(contact); the benchmark counts every contact, whoever's fault it is")
    }
    do {
      let solution = try CommonRoadSolution.xml(
        record: record, scenario: run.scenario, costFunction: costFunction)
      try AtomicFile.write(Array(solution.utf8), to: "\(path)/\(run.result.id).xml")
      if let exam = CommonRoadExam.xml(for: run.scenario) {
        try AtomicFile.write(Array(exam.utf8), to: "\(path)/\(run.result.id).scenario.xml")
      }
    } catch let failure as ScenarioFailure {
      return .missing(failure.description)
    }
    return .written
  }
}
