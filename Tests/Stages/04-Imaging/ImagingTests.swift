import Foundation
import Imaging
import TestSupport
import Testing

/// A picture in which every pixel differs from its neighbours.
func patterned(_ width: Int, _ height: Int) -> Bitmap {
  var picture = Bitmap(width: width, height: height)
  for y in 0..<height {
    for x in 0..<width {
      for c in 0..<3 { picture[x, y, c] = UInt8((x * 7 + y * 13 + c * 50 + x * y) & 0xFF) }
    }
  }
  return picture
}

@Suite("Imaging: pictures in memory")
struct ImagingTests {
  @Test("mirroring twice changes nothing, once swaps the sides")
  func mirror() {
    let picture = patterned(7, 4)
    #expect(picture.mirrored.mirrored == picture)
    #expect(picture.mirrored[0, 2, 1] == picture[6, 2, 1])
  }

  @Test("a lookup table of whole shifts is a crop, and outside is black")
  func remapShifts() throws {
    let picture = patterned(20, 10)
    let table = RemapTable(width: 20, height: 10) { (Double($0 + 3), Double($1 - 2)) }
    #expect(
      try table.apply(to: picture) == picture.cropped(left: 3, top: -2, width: 20, height: 10))
  }

  @Test("halfway between two pixels lies their mean")
  func remapInterpolates() throws {
    var picture = Bitmap(width: 2, height: 1, channels: 1)
    picture.pixels = [10, 30]
    let table = RemapTable(width: 1, height: 1) { _, _ in (0.5, 0) }
    #expect(try table.apply(to: picture).pixels == [20])
  }

  @Test("gray of gray colours is the same gray; Lab of white is L = 255, a = b = 128")
  func colors() throws {
    let gray = Bitmap(width: 5, height: 3, filledWith: 90)
    #expect(try gray.converted(.gray) == Bitmap(width: 5, height: 3, channels: 1, filledWith: 90))
    let white = try Bitmap(width: 1, height: 1, filledWith: 255).converted(.lab)
    #expect(white.pixels == [255, 128, 128])
  }

  @Test("operations that do not fit throw instead of crashing")
  func misuse() {
    let gray = Bitmap(width: 4, height: 4, channels: 1)
    #expect(throws: ImagingFailure.self) { try gray.converted(.lab) }
    #expect(throws: ImagingFailure.self) { try gray.gaussianBlurred(size: 4) }
    #expect(throws: ImagingFailure.self) { try gray.resized(width: 0, height: 3) }
    #expect(throws: ImagingFailure.self) { try Bitmap(width: 0, height: 0).converted(.gray) }
    var small = Bitmap(width: 3, height: 3, channels: 1)
    #expect(throws: ImagingFailure.self) { try gray.boxBlur(width: 3, height: 3, into: &small) }
  }

  @Test("drawing stays inside the picture and tinting half way is the mean")
  func drawing() throws {
    var picture = Bitmap(width: 40, height: 30)
    try picture.drawPolyline([(-50, -50), (90, 90)], color: .init(red: 255, green: 0, blue: 0))
    try picture.drawText("ab", x: 30, y: 29, color: .init(red: 0, green: 255, blue: 0))
    try picture.drawPolyline([(.nan, 0), (1e300, 5)], color: .init(red: 1, green: 1, blue: 1))
    var plain = Bitmap(width: 20, height: 20, filledWith: 100)
    try plain.tintPolygon(
      [(4, 4), (15, 4), (15, 15), (4, 15)], color: .init(red: 200, green: 200, blue: 200),
      opacity: 0.5)
    #expect(plain[10, 10, 0] == 150 && plain[1, 1, 0] == 100)
  }

  @Test("a straight bright line gives Hough segments along it")
  func hough() throws {
    var picture = Bitmap(width: 100, height: 100, channels: 1)
    for y in 10..<90 { for x in 48..<52 { picture[x, y, 0] = 255 } }
    let segments = try picture.cannyEdges(low: 50, high: 150)
      .houghSegments(votes: 20, shortest: 30, largestGap: 5)
    #expect(!segments.isEmpty)
    #expect(segments.allSatisfy { abs($0.0 - 50) <= 4 && abs($0.2 - 50) <= 4 })
  }
}
