import Foundation

/// The release program, run as a user runs it.
public struct Program {
  /// What a run of the program left.
  public struct Outcome: Sendable {
    /// The exit code; 128 + signal where it was killed.
    public var status: Int32
    /// Standard output.
    public var output: String
    /// Standard error.
    public var errors: String
  }

  /// `.build/release/godseye`, built by the test command before the tests run.
  public static let executable = TestData.repository.appendingPathComponent(
    ".build/release/godseye")

  /// Whether the release program is there.
  public static var isBuilt: Bool {
    FileManager.default.isExecutableFile(atPath: executable.path)
  }

  /// Runs the program in a folder with arguments and extra environment.
  public static func run(
    _ arguments: [String], in folder: URL = TestData.repository,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let scratch = try TemporaryFolder()
    let (out, err) = (scratch.url("out"), scratch.url("err"))
    for file in [out, err] { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    let killed = process.terminationReason == .uncaughtSignal
    return Outcome(
      status: process.terminationStatus + (killed ? 128 : 0),
      output: String(decoding: try Data(contentsOf: out), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: err), as: UTF8.self))
  }
}

/// A folder that goes away with the value.
public final class TemporaryFolder {
  /// The folder.
  public let url: URL

  /// Creates a folder with a fresh name.
  public init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("godseye-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// A path below the folder.
  public func url(_ name: String) -> URL { url.appendingPathComponent(name) }

  /// Writes a text file below the folder and returns its path.
  public func write(_ text: String, to name: String) throws -> String {
    let file = url(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    return file.path
  }
}
