import DrivingCore
import Foundation

/// The arrays of a comma2k19 segment; files are named `t` and `value`, with or without `.npy`.
struct SegmentFolder {
  /// What was read, and what was not.
  struct Result<Value> {
    var value: Value?
    var notes: [String] = []
    var hasLoss = false
  }

  let path: String

  /// An array of at least that many columns; absent files are no loss, damaged ones are.
  func array(_ name: String, columns: Int) -> Result<NumpyArray> {
    let file = ["\(path)/\(name).npy", "\(path)/\(name)"].first {
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder)
        && !isFolder.boolValue
    }
    guard let file else { return Result(notes: ["\(name): not in this segment"]) }
    do {
      let array = try NumpyArray(path: file)
      guard array.columnCount >= columns else {
        return Result(
          notes: ["\(file): \(array.columnCount) columns; expected \(columns)"], hasLoss: true)
      }
      guard array.missingRows == 0 else {
        let note =
          "\(file): cut, \(array.missingRows) of "
          + "\(array.missingRows + array.rowCount) rows are missing; the others are used"
        return Result(value: array, notes: [note], hasLoss: true)
      }
      return Result(value: array)
    } catch {
      return Result(
        notes: ["\(error.path):\(error.place): \(error.reason); left out"], hasLoss: true)
    }
  }

  /// Times and values of a sensor; samples whose time does not follow are left out.
  func series(_ name: String, columns: Int) -> Result<TimeSeries> {
    let times = array("\(name)/t", columns: 1)
    let rows = array("\(name)/value", columns: columns)
    var result = Result<TimeSeries>(
      notes: times.notes + rows.notes, hasLoss: times.hasLoss || rows.hasLoss)
    guard let stamps = times.value, let rows = rows.value else { return result }
    let count = min(stamps.rowCount, rows.rowCount)
    let seconds = (0..<count).map { stamps[$0, 0] }
    let sane = zip(seconds.dropFirst(), seconds).allSatisfy { later, earlier in
      later >= earlier && TimeCheck.follows(later + 1, earlier)
    }
    guard sane, seconds.first?.isFinite == true else {
      result.notes.append("\(path)/\(name)/t: times run backwards or are no numbers; left out")
      result.hasLoss = true
      return result
    }
    result.value = TimeSeries(times: seconds, rows: rows)
    return result
  }
}
