import DrivingCore
import Foundation

/// An array of numbers from a NumPy `.npy` file, as its format description of version 1 and 2 says:
/// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html. Rows in C order only.
struct NumpyArray: Hashable {
  /// How many rows there are.
  let rowCount: Int
  /// How many numbers a row has.
  let columnCount: Int
  /// The numbers, row by row.
  let values: [Double]
  /// How many rows the file promised and does not hold.
  let missingRows: Int

  subscript(row: Int, column: Int) -> Double { values[row * columnCount + column] }

  /// The longest file that is read (bytes).
  static let largestFile = 512 << 20

  /// Reads a file.
  init(path: String) throws(LogFailure) {
    let source = try FileByteSource(path: path)
    guard source.count <= Self.largestFile else {
      throw LogFailure(
        path: path, place: "file",
        reason: "\(source.count) bytes; at most \(Self.largestFile) are read")
    }
    do {
      try self.init(try source.read(0..<source.count))
    } catch let defect as RecordDefect {
      throw LogFailure(path: path, place: "array", reason: defect.reason)
    } catch let failure as LogFailure {
      throw failure
    } catch {
      throw LogFailure(path: path, place: "array", reason: "cannot be read")
    }
  }

  /// Reads the bytes of a file.
  init(_ bytes: [UInt8]) throws(RecordDefect) {
    var reader = ByteReader(bytes[...])
    guard try reader.take(6, "the file").elementsEqual([0x93] + Array("NUMPY".utf8)) else {
      throw RecordDefect(reason: "starts with other bytes than a NumPy array's")
    }
    let version = try reader.integer(UInt8.self, "the version")
    _ = try reader.integer(UInt8.self, "the version")
    guard version == 1 || version == 2 else {
      throw RecordDefect(reason: "NumPy format version \(version); known are 1 and 2")
    }
    let length =
      version == 1
      ? UInt64(try reader.integer(UInt16.self, "the header"))
      : UInt64(try reader.integer(UInt32.self, "the header"))
    guard length <= 65_536 else {
      throw RecordDefect(reason: "a header of \(length) bytes; at most 65536")
    }
    let header = try NumpyHeader(try reader.take(length, "the header"))
    let data = bytes[(bytes.endIndex - reader.remaining)...]
    let size = header.columnCount * header.type.size
    rowCount = size > 0 ? min(header.rowCount, data.count / size) : 0
    columnCount = header.columnCount
    missingRows = header.rowCount - rowCount
    values = header.type.decode(data, count: rowCount * columnCount)
  }
}

/// What the file says of its numbers.
private struct NumpyHeader {
  var type: NumpyType
  var rowCount: Int
  var columnCount: Int

  init(_ bytes: ArraySlice<UInt8>) throws(RecordDefect) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw RecordDefect(reason: "the header is not text")
    }
    var scanner = PythonScanner(text)
    var (type, shape): (NumpyType?, [Int]?) = (nil, nil)
    try scanner.expect("{")
    while !scanner.take("}") {
      let key = try scanner.quoted()
      try scanner.expect(":")
      switch key {
      case "descr": type = try NumpyType(try scanner.quoted())
      case "fortran_order":
        guard try scanner.word() == "False" else {
          throw RecordDefect(reason: "columns first (Fortran order); expected rows first")
        }
      case "shape": shape = try scanner.tuple()
      default: throw RecordDefect(reason: "the header names \"\(key)\", which is not known")
      }
      if !scanner.take(",") {
        try scanner.expect("}")
        break
      }
    }
    guard let type, let shape, (1...2).contains(shape.count) else {
      throw RecordDefect(reason: "expected numbers in one or two dimensions")
    }
    self.type = type
    rowCount = shape[0]
    columnCount = shape.count == 2 ? shape[1] : 1
    guard rowCount <= 1 << 28, columnCount <= 1 << 16 else {
      throw RecordDefect(reason: "an array of \(rowCount) times \(columnCount); that is too much")
    }
  }
}

/// The kinds of numbers read, little-endian.
private enum NumpyType: String {
  case float64 = "<f8"
  case float32 = "<f4"
  case int64 = "<i8"
  case int32 = "<i4"
  case uint8 = "|u1"

  init(_ text: String) throws(RecordDefect) {
    guard let type = NumpyType(rawValue: text) else {
      throw RecordDefect(
        reason: "numbers of kind \"\(text)\"; known are <f8, <f4, <i8, <i4 and |u1")
    }
    self = type
  }

  var size: Int {
    switch self {
    case .float64, .int64: 8
    case .float32, .int32: 4
    case .uint8: 1
    }
  }

  /// The first numbers; `data` holds at least as many.
  func decode(_ data: ArraySlice<UInt8>, count: Int) -> [Double] {
    data.withUnsafeBytes { raw in
      (0..<count).map { index in
        let at = index * size
        switch self {
        case .float64:
          return Double(bitPattern: raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
        case .float32:
          return Double(
            Float(bitPattern: raw.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
        case .int64: return Double(raw.loadUnaligned(fromByteOffset: at, as: Int64.self))
        case .int32: return Double(raw.loadUnaligned(fromByteOffset: at, as: Int32.self))
        case .uint8: return Double(raw[at])
        }
      }
    }
  }
}

/// Reads the few Python literals that a header is made of.
private struct PythonScanner {
  private var rest: Substring.UTF8View

  init(_ text: String) { rest = Substring(text).utf8 }

  private mutating func skipSpace() {
    while let byte = rest.first, byte == 0x20 || byte == 0x0A { rest = rest.dropFirst() }
  }

  /// Whether the character came, and was taken.
  mutating func take(_ character: Character) -> Bool {
    skipSpace()
    guard let byte = rest.first, byte == character.asciiValue else { return false }
    rest = rest.dropFirst()
    return true
  }

  mutating func expect(_ character: Character) throws(RecordDefect) {
    guard take(character) else {
      throw RecordDefect(reason: "the header is not a NumPy array's: expected \(character)")
    }
  }

  mutating func quoted() throws(RecordDefect) -> String {
    try expect("'")
    let text = rest.prefix { $0 != 0x27 }
    rest = rest.dropFirst(text.count)
    try expect("'")
    return String(Substring(text))
  }

  mutating func word() throws(RecordDefect) -> String {
    skipSpace()
    let text = rest.prefix { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
    rest = rest.dropFirst(text.count)
    return String(Substring(text))
  }

  mutating func tuple() throws(RecordDefect) -> [Int] {
    try expect("(")
    var result: [Int] = []
    while !take(")") {
      skipSpace()
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      rest = rest.dropFirst(digits.count)
      guard let number = Int(String(Substring(digits))), result.count < 8 else {
        throw RecordDefect(reason: "the header's shape is not a list of numbers")
      }
      result.append(number)
      if !take(",") {
        try expect(")")
        break
      }
    }
    return result
  }
}
