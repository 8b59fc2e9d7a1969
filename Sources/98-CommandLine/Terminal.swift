import Foundation

/// Messages and progress on standard error; results are printed to standard output elsewhere.
enum Terminal {
  /// Whether standard error is a terminal a person looks at.
  static let isInteractive = isatty(STDERR_FILENO) == 1

  /// Whether colours are wanted (`NO_COLOR` is honoured).
  static let hasColour =
    isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil

  /// Writes a line to standard error.
  static func error(_ text: String) {
    clearProgress()
    FileHandle.standardError.write(Data((text + "\n").utf8))
  }

  /// Shows how far long work is, on one line that is overwritten; only for people.
  static func progress(_ text: String) {
    guard isInteractive else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[2K\(text)".utf8))
  }

  /// Removes the progress line.
  static func clearProgress() {
    guard isInteractive else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[2K".utf8))
  }

  /// A text in a colour, where colours are wanted.
  static func coloured(_ text: String, _ colour: Colour) -> String {
    hasColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  /// The colours in use.
  enum Colour: Int {
    case red = 31
    case green = 32
    case yellow = 33
  }
}
