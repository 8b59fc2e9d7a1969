import DrivingCore
import Geometry
import Testing

@testable import Tracking

@Suite("Wheel speed against satellites")
struct WheelSpeedCalibrationTests {
  @Test("a scale error is found from noisy satellite speeds", arguments: [-0.02, -0.0083, 0.01])
  func finds(_ error: Double) {
    var generator = SeededGenerator(seed: 4, stream: 1)
    var calibration = WheelSpeedCalibration()
    for number in 0..<600 {
      let speed = 15 + 8 * Portable.sin(Double(number) / 60)
      let satellite = number % 2 == 0 ? speed + 0.1 * generator.normal() : nil
      _ = calibration.corrected(
        SensorFrame.Odometry(speed: speed * (1 + error), satelliteSpeed: satellite))
    }
    #expect(abs((calibration.scaleError ?? 1) - error) < 0.001)
    let reading = calibration.corrected(SensorFrame.Odometry(speed: 20 * (1 + error)))
    #expect(abs(reading.speed - 20) < 0.02)
  }

  @Test("without satellites, standing or with nonsense the wheels are believed")
  func silent() {
    var calibration = WheelSpeedCalibration()
    for satellite in [nil, 0, 2, .nan, 100, -5] as [Double?] {
      let reading = SensorFrame.Odometry(speed: 10, satelliteSpeed: satellite)
      #expect(calibration.corrected(reading).speed == 10)
    }
    #expect(calibration.scaleError == nil)
  }
}
