import DrivingCore
import Geometry

/// Parts a drive into strokes by the way that was travelled, whatever its speed.
///
/// A change of direction is one of more than 3 mm: less is a car settling on its wheels. It is found
/// at the farthest point of the way, as turning points with hysteresis are. A stop is a third of a
/// second within a millimetre; it parts two strokes of one direction.
struct StrokeFinder {
  /// Ticks from setting off to arriving.
  struct Span: Hashable {
    var first: Int
    var last: Int
    var isForward: Bool
  }

  /// Ways back shorter than this are no change of direction (m).
  static let hysteresis = 0.003
  /// A vehicle that moves less than this ... (m)
  static let stopReach = 0.001
  /// ... for this long stands (s).
  static let stopTime = 0.3
  /// So near to its end a stroke has arrived (m).
  static let arrival = 0.0005

  /// The way along the vehicle's axis up to each tick, back again in reverse (m).
  let travelled: [Double]
  /// When each tick was (s since the start).
  let times: [Double]
  /// The strokes, in order.
  private(set) var spans: [Span] = []

  /// Parts the states of a drive.
  init(_ states: [VehicleState]) {
    var way = 0.0
    var travelled: [Double] = []
    travelled.reserveCapacity(states.count)
    for (index, state) in states.enumerated() {
      if index > 0 {
        let (here, before) = (state.worldFromVehicle, states[index - 1].worldFromVehicle)
        let step = here.position - before.position
        way += step.dot((here.forward + before.forward) * 0.5)
      }
      travelled.append(way)
    }
    self.travelled = travelled
    let start = states.first?.time ?? .zero
    times = states.map { ($0.time - start).seconds }
    let turns = turningPoints()
    for (from, to) in zip(turns, turns.dropFirst()) { spans += strokes(from, to) }
  }

  /// The ticks at which the direction changes, with the first and the last of the movement.
  private func turningPoints() -> [Int] {
    var (low, high, extreme, direction) = (0, 0, 0, 0.0)
    var turns: [Int] = []
    for index in travelled.indices {
      let way = travelled[index]
      if direction == 0 {
        if way < travelled[low] { low = index }
        if way > travelled[high] { high = index }
        if way - travelled[low] > StrokeFinder.hysteresis {
          (turns, direction, extreme) = ([low], 1, index)
        } else if travelled[high] - way > StrokeFinder.hysteresis {
          (turns, direction, extreme) = ([high], -1, index)
        }
        continue
      }
      let beyond = direction * (way - travelled[extreme])
      if beyond > 0 {
        extreme = index
      } else if -beyond > StrokeFinder.hysteresis {
        turns.append(extreme)
        (direction, extreme) = (-direction, index)
      }
    }
    return direction == 0 ? [] : turns + [extreme]
  }

  /// The strokes between two turning points, parted by stops.
  private func strokes(_ from: Int, _ to: Int) -> [Span] {
    let isForward = travelled[to] > travelled[from]
    var bounds = [from]
    for stop in stops(from, to) { bounds += [stop.lowerBound, stop.upperBound] }
    bounds.append(to)
    let parts = stride(from: 0, to: bounds.count, by: 2).compactMap { place in
      trimmed(Span(first: bounds[place], last: bounds[place + 1], isForward: isForward))
    }
    // A few millimetres, crept: no part is long enough, yet the direction changed.
    let whole = trimmed(Span(first: from, last: to, isForward: isForward))
    return parts.isEmpty ? [whole].compactMap(\.self) : parts
  }

  /// The standstills between two turning points, the joined ones in one piece.
  private func stops(_ from: Int, _ to: Int) -> [ClosedRange<Int>] {
    var found: [ClosedRange<Int>] = []
    var end = from
    for begin in from...to {
      end = max(end, begin)
      while end < to, abs(travelled[end + 1] - travelled[begin]) <= StrokeFinder.stopReach {
        end += 1
      }
      guard times[end] - times[begin] >= StrokeFinder.stopTime else { continue }
      if let last = found.last, begin <= last.upperBound {
        found[found.count - 1] = last.lowerBound...max(end, last.upperBound)
      } else {
        found.append(begin...end)
      }
    }
    return found
  }

  /// From the last tick at which the vehicle still stands to the first at which it has arrived.
  private func trimmed(_ span: Span) -> Span? {
    let (begin, end) = (travelled[span.first], travelled[span.last])
    guard span.last > span.first, abs(end - begin) > StrokeFinder.hysteresis else { return nil }
    var span = span
    while span.first + 1 < span.last,
      abs(travelled[span.first + 1] - begin) <= StrokeFinder.arrival
    { span.first += 1 }
    while span.last - 1 > span.first, abs(travelled[span.last - 1] - end) <= StrokeFinder.arrival {
      span.last -= 1
    }
    return span
  }
}
