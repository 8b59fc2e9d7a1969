import Foundation
import Imaging
import TestSupport
import Testing

@Suite("Imaging: codecs")
struct CodecTests {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "godseye-codecs-\(UUID().uuidString)")

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  @Test("PNG is lossless, JPEG nearly so")
  func pictures() throws {
    let picture = try patterned(64, 48).gaussianBlurred(size: 9)
    #expect(try Bitmap(decoding: picture.encoded(.png)) == picture)
    let jpeg = try Bitmap(decoding: picture.encoded(.jpeg(quality: 95)))
    #expect(jpeg.width == 64 && jpeg.height == 48)
    let differences = zip(jpeg.pixels, picture.pixels).map { abs(Int($0) - Int($1)) }
    #expect(differences.reduce(0, +) < 10 * differences.count)
  }

  @Test("cut, foreign, empty and huge pictures are errors, not crashes")
  func badPictures() throws {
    for format in [PictureFormat.png, .jpeg(quality: 90)] {
      let bytes = try patterned(64, 48).encoded(format)
      for cut in stride(from: 0, to: bytes.count - 12, by: 61) {
        #expect(throws: ImagingFailure.self) { try Bitmap(decoding: Array(bytes.prefix(cut))) }
      }
    }
    #expect(throws: ImagingFailure.self) { try Bitmap(decoding: Array("GIF89a........".utf8)) }
    var huge = try patterned(8, 8).encoded(.png)
    huge.replaceSubrange(16..<24, with: [0, 1, 0, 0, 0, 1, 0, 0])
    #expect(throws: ImagingFailure.self) { try Bitmap(decoding: huge) }
  }

  @Test("frames come back in order and number", arguments: ["clip.mp4", "clip.avi"])
  func video(name: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent(name).path
    let writer = try VideoWriter(path: path, frameRate: 25, width: 64, height: 48)
    for index in 0..<12 {
      try writer.append(Bitmap(width: 64, height: 48, filledWith: UInt8(20 * index)))
    }
    writer.close()
    let reader = try VideoReader(path: path)
    #expect(reader.frameRate == 25 && reader.statedFrameCount == 12)
    for index in 0..<12 {
      let frame = try #require(try reader.next())
      #expect(abs(Int(frame[30, 20, 1]) - 20 * index) <= 4)
    }
    #expect(try reader.next() == nil)
    #expect(try reader.next() == nil)
  }

  @Test("a video that is cut, foreign or absent is an error")
  func badVideo() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("clip.avi").path
    let writer = try VideoWriter(path: path, frameRate: 25, width: 64, height: 48)
    for index in 0..<40 {
      try writer.append(Bitmap(width: 64, height: 48, filledWith: UInt8(5 * index)))
    }
    writer.close()
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try whole.prefix(whole.count / 2).write(to: URL(fileURLWithPath: path))
    #expect(throws: ImagingFailure.self) {
      let reader = try VideoReader(path: path)
      while try reader.next() != nil {}
    }
    try Data("#EXTM3U\nhttp://127.0.0.1/x.ts\n".utf8).write(to: URL(fileURLWithPath: path))
    #expect(throws: ImagingFailure.self) { try VideoReader(path: path) }
    #expect(throws: ImagingFailure.self) { try VideoReader(path: folder.path) }
    #expect(throws: ImagingFailure.self) { try VideoReader(path: path + ".absent") }
    #expect(throws: ImagingFailure.self) {
      try VideoWriter(path: path + ".gif", frameRate: 25, width: 64, height: 48)
    }
  }

  static let clips = TestData.files("udacity-lanelines-p1/test_videos", ending: ".mp4")

  @Test("real clips are read to their stated end", .enabled(if: !clips.isEmpty), arguments: clips)
  func realClip(url: URL) throws {
    let reader = try VideoReader(path: url.path)
    while try reader.next() != nil {}
    #expect(reader.framesRead > 100)
    #expect(reader.framesRead == reader.statedFrameCount)
  }
}
