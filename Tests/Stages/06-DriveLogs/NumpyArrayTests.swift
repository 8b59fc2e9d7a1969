import Geometry
import Testing

@testable import DriveLogs

@Suite("NumPy arrays")
struct NumpyArrayTests {
  private func file(_ header: String, _ data: [UInt8], version: UInt8 = 1) -> [UInt8] {
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [version, 0]
    let length = header.utf8.count
    bytes += [UInt8(length & 0xFF), UInt8(length >> 8)] + (version == 2 ? [0, 0] : [])
    return bytes + Array(header.utf8) + data
  }

  private func doubles(_ values: [Double]) -> [UInt8] {
    values.flatMap { value in withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) } }
  }

  @Test("doubles, one and two dimensions, both versions")
  func reads() throws {
    for version in [1, 2] as [UInt8] {
      let one = try NumpyArray(
        file(
          "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }   \n",
          doubles([1, -2.5, 1e300]), version: version))
      #expect(one.rowCount == 3 && one.columnCount == 1 && one.values == [1, -2.5, 1e300])
    }
    let two = try NumpyArray(
      file(
        "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 2), }\n", doubles([1, 2, 3, 4])))
    #expect(two[1, 0] == 3 && two.missingRows == 0)
  }

  @Test("other kinds of numbers")
  func kinds() throws {
    let head = { (type: String) in "{'descr': '\(type)', 'fortran_order': False, 'shape': (2,), }" }
    #expect(try NumpyArray(file(head("|u1"), [7, 255])).values == [7, 255])
    #expect(
      try NumpyArray(
        file(
          head("<i8"),
          [1] + [UInt8](repeating: 0, count: 7)
            + [UInt8](repeating: 255, count: 8))
      ).values == [1, -1])
    #expect(try NumpyArray(file(head("<f4"), [0, 0, 128, 63, 0, 0, 0, 192])).values == [1, -2])
  }

  @Test("a cut array keeps its whole rows and counts the missing ones")
  func cut() throws {
    let bytes = file(
      "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }", doubles([1, 2, 3, 4, 5]))
    let array = try NumpyArray(bytes)
    #expect(array.rowCount == 2 && array.missingRows == 1 && array.values == [1, 2, 3, 4])
  }

  @Test(
    "what is no plain array of numbers is refused",
    arguments: [
      "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }",
      "{'descr': '>f8', 'fortran_order': False, 'shape': (1,), }",
      "{'descr': '<f8', 'fortran_order': True, 'shape': (1,), }",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (1, 1, 1), }",
      "{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }",
      "{'descr': '<f8', 'shape': (1,), 'x': 1}", "{", "", "[1]", "{'descr': '<f8'}",
    ])
  func refuses(_ header: String) {
    #expect(throws: RecordDefect.self) { try NumpyArray(file(header, doubles([1]))) }
  }

  @Test("every cut of a header is refused, none crashes")
  func cuts() {
    let bytes = file(
      "{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", doubles([1]))
    for count in 0..<(bytes.count - 8) {
      #expect(throws: RecordDefect.self) { try NumpyArray(Array(bytes[..<count])) }
    }
  }
}
