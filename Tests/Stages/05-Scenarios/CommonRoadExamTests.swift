import DrivingCore
import Geometry
import Testing

@testable import Scenarios

@Suite("CommonRoad exams")
struct CommonRoadExamTests {
  @Test("A file that is its own exam is not written again")
  func own() throws {
    let scenario = try #require(
      CommonRoadImporterTests.read(CommonRoadImporterTests.sample).first)
    #expect(scenario.benchmark?.isWholeFile == true)
    #expect(CommonRoadExam.xml(for: scenario) == nil)
  }

  @Test("A recorded ego's exam reads back as a planning problem without the vehicle it replaces")
  func recorded() throws {
    let scenario = try #require(
      CommonRoadImporterTests.read(CommonRoadImporterTests.sample, ego: .recorded(.all)).first)
    let text = try #require(CommonRoadExam.xml(for: scenario))
    let exams = try CommonRoadImporterTests.read(text)
    let exam = try #require(exams.first)
    #expect(exams.count == 1)
    #expect(exam.actors.map(\.start.id) == scenario.actors.map(\.start.id))
    #expect(exam.benchmark?.planningProblem == 20)
    let (start, wanted) = (exam.start.worldFromVehicle, scenario.start.worldFromVehicle)
    #expect(start.position.distance(to: wanted.position) < 1e-9)
    #expect(abs(exam.start.speed - scenario.start.speed) < 1e-12)
    #expect(exam.goal?.regions.count == scenario.goal?.regions.count)
    #expect(abs(exam.duration - scenario.duration) < 1e-9)
  }
}
