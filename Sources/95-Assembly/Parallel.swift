import Foundation

/// Runs independent pieces of work on several threads; the results come back in order.
public enum Parallel {
  /// A box that threads fill; each index is written by one thread only, under the lock.
  private final class Shelf<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var values: [Value?]
    private var next = 0

    init(count: Int) { values = Array(repeating: nil, count: count) }

    func take() -> Int? {
      lock.withLock {
        guard next < values.count else { return nil }
        defer { next += 1 }
        return next
      }
    }

    func put(_ value: Value, at index: Int, then report: (Value) -> Void) {
      lock.withLock {
        values[index] = value
        report(value)
      }
    }

    var all: [Value] { values.compactMap(\.self) }
  }

  /// Maps `count` indices with `jobs` threads. `finished` is called one at a time, in the order in
  /// which pieces finish; the returned array is in index order whatever that was.
  public static func map<Value: Sendable>(
    count: Int, jobs: Int, finished: @escaping @Sendable (Value) -> Void = { _ in },
    _ work: @escaping @Sendable (Int) -> Value
  ) -> [Value] {
    let shelf = Shelf<Value>(count: count)
    let threads = (0..<max(1, min(jobs, count))).map { _ in
      let done = DispatchSemaphore(value: 0)
      let thread = Thread {
        while let index = shelf.take() { shelf.put(work(index), at: index, then: finished) }
        done.signal()
      }
      // Planners recurse over search trees and reports over scenes: more than the 512 KiB default.
      thread.stackSize = 16 << 20
      thread.start()
      return done
    }
    threads.forEach { $0.wait() }
    return shelf.all
  }
}
