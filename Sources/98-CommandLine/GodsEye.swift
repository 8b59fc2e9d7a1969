import ArgumentParser
import Assembly
import DrivingCore
import Foundation
import Reporting

/// Runs the command line with the process's arguments and ends the process.
///
/// A user's own executable calls this after registering its stages in `StageCatalogue`.
public func main() -> Never {
  exit(ExitStatus.of { try RootCommand.start() })
}

/// Ours, not ArgumentParser's type of the same name.
typealias ExitCode = Reporting.ExitCode

/// Ends a command with an exit code that is not an error of the user's.
struct Ending: Error {
  var code: ExitCode
}

/// Turns whatever a command throws into an exit code.
enum ExitStatus {
  static func of(_ body: () throws -> Void) -> Int32 {
    do {
      try body()
      return ExitCode.passed.rawValue
    } catch let ending as Ending {
      return ending.code.rawValue
    } catch let error as UserError {
      Terminal.error(error.message)
      return error.code.rawValue
    } catch let error as LogFailure {
      Terminal.error("\(error.path):\(error.place): \(error.reason)")
      return ExitCode.badInput.rawValue
    } catch let error as ReportFailure {
      Terminal.error("\(error.path): \(error.reason)")
      return ExitCode.badInput.rawValue
    } catch let error as InputFailure {
      Terminal.error(error.message)
      return ExitCode.badInput.rawValue
    } catch {
      return parsingCode(of: error).rawValue
    }
  }

  /// Help goes to standard output with 0, wrong usage to standard error with 2.
  private static func parsingCode(of error: any Error) -> ExitCode {
    let text = RootCommand.fullMessage(for: error)
    if RootCommand.exitCode(for: error) == .success {
      print(text)
      return .passed
    }
    Terminal.error(text)
    return .usage
  }
}

/// A problem of the user's input: one line with place, finding, expectation and advice.
struct UserError: Error {
  var message: String
  var code: ExitCode

  init(_ message: String, code: ExitCode = .badInput) {
    self.message = message
    self.code = code
  }
}

/// The command line itself.
struct RootCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "godseye",
    abstract: "Replays driving logs, runs parking and highway scenarios, gates planner changes.",
    discussion: """
      Examples:
        godseye run                                  the built-in suite, with a report
        godseye run Scenarios/highway --planner 'exec: python3 Examples/python/planner.py' --out B
        godseye compare Reports/latest B             what the change made worse or better
        godseye replay drive.mp4                     a real video through the open loop
        godseye explain nuplan.time_to_collision     what a metric means

      Results go to standard output, messages and progress to standard error.
      Exit codes: 0 passed, 1 failed or regressed, 2 wrong usage, 3 input that cannot be evaluated,
      4 internal error, 5 nondeterminism found.
      """,
    version: "godseye \(ProductVersion.text)",
    subcommands: [
      RunCommand.self, ReplayCommand.self, ImportCommand.self, InspectCommand.self,
      CompareCommand.self, RivalsCommand.self, BaselineCommand.self, VerifyCommand.self,
      StabilityCommand.self, EvaluateCommand.self, CutInsCommand.self, FitStyleCommand.self,
      ExplainCommand.self, ListCommand.self,
    ])

  /// Parses the process's arguments and runs what they name.
  static func start() throws {
    var command = try parseAsRoot()
    try command.run()
  }
}
