import ArgumentParser
import Assembly
import DrivingCore
import Foundation
import Geometry
import Reporting
import Scenarios

/// `godseye verify`: does the same input give the same bits here?
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Runs scenarios several times in different ways and compares every tick.",
    discussion: """
      The runs: one thread in order; two threads in shuffled order; a second process with the CPU's
      vector extensions masked. Every digest must be the same; else the first tick and stage that
      differ are named and the exit code is 5.

      With --metamorphic every road scenario also runs 10 km away, turned by 37 degrees, mirrored,
      with its actors in another order and under other names: verdict, score and every metric must
      agree to 1e-6 (relative to values above 1); mirrored verdict and score, to 0.1 points.

      Examples:
        godseye verify
        godseye verify Scenarios/parking
      """)

  @Argument(help: "Scenario files or folders; none: the built-in suite.")
  var paths: [String] = []

  @OptionGroup var options: RunOptions

  @Flag(help: "Compare with the same scenarios moved, turned, mirrored, reordered and renamed.")
  var metamorphic = false

  /// Environment of the masked run: glibc and OpenCV without AVX2 and fused multiply-add.
  static let mask = [
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX2,-FMA", "OPENCV_CPU_DISABLE": "AVX2,FMA3",
  ]

  func run() throws {
    let configuration = try options.configuration()
    let named = try paths.isEmpty ? RunSession.builtInSuite() : paths
    let suite = Suite(
      paths: named, vehicles: try Vehicles.chosen(options.vehicle).all,
      configuration: configuration, selection: try options.selection())
    suite.failures.forEach { Terminal.error($0.description) }
    guard !suite.scenarios.isEmpty else {
      throw UserError("found no scenario to verify", code: .usage)
    }
    let runner = ScenarioRunner(configuration: configuration, today: Today.text)
    if metamorphic { return try compareTransformed(suite.scenarios, runner) }
    let reference = Verification.runs(of: suite.scenarios, with: runner, jobs: 1)
    let shuffled = Verification.shuffled(suite.scenarios)
    let second = Verification.runs(of: shuffled, with: runner, jobs: 2)
    var differences = Verification.differences(reference, second, way: "2 threads, shuffled")
    differences += try compareWithMaskedProcess(named, reference)
    differences.forEach { print($0) }
    let count = reference.count
    guard differences.isEmpty else { throw Ending(code: .nondeterminism) }
    print("\(count) scenarios, 3 ways each: identical digests")
    if !suite.failures.isEmpty { throw Ending(code: .badInput) }
  }

  private func compareTransformed(_ scenarios: [Scenario], _ runner: ScenarioRunner) throws {
    let roads = scenarios.filter { $0.kind == .highway }
    let differences = MetamorphicCheck(runner: runner).differences(of: roads, jobs: options.jobs)
    differences.forEach { print($0) }
    print(
      "\(roads.count) scenarios, \(MetamorphicCheck.transforms.count) ways each: "
        + "\(differences.isEmpty ? "equal scores (mirrored: to 0.1 points)" : "\(differences.count) differ")"
    )
    guard differences.isEmpty else { throw Ending(code: .nondeterminism) }
  }

  /// Runs this program again with the mask and compares its digests.
  private func compareWithMaskedProcess(
    _ named: [String], _ reference: [Verification.Run]
  ) throws -> [String] {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("godseye-verify-\(ProcessInfo.processInfo.processIdentifier)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments =
      ["run"] + named + options.arguments + ["--jobs", "2", "--quiet", "--out", folder.path]
      + ["--logs", (try options.configuration()).matrix.isEmpty ? "all" : "none"]
    process.environment = ProcessInfo.processInfo.environment.merging(Self.mask) { $1 }
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let results = try UserError.from { () throws(ReportFailure) in
      try RunResults(contentsOf: folder.path)
    }
    let runs = results.scenarios.map { row in
      Verification.Run(
        id: row.id, digest: row.digest,
        trail: (try? TrailFile.read(TrailFile.path(in: folder.path, scenario: row.id))) ?? nil)
    }
    return Verification.differences(reference, runs, way: "second process, AVX2 and FMA masked")
  }
}

/// Compares runs of the same scenarios by digest.
enum Verification {
  /// What is compared of a run.
  struct Run: Sendable {
    var id: String
    var digest: String
    var trail: [StageTrail]?
  }

  static func runs(of scenarios: [Scenario], with runner: ScenarioRunner, jobs: Int) -> [Run] {
    Parallel.map(count: scenarios.count, jobs: jobs) { index in
      let run = runner.run(scenarios[index])
      // Thousands of trails do not fit: those of a matrix are compared by digest alone.
      let trail = run.result.scenario == nil ? run.record?.trail() : nil
      return Run(id: run.result.id, digest: run.result.digest, trail: trail)
    }
  }

  /// Another order, the same every time.
  static func shuffled(_ scenarios: [Scenario]) -> [Scenario] {
    var generator = SeededGenerator(seed: 20_26)
    return scenarios.shuffled(using: &generator)
  }

  /// One line for each scenario that differs, with the first tick and stage.
  static func differences(_ reference: [Run], _ other: [Run], way: String) -> [String] {
    let sorted = other.sorted { $0.id < $1.id }
    return reference.compactMap { run in
      guard let twin = sorted.first(where: { $0.id == run.id }) else {
        return "\(run.id): missing (\(way))"
      }
      guard twin.digest != run.digest else { return nil }
      guard let trail = run.trail else {
        return "\(run.id): differs (\(way)); verify it with one vehicle to see where"
      }
      return "\(run.id): differs (\(way)) at \(place(trail, twin.trail ?? []))"
    }
  }

  private static func place(_ a: [StageTrail], _ b: [StageTrail]) -> String {
    for (one, two) in zip(a, b) where one != two {
      let stage = zip(zip(one.fingerprints, two.fingerprints), StageTrail.Stage.allCases)
        .first { $0.0.0 != $0.0.1 }?.1
      return "t = \(one.time.seconds) s, stage \(stage?.rawValue ?? "values")"
    }
    return "the end: \(a.count) and \(b.count) planning ticks"
  }
}
