import Assembly
import DrivingCore
import Foundation
import Reporting
import Scenarios
import Simulation

/// One call of `run`: reads the suite, runs it kind by kind, writes what came of it.
final class RunSession {
  private let options: RunOptions
  private let out: String
  private let configuration: RunConfiguration
  private let suite: Suite
  private let solutions: SolutionFolder?
  private let isQuiet: Bool
  private var runs: [FinishedRun] = []

  /// Reads the suite.
  init(
    options: RunOptions, out: String, paths: [String], solutions: SolutionFolder? = nil,
    isQuiet: Bool
  ) throws {
    self.solutions = solutions
    self.options = options
    self.out = out
    self.isQuiet = isQuiet
    configuration = try options.configuration()
    let vehicles = try Vehicles.all(including: options.vehicle)
    let named = try paths.isEmpty ? [RunSession.builtInSuite()] : paths
    suite = Suite(
      paths: named, vehicles: vehicles, configuration: configuration,
      selection: try options.selection())
    suite.failures.forEach { Terminal.error($0.description) }
    try checkThereIsSomething(in: named)
  }

  /// A suite without a scenario is wrong usage, unless it has files that could not be read.
  private func checkThereIsSomething(in named: [String]) throws {
    guard suite.scenarios.isEmpty else { return }
    guard suite.failures.allSatisfy({ $0.found == "no scenario files" }) else {
      throw Ending(code: .badInput)
    }
    if let asked = options.filter ?? options.only ?? options.shard {
      throw UserError(
        "found no scenario for '\(asked)' in \(named.joined(separator: ", ")); expected a part of "
          + "an id; 'godseye list scenarios' shows the built-in ones", code: .usage)
    }
    throw UserError(
      "found no scenario to run in \(named.joined(separator: ", ")); expected .yaml, .xml or "
        + ".csv files; 'godseye list scenarios' shows the built-in ones", code: .usage)
  }

  static func builtInSuite() throws -> String {
    guard let suite = ProductFiles.url("Scenarios") else {
      throw UserError(
        "found no Scenarios folder; expected it in $GODSEYE_HOME or above the program",
        code: .usage)
    }
    return suite.path
  }

  /// Runs everything and writes the output folder.
  func run(embeddedReplay: Bool) throws -> RunResults {
    let replays = embeddedReplay ? ProductFiles.embeddedDrives : []
    let kinds = [Mission.Kind.parking, .highway].filter { kind in
      suite.scenarios.contains { $0.kind == kind }
    }
    let steps = kinds.count + (replays.isEmpty ? 0 : 1)
    var step = 0
    if !replays.isEmpty {
      step += 1
      runs += try replays.map { try replay($0) }
      say("[\(step)/\(steps)] replay   ", results(of: "replay"))
    }
    for kind in kinds {
      step += 1
      runs += runAll(of: kind, label: "[\(step)/\(steps)]")
      say(
        "[\(step)/\(steps)] \(kind.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0))",
        results(of: kind.rawValue))
    }
    let all = RunResults(
      configuration: options.described(configuration), scenarios: runs.map(\.result))
    try OutputFolder(out).write(all, runs: runs)
    if let solutions { report(solutions) }
    return all
  }

  /// Says how many solutions were written, and why there are no others.
  private func report(_ solutions: SolutionFolder) {
    var (written, missing) = (0, [(id: String, reason: String)]())
    for run in runs {
      switch run.solution {
      case .written: written += 1
      case .missing(let reason): missing.append((run.result.id, reason))
      case nil: break
      }
    }
    guard !isQuiet else { return }
    print("\(written) solutions in \(solutions.path), \(missing.count) runs have none")
    for run in missing { print("  no solution of \(run.id): \(run.reason)") }
  }

  private func replay(_ log: String) throws -> FinishedRun {
    let name = URL(fileURLWithPath: log).deletingPathExtension().lastPathComponent
    let session = try ReplaySession(log: log, id: "replay/\(name)", configuration: configuration)
    return session.run(to: OutputFolder(out), writesVideo: false)
  }

  /// The code of what could not be read.
  var inputCode: ExitCode { suite.failures.isEmpty ? .passed : .badInput }

  /// Writes every run's trajectory as CSV, in the scenario's own coordinates.
  func exportTrajectories(to folder: String) throws {
    for run in runs {
      try AtomicFile.write(
        Array(TrajectoryTable.text(run).utf8), to: "\(folder)/\(run.result.id).csv")
    }
  }

  private func runAll(of kind: Mission.Kind, label: String) -> [FinishedRun] {
    let scenarios = suite.scenarios.filter { $0.kind == kind }
    let runner = ScenarioRunner(configuration: configuration, today: Today.text)
    let folder = OutputFolder(out)
    let (counter, solutions) = (Counter(), solutions)
    defer { Terminal.clearProgress() }
    return Parallel.map(
      count: scenarios.count, jobs: options.jobs,
      finished: { (run: FinishedRun) in
        Terminal.progress("\(label) \(kind.rawValue) \(counter.next())/\(scenarios.count)")
      },
      { index in
        let started = Date()
        let run = runner.run(scenarios[index])
        return finish(run, in: folder, seconds: Date().timeIntervalSince(started), solutions)
      })
  }

  private func results(of kind: String) -> RunResults {
    RunResults(
      configuration: options.described(configuration),
      scenarios: runs.map(\.result).filter { $0.kind == kind })
  }

  private func say(_ label: String, _ results: RunResults) {
    guard !isQuiet, let kind = results.scenarios.first?.kind else { return }
    print("\(label)\(RunSummary(results).line(for: kind))")
  }
}

/// Writes the files of one run; its solution, too, where asked for.
private func finish(
  _ run: ScenarioRun, in folder: OutputFolder, seconds: Double, _ solutions: SolutionFolder?
) -> FinishedRun {
  var finished = folder.finish(run, seconds: seconds)
  guard let solutions else { return finished }
  do {
    finished.solution = try solutions.write(run)
  } catch {
    finished.result.verdict = .error
    finished.result.messages.insert("the solution could not be written: \(error)", at: 0)
  }
  return finished
}

/// Counts finished pieces; called from one thread at a time.
private final class Counter: @unchecked Sendable {
  private var count = 0

  func next() -> Int {
    count += 1
    return count
  }
}

/// The day, for known failures that expire. Read once, outside the loop.
enum Today {
  static let text: String = {
    let parts = Calendar(identifier: .gregorian).dateComponents(
      [.year, .month, .day], from: Date())
    func two(_ value: Int?) -> String {
      let value = value ?? 0
      return value < 10 ? "0\(value)" : "\(value)"
    }
    return "\(parts.year ?? 0)-\(two(parts.month))-\(two(parts.day))"
  }()
}
