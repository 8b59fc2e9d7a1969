import DrivingCore
import Geometry
import Roads
import Testing

@testable import Sensing

@Suite("A rendered drive shows what its truth says") struct RenderedDriveTests {
  private func drive(_ seed: UInt64, _ level: RenderingLevel = .clean, distorted: Bool = false)
    -> RenderedDrive
  {
    RenderedDrive(
      .init(
        seed: seed, level: level, frameCount: 60, width: 320, height: 180,
        hasDistortion: distorted, hasTraffic: false))
  }

  /// The truth, projected by the view, lies in the middle of the paint: the centroid of what is
  /// brighter than the road is off by 0.12 px in the median, by 0.35 px at the 95th percentile
  /// (ends of dashes are lopsided).
  @Test(arguments: [(1, false), (2, true), (7, false), (8, true)])
  func paintLiesWhereTheTruthSays(seed: Int, distorted: Bool) throws {
    let drive = drive(UInt64(seed), distorted: distorted)
    let picture = drive.picture(at: 30)
    let truth = drive.truth(at: 30)
    let view = CameraView(drive.calibration, shake: truth.shake)
    var errors: [Double] = []
    for boundary in truth.boundaries {
      for row in 100..<175 {
        guard let column = column(of: boundary, row: row, view: view) else { continue }
        guard let centre = brightCentre(picture, row: row, near: column) else { continue }
        errors.append(abs(centre - column))
      }
    }
    errors.sort()
    try #require(errors.count > 20)
    #expect(errors[errors.count / 2] < 0.12, "seed \(seed)")
    #expect(errors[errors.count * 95 / 100] < 0.35, "seed \(seed)")
  }

  /// Where the true line crosses a row of pixels, by bisection of the distance ahead.
  private func column(of boundary: RenderedTruth.Boundary, row: Int, view: CameraView) -> Double? {
    func pixel(_ x: Double) -> SIMD2<Double> {
      view.pixel(view.cameraPoint(SIMD3(x, boundary.lateral(at: x), 0)))
    }
    var (near, far) = (4.0, 30.0)
    guard pixel(near).y > Double(row), pixel(far).y < Double(row) else { return nil }
    for _ in 0..<50 {
      let middle = (near + far) / 2
      if pixel(middle).y > Double(row) { near = middle } else { far = middle }
    }
    return pixel(near).x
  }

  /// The centroid of the paint near a pixel; nil where the row shows none (gap, border).
  private func brightCentre(_ picture: CameraImage, row: Int, near column: Double) -> Double? {
    let columns = Int(column) - 9...Int(column) + 9
    guard columns.lowerBound >= 0, columns.upperBound < picture.width else { return nil }
    let values = columns.map { Double(picture.pixels[(row * picture.width + $0) * 3 + 1]) }
    let road = values.sorted()[6]
    guard (values.max() ?? 0) > road + 50 else { return nil }
    let weights = values.map { max($0 - road - 12, 0) }
    let sum = weights.reduce(0, +)
    return zip(columns, weights).reduce(0) { $0 + Double($1.0) * $1.1 } / sum
  }

  @Test func framesDoNotDependOnEachOther() {
    let first = drive(3, .hard)
    let second = drive(3, .hard)
    let late = first.picture(at: 40)
    _ = second.picture(at: 2)
    #expect(late.pixels == second.picture(at: 40).pixels)
    #expect(late.pixels != second.picture(at: 41).pixels)
  }

  @Test func neighbouringSeedsShareNothing() {
    let (a, b) = (drive(10), drive(11))
    #expect(a.laneWidth != b.laneWidth)
    #expect(a.calibration != b.calibration)
    #expect(a.conditions != b.conditions)
  }

  @Test func coefficientsAreTheTaylorSeriesOfTheLine() {
    for seed in 1...6 {
      let drive = drive(UInt64(seed))
      for index in [0, 25, 59] {
        for boundary in drive.truth(at: index).boundaries {
          let c = boundary.coefficients
          for x in [0.0, 2, 4] {
            let series = c[0] + x * (c[1] + x * (c[2] / 2 + x * c[3] / 6))
            #expect(abs(series - boundary.lateral(at: x)) < 2e-4, "seed \(seed) frame \(index)")
          }
        }
      }
    }
  }

