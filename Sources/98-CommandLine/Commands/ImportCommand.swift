import ArgumentParser
import Assembly
import DriveLogs
import DrivingCore
import Reporting

/// `godseye import`: any log to MCAP.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Turns a video, a folder of pictures or a comma2k19 segment into an MCAP log.",
    discussion: """
      The result opens in Foxglove and is read by 'godseye replay' in constant memory.
      A file calibration.json beside the source says how the camera sees; without one the numbers
      are assumed from the picture's size, and the log says so.
      'rendered:SEED' renders a drive with the product's own camera instead of reading one; further
      words, separated by commas: clean, hard, frames=N, rate=HZ, size=WIDTHxHEIGHT, speed=MPS,
      radius=M, distorted, empty.

      Examples:
        godseye import drive.mp4 --to drive.mcap
        godseye import segment/ --to segment.mcap --compression zstd
        godseye import rendered:7,frames=300 --to Assets/logs/embedded-drive.mcap --quality 70
      """)

  @Argument(help: "A video, a folder of pictures, a comma2k19 segment, an MCAP, or rendered:SEED.")
  var source: String

  @Option(name: .customLong("to"), help: "The MCAP file to write.")
  var destination: String

  @Option(help: "none, lz4 or zstd.")
  var compression = "lz4"

  @Option(help: "JPEG quality of pictures that have to be packed (1-100).")
  var quality = 92

  func run() throws {
    guard let compression = MCAP.Compression(rawValue: compression == "none" ? "" : compression)
    else {
      throw UserError(
        "--compression: found '\(compression)'; expected none, lz4 or zstd", code: .usage)
    }
    guard (1...100).contains(quality) else {
      throw UserError("--quality is 1 to 100", code: .usage)
    }
    do throws(LogFailure) {
      let log = try Logs.open(source)
      let sink = try FileByteSink(path: destination)
      let summary = try importLog(log, to: sink, compression: compression, quality: quality) {
        if $0 % 10 == 0 { Terminal.progress("\($0) frames") }
      }
      Terminal.clearProgress()
      print("\(summary.frameCount) frames -> \(destination)")
      summary.notes.forEach { Terminal.error($0) }
      if summary.hasLoss { throw LogFailure(path: source, place: "end", reason: "read with loss") }
    } catch {
      throw UserError(error.line)
    }
  }
}

extension LogFailure {
  /// The failure in one line.
  var line: String { "\(path):\(place): \(reason)" }
}
