import DrivingCore
import Foundation
import Geometry
import Imaging
import TestSupport
import Testing

@testable import DriveLogs

@Suite("Camera logs")
struct LogSourceTests {
  /// The codec library lies beside the test program only after a whole build.
  static let codecsAreThere = (try? Bitmap(width: 8, height: 8).encoded(.png)) != nil

  private func folder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("pictures-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func picture(_ width: Int, _ height: Int, _ value: UInt8) throws -> Data {
    Data(try Bitmap(width: width, height: height, filledWith: value).encoded(.png))
  }

  private func read(_ source: any LogSource) throws -> [SensorFrame] {
    var frames: [SensorFrame] = []
    while let frame = try source.next() { frames.append(frame) }
    return frames
  }

  @Test(
    "pictures in the order people count, odd ones noted", .enabled(if: codecsAreThere, "no codecs"))
  func pictures() throws {
    try folder { folder in
      try picture(64, 36, 10).write(to: folder.appendingPathComponent("f2.png"))
      try picture(64, 37, 20).write(to: folder.appendingPathComponent("f10.png"))
      try picture(64, 36, 30).write(to: folder.appendingPathComponent("f9.png"))
      try Data("no picture".utf8).write(to: folder.appendingPathComponent("f11.png"))
      try Data([1, 2]).write(to: folder.appendingPathComponent("notes.txt"))
      let source = try openLog(folder.path)
      let frames = try read(source)
      #expect(frames.compactMap { $0.camera?.pixels[0] } == [10, 30, 20])
      #expect(frames.allSatisfy { $0.camera?.height == 36 })
      #expect(source.hasLoss && source.statedFrameCount == 4)
      #expect(source.notes.contains { $0.contains("64x37 among 64x36") })
      #expect(source.notes.contains { $0.contains("f11.png") && $0.contains("left out") })
      #expect(source.notes.contains { $0.contains("assumed focal length 58 px") })
      #expect(frames.last?.time == SimulationTime(nanoseconds: 100_000_000))
    }
  }

  @Test(
    "an imported folder keeps its files and its calibration",
    .enabled(if: codecsAreThere, "no codecs"))
  func imported() throws {
    try folder { folder in
      let files = try (0..<5).map { try picture(48, 32, UInt8($0 * 40)) }
      for (number, file) in files.enumerated() {
        try file.write(to: folder.appendingPathComponent("\(number).png"))
      }
      let json =
        #"{"focal_px":[50,51],"principal_px":[24,16],"height_m":1.4,"pitch_down_rad":0.02}"#
      try Data(json.utf8).write(to: folder.appendingPathComponent("calibration.json"))
      let log = folder.appendingPathComponent("out.mcap").path
      let summary = try importLog(try openLog(folder.path), to: try FileByteSink(path: log))
      #expect(summary.frameCount == 5 && !summary.hasLoss)
      // Beside another calibration the log's own would be hidden.
      try FileManager.default.removeItem(at: folder.appendingPathComponent("calibration.json"))
      let source = try MCAPLogSource(path: log)
      var count = 0
      while let frame = try source.next() {
        #expect(source.encodedPicture.map { Data($0.bytes) } == files[count])
        let camera = try #require(frame.camera)
        #expect(camera.calibration.height == 1.4 && camera.calibration.origin == .calibrated)
        #expect(camera.calibration.focalLength == Vector2(50, 51))
        count += 1
      }
      #expect(count == 5 && !source.hasLoss && source.statedFrameCount == 5)
    }
  }

  @Test(
    "a cut log gives the frames before the cut and says so",
    .enabled(if: codecsAreThere, "no codecs"))
  func cutLog() throws {
    try folder { folder in
      let sink = MemoryByteSink()
      let log = try ImportedLog(sink, title: "test", compression: .none)
      for number in 0..<20 {
        let image = CameraImage(
          width: 32, height: 24, pixels: [UInt8](repeating: UInt8(number), count: 32 * 24 * 3),
          calibration: .assumed(width: 32, height: 24))
        let time = SimulationTime(nanoseconds: Int64(number) * 50_000_000)
        try log.write(SensorFrame(time: time, index: number, camera: image))
      }
      try log.finish(notes: [], hasLoss: false)
      let file = folder.appendingPathComponent("cut.mcap")
      try Data(sink.bytes[..<(sink.bytes.count * 2 / 3)]).write(to: file)
      let source = try MCAPLogSource(path: file.path)
      let frames = try read(source)
      #expect((5..<20).contains(frames.count) && source.hasLoss)
      #expect(source.notes.contains { $0.contains("cut") })
    }
  }

  @Test(
    "a real video gives every stated frame",
    .enabled(if: codecsAreThere && video != nil, "no video"))
  func realVideo() throws {
    let source = try openLog(try #require(Self.video).path)
    var count = 0
    while let frame = try source.next() {
      #expect(frame.index == count && frame.camera != nil)
      count += 1
      if count == 30 { break }
    }
    #expect(count == 30 && !source.hasLoss)
    #expect(source.notes.contains { $0.contains("no calibration") })
  }

  static let video = TestData.files("udacity-lanelines-p1/test_videos", ending: ".mp4").first

  @Test("what is no log is refused in one line")
  func refused() throws {
    try folder { folder in
      #expect(throws: LogFailure.self) { try openLog(folder.path) }
      #expect(throws: LogFailure.self) { try openLog(folder.path + "/absent") }
      for name in ["x.mcap", "x.mp4", "x.txt"] {
        let file = folder.appendingPathComponent(name)
        try Data("nothing".utf8).write(to: file)
        #expect(throws: LogFailure.self) { try openLog(file.path) }
      }
    }
  }

  @Test("natural order")
  func naturalOrder() {
    let names = ["a10", "a2", "a02", "b", "a", "a2b", "10", "9"]
    #expect(
      names.sorted { NaturalOrder.isBefore($0, $1) }
        == ["9", "10", "a", "a02", "a2", "a2b", "a10", "b"])
  }
}
