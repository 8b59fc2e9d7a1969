import Assembly
import DrivingCore
import Foundation
import Reporting
import Scenarios
import Simulation

/// One call of `run`: reads the suite, runs it kind by kind, writes what came of it.
final class RunSession {
  private let options: RunOptions
  private let folder: OutputFolder
  private let vehicles: [VehicleSpec]
  private let configuration: RunConfiguration
  private let suite: Suite
  private let solutions: SolutionFolder?
  private let isQuiet: Bool
  private var runs: [FinishedRun] = []

  /// Reads the suite.
  init(
    options: RunOptions, out: String, paths: [String], solutions: SolutionFolder? = nil,
    trajectories: String? = nil, logs: KeptLogs? = nil, isQuiet: Bool
  ) throws {
    self.solutions = solutions
    self.options = options
    self.isQuiet = isQuiet
    configuration = try options.configuration()
    let isMatrix = !configuration.matrix.isEmpty
    folder = OutputFolder(
      out, logs: logs ?? (isMatrix ? .problems : .all), trajectories: trajectories,
      isMatrix: isMatrix,
      example: configuration.matrix.dropFirst(configuration.matrix.count / 2).first)
    vehicles = try Vehicles.chosen(options.vehicle).all
    let named = try paths.isEmpty ? RunSession.builtInSuite() : paths
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
    if let asked = options.filter ?? options.only ?? options.tag ?? options.shard {
      throw UserError(
        "found no scenario for '\(asked)' in \(named.joined(separator: ", ")); expected a part of "
          + "an id; 'godseye list scenarios' shows the built-in ones", code: .usage)
    }
    throw UserError(
      "found no scenario to run in \(named.joined(separator: ", ")); expected .yaml, .xml or "
        + ".csv files; 'godseye list scenarios' shows the built-in ones", code: .usage)
  }

  /// The folders and files of the built-in suite, without those that only run where they are named.
  static func builtInSuite() throws -> [String] {
    guard let suite = ProductFiles.url("Scenarios") else {
      throw UserError(
        "found no Scenarios folder; expected it in $GODSEYE_HOME or above the program",
        code: .usage)
    }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: suite.path)) ?? []
    return names.sorted().filter { !onRequest.contains($0) && !$0.hasPrefix(".") }
      .map { suite.appendingPathComponent($0).path }
  }

  /// Large families, which take minutes: `godseye run Scenarios/parking-moving`.
  private static let onRequest = ["baselines", "parking-generated", "parking-moving"]

  /// Runs everything and writes the output folder.
  func run(embeddedReplay: Bool) throws -> RunResults {
    // A drive was recorded with one car: it has no place in a matrix.
    let replays =
      embeddedReplay && configuration.matrix.isEmpty ? ProductFiles.embeddedDrives : []
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
      configuration: options.described(configuration, among: vehicles),
      scenarios: runs.map(\.result))
    try folder.write(all, runs: runs)
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
    return session.run(to: folder, writesVideo: false)
  }

  /// The code of what could not be read.
  var inputCode: ExitCode { suite.failures.isEmpty ? .passed : .badInput }

  private func runAll(of kind: Mission.Kind, label: String) -> [FinishedRun] {
    let scenarios = suite.scenarios.filter { $0.kind == kind }
    let runner = ScenarioRunner(configuration: configuration, today: Today.text)
    let (folder, counter, solutions) = (folder, Counter(), solutions)
    let progress = ProgressLine("\(label) \(kind.rawValue)", of: scenarios.count, isQuiet: isQuiet)
    defer { Terminal.clearProgress() }
    return Parallel.map(
      count: scenarios.count, jobs: options.jobs,
      finished: { (run: FinishedRun) in
        counter.add(run.result.outcome)
        progress.show(counter)
      },
      { index in
        let started = Date()
        let run = runner.run(scenarios[index])
        return finish(run, in: folder, seconds: Date().timeIntervalSince(started), solutions)
      })
  }

  private func results(of kind: String) -> RunResults {
    RunResults(
      configuration: options.described(configuration, among: vehicles),
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

/// Counts finished runs; called from one thread at a time.
private final class Counter: @unchecked Sendable {
  private(set) var all = 0
  private(set) var passed = 0
  private(set) var refused = 0

  func add(_ outcome: ScenarioOutcome) {
    all += 1
    if outcome == .passed { passed += 1 }
    if outcome == .refused { refused += 1 }
  }
}

/// How far a long run is: for people a line that is overwritten, elsewhere one line now and then.
private struct ProgressLine: Sendable {
  let label: String
  let count: Int
  let isQuiet: Bool
  let started = Date()
  /// Where nobody looks on, only long runs say something, so often.
  private static let quietly = 200

  init(_ label: String, of count: Int, isQuiet: Bool) {
    self.isQuiet = isQuiet
    self.label = label
    self.count = count
  }

  func show(_ counter: Counter) {
    let done = counter.all
    guard !isQuiet, Terminal.isInteractive || (done % ProgressLine.quietly == 0 && done < count)
    else { return }
    let seconds = Date().timeIntervalSince(started)
    let left = Int((seconds / Double(done) * Double(count - done)).rounded())
    var text = "\(label) \(done)/\(count)"
    if count > ProgressLine.quietly {
      let others = done - counter.passed - counter.refused
      text +=
        ", \(counter.passed) passed, \(counter.refused) refused, \(others) other, \(left) s left"
    }
    if Terminal.isInteractive { Terminal.progress(text) } else { Terminal.error(text) }
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
