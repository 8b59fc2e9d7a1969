import DrivingCore
import Foundation
import Geometry
import TestSupport
import Testing

@testable import DriveLogs

@Suite("comma2k19 segments")
struct ComLogSourceTests {
  static let folder = TestData.url("comma2k19-rav4-segment40")

  private func frames(_ path: String) throws -> ([SensorFrame], ComLogSource) {
    let source = try ComLogSource(path: path)
    var frames: [SensorFrame] = []
    while let frame = try source.next() { frames.append(frame) }
    return (frames, source)
  }

  @Test("20 frames a second with speed, radar and pose", .enabled(if: folder != nil, "no segment"))
  func reads() throws {
    let (frames, source) = try frames(try #require(Self.folder).path)
    #expect(frames.count == source.statedFrameCount)
    #expect(!source.hasLoss, "\(source.notes)")
    let duration = try #require(source.duration)
    #expect(abs(Double(frames.count - 1) / duration - 20) < 0.1)
    #expect(frames.map(\.index) == Array(frames.indices))
    #expect(zip(frames.dropFirst(), frames).allSatisfy { $0.time > $1.time })
    #expect(frames.allSatisfy { $0.odometry?.worldFromVehicle != nil })
    #expect(frames.dropFirst().allSatisfy { !($0.radar ?? []).isEmpty })
  }

  @Test("wheel speed reads low against the satellites", .enabled(if: folder != nil, "no segment"))
  func speedScale() throws {
    let (frames, _) = try frames(try #require(Self.folder).path)
    let pairs = frames.compactMap { frame in
      frame.odometry.flatMap { odometry in odometry.satelliteSpeed.map { (odometry.speed, $0) } }
    }
    #expect(pairs.count > 100)
    let scale = pairs.map(\.0).reduce(0, +) / pairs.map(\.1).reduce(0, +) - 1
    #expect(abs(scale * 100 + 0.83) < 0.3, "\(scale)")
  }

  @Test("the reference path is as long as the poses say", .enabled(if: folder != nil, "no segment"))
  func path() throws {
    let (frames, _) = try frames(try #require(Self.folder).path)
    let poses = frames.compactMap { $0.odometry?.worldFromVehicle }
    let length = zip(poses.dropFirst(), poses).reduce(0.0) {
      $0 + $1.0.position.distance(to: $1.1.position)
    }
    #expect(abs(length - 609.8) < 1)
    // Heading and motion agree: the frame is right-handed, east and north.
    for (later, earlier) in zip(poses.dropFirst(20), poses) {
      let motion = later.position - earlier.position
      #expect(motion.dot(earlier.forward) > 0.99 * motion.length)
    }
  }

  @Test(
    "times and speeds survive the import into an MCAP", .enabled(if: folder != nil, "no segment"))
  func roundTrip() throws {
    let (frames, source) = try frames(try #require(Self.folder).path)
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("segment-\(UUID().uuidString).mcap")
    defer { try? FileManager.default.removeItem(at: file) }
    let again = try ComLogSource(path: try #require(Self.folder).path)
    var steps = 0
    let summary = try importLog(again, to: try FileByteSink(path: file.path)) { _ in steps += 1 }
    #expect(summary.frameCount == frames.count && steps == frames.count && !summary.hasLoss)
    let log = try MCAPLogSource(path: file.path)
    #expect(log.statedFrameCount == frames.count)
    var count = 0
    while let frame = try log.next() {
      #expect(frame.time == frames[count].time && frame.index == count)
      #expect(frame.odometry == frames[count].odometry)
      #expect(frame.radar == frames[count].radar)
      count += 1
    }
    #expect(count == frames.count && !log.hasLoss)
    #expect(source.notes == summary.notes)
  }

  @Test("a folder without arrays is refused; a cut array is used as far as it goes")
  func damaged() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("segment-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let speed = folder.appendingPathComponent("processed_log/CAN/speed")
    try FileManager.default.createDirectory(at: speed, withIntermediateDirectories: true)
    #expect(throws: LogFailure.self) { try ComLogSource(path: folder.path) }
    let header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }"
    let bytes: [UInt8] =
      [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
    let values = [10.0, 10.05, 10.1].flatMap { value in
      withUnsafeBytes(of: value.bitPattern) { Array($0) }
    }
    try Data(bytes + values).write(to: speed.appendingPathComponent("t"))
    try Data(bytes + values.dropLast(3)).write(to: speed.appendingPathComponent("value.npy"))
    let (frames, source) = try frames(folder.path)
    #expect(frames.count == 2 && source.hasLoss)
    #expect(source.notes.contains { $0.contains("1 of 3 rows are missing") })
    #expect(frames[0].odometry?.speed == 10 && frames[1].odometry?.speed == 10.05)
  }
}
