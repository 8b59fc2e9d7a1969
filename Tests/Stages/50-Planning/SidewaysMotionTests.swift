import Testing

@testable import Planning

@Suite("Moving sideways")
struct SidewaysMotionTests {
  private static func motion(_ rate: Double, at offset: Double, body: Double = 1.9)
    -> SidewaysMotion
  {
    SidewaysMotion(rate: rate, offset: offset, halfWidth: body / 2, laneWidth: 3.5)
  }

  @Test("wandering within the lane is nothing; across its edge it is a change of lanes")
  func wandering() {
    #expect(Self.motion(-0.2, at: 3.4).rate == 0)
    #expect(Self.motion(-0.05, at: 2.0).rate == 0)
    // The edge is 0.8 m from the body in the middle; 0.3 m from it a slow drift counts.
    #expect(Self.motion(-0.2, at: 2.95).rate == -0.2)
    #expect(Self.motion(-0.2, at: 2.95).target == 0)
    #expect(Self.motion(-0.2, at: 3.1, body: 2.5).target == 0)
    #expect(Self.motion(0.2, at: 2.95).rate == 0, "back to the middle")
  }

  @Test("a car at a lane changer's pace goes on to the middle of the next lane, both ways alike")
  func changing() {
    for side in [1.0, -1] {
      #expect(Self.motion(side * -1, at: side * 3.5).target == 0)
      #expect(Self.motion(side * -1, at: side * 3.34).target == 0)
      #expect(Self.motion(side * -1, at: side * 3.6).target == side * 3.5)
      #expect(Self.motion(side * 1, at: side * 0.5).target == side * 3.5)
      // Just past the middle, slowly: settling in, not leaving again.
      #expect(Self.motion(side * -0.3, at: side * -0.1).target == side * -0.1)
      #expect(Self.motion(side * -0.3, at: side * -0.3).target == side * -3.5)
    }
    #expect(Self.motion(.nan, at: 3).rate == 0)
  }
}