  /// The ego moves along its own heading at its own speed and turns at its own rate.
  @Test func motionAgreesWithItself() {
    let drive = drive(5)
    let period = 1 / drive.options.rate
    for index in 1..<59 {
      let (a, b) = (drive.truth(at: index - 1).ego, drive.truth(at: index + 1).ego)
      let ego = drive.truth(at: index).ego
      let step = b.worldFromVehicle.position - a.worldFromVehicle.position
      #expect(abs(step.length / (2 * period) - ego.speed) < 0.01)
      #expect(abs(ego.worldFromVehicle.forward.leftNormal.dot(step)) < 2e-3)
      let turn = (b.worldFromVehicle.heading - a.worldFromVehicle.heading) / (2 * period)
      #expect(abs(turn - ego.yawRate) < 1e-3)
    }
  }

  /// Clean pictures are easy for anyone; hard ones defeat one threshold for the whole picture.
  @Test(arguments: [(RenderingLevel.clean, 0.0...0.2), (.hard, 0.3...0.9)])
  func hardPicturesDefeatAPlainBaseline(level: RenderingLevel, share: ClosedRange<Double>) {
    var failures = 0
    let seeds = 1...11
    for seed in seeds {
      let drive = RenderedDrive(
        .init(seed: UInt64(seed), level: level, width: 320, height: 180))
      if !PlainHoughBaseline().succeeds(on: drive.picture(at: 35), drive.truth(at: 35)) {
        failures += 1
      }
    }
    #expect(
      share.contains(Double(failures) / Double(seeds.count)), "\(level): \(failures) failed")
  }

  @Test func theSourceReadsEveryFrameOnce() throws {
    let source = RenderedDriveSource(
      RenderedDrive(.init(seed: 2, frameCount: 3, width: 64, height: 36)))
    var times: [Double] = []
    while let frame = try source.next() { times.append(frame.time.seconds) }
    #expect(times == [0, 0.05, 0.1])
    #expect(!source.hasLoss)
  }

  @Test func namesStateOptions() throws {
    let options = try RenderedDrive.Options(named: "rendered:7,hard,frames=12,size=320x180,empty")
    #expect(options.seed == 7 && options.level == .hard && options.frameCount == 12)
    #expect(options.width == 320 && options.height == 180 && !options.hasTraffic)
    for wrong in [
      "", "rendered:", "rendered:-1", "rendered:x", "rendered:7,", "rendered:7,frames=0",
      "rendered:7,frames=nan", "rendered:7,size=1x1", "rendered:7,size=640", "rendered:7,foggy",
      "rendered:99999999999999999999", "rendered:7,speed=inf",
    ] {
      #expect(throws: LogFailure.self, "\(wrong)") { try RenderedDrive.Options(named: wrong) }
    }
  }

  /// A mission's own road, painted and seen: lines lie where the map has them.
  @Test func aMissionsRoadIsPaintedWhereTheMapHasIt() throws {
    let lane = Lane(
      id: 1, left: Polyline((0...30).map { Vector2(Double($0) * 5 - 10, 1.75) }),
      right: Polyline((0...30).map { Vector2(Double($0) * 5 - 10, -1.75) }))
    let car = VehicleSpec(
      id: "test", name: "Test",
      body: .init(
        length: 4, width: 1.8, height: 1.5, wheelbase: 2.6, rearOverhang: 0.7, track: 1.55),
      inertia: .init(mass: 1200, yaw: 1500, frontAxleToCentre: 1.2, centreHeight: 0.5),
      limits: .init(
        steeringAngle: 0.6, steeringRate: 0.5, minimumSpeed: -3, maximumSpeed: 40,
        switchingSpeed: 10, acceleration: 8), actuators: .ideal)
    var sensor = CameraSensor(width: 320, height: 180)
    let nowhere = Mission(kind: .highway, vehicle: car, start: VehicleState())
    #expect(throws: StageFailure.self) { try sensor.prepare(for: nowhere) }
    try sensor.prepare(
      for: Mission(
        kind: .highway, vehicle: car, start: VehicleState(), map: RoadMap(lanes: [lane])))
    let scene = Scene(time: .zero, ego: VehicleState(), objects: [])
    let frame = try sensor.step(scene, at: .zero)
    let picture = try #require(frame.camera)
    let view = CameraView(picture.calibration)
    for (y, isPaint) in [(1.75, true), (-1.75, true), (0.0, false), (0.9, false)] {
      let pixel = view.pixel(view.cameraPoint(SIMD3(9, y, 0)))
      let index = (Int(pixel.y.rounded()) * picture.width + Int(pixel.x.rounded())) * 3 + 1
      #expect((picture.pixels[index] > 150) == isPaint, "left \(y): \(picture.pixels[index])")
    }
  }
}
