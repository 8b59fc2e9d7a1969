import ArgumentParser
import Assembly
import DrivingCore
import Foundation
import Reporting
import Scenarios

/// `godseye fit-style`: a driving style from a log of driving.
struct FitStyleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit-style",
    abstract: "Fits a driving style to a log: headway, acceleration, braking, jerk.",
    discussion: """
      LOG is a CSV with the columns t_s, speed_mps, gap_m and lead_speed_mps (empty gaps where nobody
      is ahead; 'godseye run --export-trajectories' writes such files) or a CommonRoad file, all of
      whose recorded vehicles are fitted together, or one of them with --vehicle.

      The fit uses the first half of the log; the time gap of the second half is printed beside it.

      Examples:
        godseye run Scenarios/highway/follow-slow-lead.yaml --style sport --export-trajectories T
        godseye fit-style T/highway/follow-slow-lead.csv --out mine.yaml
        godseye run Scenarios/highway --style mine.yaml
      """)

  @Argument(help: "A CSV of a drive, or a CommonRoad file (.xml).")
  var log: String

  @Option(help: "Only the recorded vehicle with this id.")
  var vehicle: String?

  @Option(help: "The name of the style.")
  var id = "fitted"

  @Option(help: "Where to write the style file; left out: to standard output.")
  var out: String?

  func run() throws {
    let all = try FollowingLog.read(log, vehicle: vehicle)
    let fit = try StyleFit(all.half(false), id: id)
    let text = StyleFile.text(
      fit.style, about: "Fitted to \(URL(fileURLWithPath: log).lastPathComponent).")
    if let out {
      try AtomicFile.write(Array(text.utf8), to: out)
    } else {
      print(text, terminator: "")
    }
    fit.notes.forEach { Terminal.error("note: \($0)") }
    let other = StyleFit.timeGap(of: all.half(true))
    Terminal.error(
      "time gap \(rounded(fit.timeGap)) s over \(rounded(fit.following)) s of following in the first "
        + "half; "
        + (other.map { "\(rounded($0)) s in the second" } ?? "no quiet following in the second"))
  }

  private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}
