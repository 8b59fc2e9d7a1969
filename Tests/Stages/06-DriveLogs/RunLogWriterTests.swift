import DrivingCore
import Foundation
import Geometry
import Roads
import SwiftProtobuf
import Testing

@testable import DriveLogs

@Suite("Runs as logs")
struct RunLogWriterTests {
  private static let vehicle = VehicleSpec(
    id: "test", name: "Test",
    body: VehicleSpec.Body(
      length: 4, width: 1.8, height: 1.5, wheelbase: 2.6, rearOverhang: 0.7, track: 1.55),
    inertia: VehicleSpec.Inertia(mass: 1200, yaw: 1800, frontAxleToCentre: 1.2, centreHeight: 0.5),
    limits: VehicleSpec.Limits(
      steeringAngle: 0.6, steeringRate: 0.5, minimumSpeed: -5, maximumSpeed: 40,
      switchingSpeed: 7, acceleration: 8), actuators: .ideal)

  private func record() -> RunRecord {
    let lane = Lane(
      id: 1, left: Polyline([Vector2(0, 2), Vector2(100, 2)]),
      right: Polyline([Vector2(0, -2), Vector2(100, -2)]))
    let mission = Mission(
      kind: .highway, vehicle: Self.vehicle, start: VehicleState(), map: RoadMap(lanes: [lane]))
    var record = RunRecord(mission: mission)
    for number in 0..<50 {
      let time = SimulationTime(nanoseconds: Int64(number) * 10_000_000)
      let ego = VehicleState(
        time: time, worldFromVehicle: SE2(x: Double(number) / 5, y: 0, heading: 0.1), speed: 20)
      let other = TrackedObject(
        id: "7", kind: .car,
        box: OrientedBox(worldFromBox: SE2(x: 40, y: 0, heading: 0), length: 4, width: 2),
        velocity: Vector2(10, 0))
      record.ticks.append(
        RunRecord.Tick(
          scene: Scene(time: time, ego: ego, objects: number < 20 ? [other] : []),
          command: ControlCommand(steeringAngle: 0.01, acceleration: -1)))
      guard number % 10 == 0 else { continue }
      let plan = Trajectory(
        label: "keep",
        points: [Trajectory.Point(time: time, worldFromVehicle: .identity, speed: 20)])
      record.thoughts.append(
        RunRecord.Thought(
          time: time, percepts: Percepts(time: time, frameIndex: number),
          decision: .unavailable(reason: "asleep"), proposal: .available(plan), plan: plan,
          verdict: GateVerdict(action: .clamped, reason: "too fast", margin: 0.5)))
    }
    return record
  }

  private func log() throws -> [UInt8] {
    let sink = MemoryByteSink()
    try RunLogWriter.write(record(), to: sink)
    return sink.bytes
  }

  @Test("equal runs give equal bytes")
  func deterministic() throws { #expect(try log() == log()) }

  @Test("every topic is there, with a schema, in the frames world and vehicle")
  func topics() throws {
    let reader = try MCAPIndexedReader(MemoryByteSource(try log()))
    let topics = Set(reader.channels.map(\.topic))
    #expect(
      topics.isSuperset(of: [
        "/ego", "/scene", "/camera/front", "/percepts", "/decision", "/plan", "/command",
        "/verdict", "/tf",
      ]))
    for channel in reader.channels {
      #expect(reader.schemas.contains { $0.id == channel.schemaID && !$0.data.isEmpty })
    }
    let cursor = try reader.messages(topics: ["/scene", "/tf"])
    var (boxes, deletions, transforms) = (0, 0, 0)
    while let message = try cursor.next() {
      if reader.channels[Int(message.channelID) - 1].topic == "/tf" {
        let transform = try Foxglove_FrameTransform(serializedBytes: Data(message.data))
        #expect(transform.parentFrameID == "world" && transform.childFrameID == "vehicle")
        transforms += 1
        continue
      }
      let update = try Foxglove_SceneUpdate(serializedBytes: Data(message.data))
      boxes += update.entities.reduce(0) { $0 + $1.cubes.count }
      deletions += update.deletions.count
    }
    #expect(transforms == 50)
    #expect(boxes == 10 + 4)
    #expect(deletions == 1)
  }

  @Test("values come back as they were")
  func values() throws {
    let reader = try MCAPIndexedReader(MemoryByteSource(try log()))
    let plan = try #require(try reader.messages(topics: ["/plan"]).next())
    #expect(try LogJSON.value(Trajectory.self, plan.data) == record().thoughts[0].plan)
    let verdict = try #require(try reader.messages(topics: ["/verdict"]).next())
    #expect(try LogJSON.value(GateVerdict.self, verdict.data) == record().thoughts[0].verdict)
    let decision = try #require(try reader.messages(topics: ["/decision"]).next())
    #expect(String(decoding: decision.data, as: UTF8.self) == #"{"unavailable":"asleep"}"#)
  }

  @Test("every descriptor holds its own message and all it needs")
  func descriptors() throws {
    for schema in FoxgloveSchema.allCases {
      let set = try Google_Protobuf_FileDescriptorSet(serializedBytes: schema.descriptor)
      let files = Set(set.file.map(\.name))
      #expect(set.file.allSatisfy { Set($0.dependency).isSubset(of: files) })
      let names = set.file.flatMap { file in file.messageType.map { "\(file.package).\($0.name)" } }
      #expect(names.contains(schema.rawValue))
    }
  }
}
