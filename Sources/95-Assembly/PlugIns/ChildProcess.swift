import Foundation

/// Why a conversation with a child process ended.
public enum ChildFailure: Error, Sendable, Hashable {
  /// The program could not be started.
  case cannotStart(reason: String)
  /// It did not answer within the guard (s).
  case silent(seconds: Double)
  /// It ended with that wait status.
  case exited(status: String)
  /// It wrote a line longer than the cap (bytes).
  case lineTooLong(bytes: Int)
  /// Writing to it failed.
  case closedInput
}

/// A child process in a process group of its own, spoken to line by line.
///
/// The whole group is killed when the conversation ends, so nothing is left behind. The guard on
/// answers is wall-clock time: it can only turn a run into a failed run, never change a trajectory.
final class ChildProcess: @unchecked Sendable {
  /// Longest line accepted (bytes).
  static let lineCap = 1 << 20
  /// Error output kept for the report (bytes).
  static let errorCap = 64 << 10

  private let pid: pid_t
  private let input: Int32
  private let output: Int32
  private let errors: Int32
  private var pending: [UInt8] = []
  private var errorTail: [UInt8] = []
  private var isOver = false

  /// Starts `command` with a shell, in a new process group.
  /// - Throws: `ChildFailure.cannotStart`.
  init(command: String, addressSpaceKiB: Int = 8 << 20) throws(ChildFailure) {
    signal(SIGPIPE, SIG_IGN)
    let script = "ulimit -v \(addressSpaceKiB) 2>/dev/null; exec \(command)"
    let spawned = try ChildProcess.spawn(["/bin/sh", "-c", script])
    (pid, input, output, errors) = spawned
    for descriptor in [input, output, errors] {
      _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
    }
  }

  deinit { end() }

  /// The last error output, as text.
  var errorText: String { String(decoding: errorTail, as: UTF8.self) }

  /// Sends one line and waits for one line back.
  /// - Throws: `ChildFailure` where the child is silent, gone, or floods.
  func exchange(_ line: [UInt8], within seconds: Double) throws(ChildFailure) -> [UInt8] {
    let deadline = Deadline(seconds: seconds)
    try send(line, until: deadline)
    return try receive(until: deadline)
  }

  /// Sends one line; a child that does not read is silent.
  func send(_ line: [UInt8], within seconds: Double) throws(ChildFailure) {
    try send(line, until: Deadline(seconds: seconds))
  }

  private func send(_ line: [UInt8], until deadline: Deadline) throws(ChildFailure) {
    var rest = (line + [0x0A])[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { write(input, $0.baseAddress, $0.count) }
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno == EAGAIN {
        // The child may be busy writing: drain it, or both would wait for ever.
        try pump(writing: true, until: deadline)
      } else if errno != EINTR {
        throw ended() ?? .closedInput
      }
    }
  }

  private func receive(until deadline: Deadline) throws(ChildFailure) -> [UInt8] {
    while true {
      if let end = pending.firstIndex(of: 0x0A) {
        defer { pending.removeFirst(end + 1) }
        return Array(pending[..<end])
      }
      guard pending.count <= ChildProcess.lineCap else {
        throw .lineTooLong(bytes: pending.count)
      }
      try pump(writing: false, until: deadline)
    }
  }

  /// Waits for the child to be ready and takes what it wrote.
  private func pump(writing: Bool, until deadline: Deadline) throws(ChildFailure) {
    var watched = [
      pollfd(fd: output, events: Int16(POLLIN), revents: 0),
      pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
      pollfd(fd: writing ? input : -1, events: Int16(POLLOUT), revents: 0),
    ]
    guard deadline.remaining > 0 else { throw .silent(seconds: deadline.seconds) }
    _ = poll(&watched, 3, Int32(min(deadline.remaining * 1000 + 1, 1000)))
    let isClosed = !take(from: output, into: &pending, cap: ChildProcess.lineCap * 2)
    _ = take(from: errors, into: &errorTail, cap: .max)
    if errorTail.count > ChildProcess.errorCap {
      errorTail.removeFirst(errorTail.count - ChildProcess.errorCap)
    }
    if isClosed, !pending.contains(0x0A) { throw ended() ?? .exited(status: "closed its output") }
  }

  /// Reads what is there; false at the end of the stream.
  private func take(from descriptor: Int32, into bytes: inout [UInt8], cap: Int) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while bytes.count <= cap {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        bytes += buffer[..<count]
        if count < buffer.count { return true }
      } else {
        return count < 0 && (errno == EAGAIN || errno == EINTR)
      }
    }
    return true
  }

  /// How the child ended, if it did within a moment.
  private func ended() -> ChildFailure? {
    var status: Int32 = 0
    for _ in 0..<50 {
      if !isOver, waitpid(pid, &status, WNOHANG) == pid {
        isOver = true
        kill(-pid, SIGKILL)
        return .exited(status: ChildProcess.describe(status))
      }
      usleep(2_000)
    }
    return nil
  }

  /// Ends the whole group: asks, then insists after a quarter of a second.
  func end() {
    close(input)
    close(output)
    close(errors)
    guard !isOver else {
      kill(-pid, SIGKILL)
      return
    }
    isOver = true
    var status: Int32 = 0
    kill(-pid, SIGTERM)
    for _ in 0..<125 {
      if waitpid(pid, &status, WNOHANG) == pid {
        kill(-pid, SIGKILL)
        return
      }
      usleep(2_000)
    }
    kill(-pid, SIGKILL)
    waitpid(pid, &status, 0)
  }

  private static func describe(_ status: Int32) -> String {
    status & 0x7F == 0
      ? "exit code \((status >> 8) & 0xFF)" : "signal \(status & 0x7F)"
  }
}

extension ChildProcess {
  /// Starts a program with three pipes; only the child's ends reach the child.
  private static func spawn(
    _ arguments: [String]
  ) throws(ChildFailure) -> (pid_t, Int32, Int32, Int32) {
    // Pipes are marked close-on-exec one call later than they are made: one start at a time, so
    // that no other child inherits them meanwhile.
    starting.lock()
    defer { starting.unlock() }
    let pipes = (0..<3).map { _ in
      var ends: [Int32] = [-1, -1]
      _ = pipe(&ends)
      ends.forEach { _ = fcntl($0, F_SETFD, FD_CLOEXEC) }
      return ends
    }
    guard pipes.allSatisfy({ $0[0] >= 0 }) else {
      throw .cannotStart(reason: "no free file descriptors")
    }
    let theirs = [pipes[0][0], pipes[1][1], pipes[2][1]]
    let ours = (pipes[0][1], pipes[1][0], pipes[2][0])
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    for (target, end) in theirs.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, end, Int32(target))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)
    var pid: pid_t = 0
    let strings = arguments.map { strdup($0) } + [nil]
    let code = posix_spawn(&pid, arguments[0], &actions, &attributes, strings, environ)
    strings.forEach { free($0) }
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
    theirs.forEach { close($0) }
    guard code == 0 else { throw .cannotStart(reason: String(cString: strerror(code))) }
    return (pid, ours.0, ours.1, ours.2)
  }

  private static let starting = NSLock()
}

/// A point in wall-clock time, used only to guard against children that never answer.
private struct Deadline {
  let seconds: Double
  private let end: ContinuousClock.Instant

  init(seconds: Double) {
    self.seconds = seconds
    end = ContinuousClock.now + .nanoseconds(Int64(seconds * 1e9))
  }

  var remaining: Double {
    let left = end - ContinuousClock.now
    return Double(left.components.seconds) + Double(left.components.attoseconds) * 1e-18
  }
}
