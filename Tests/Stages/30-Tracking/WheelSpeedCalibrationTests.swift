import DrivingCore
import Geometry
import Testing

@testable import Tracking

@Suite("Wheel speed against satellites")
struct WheelSpeedCalibrationTests {
  @Test(
    "a scale error is found from noisy satellite speeds that arrive late",
    arguments: [-0.02, -0.0083, 0.01], [0, 0.1, 0.25])
  func finds(_ error: Double, late: Double) {
    var generator = SeededGenerator(seed: 4, stream: 1)
    var calibration = WheelSpeedCalibration()
    func speed(_ time: Double) -> Double { 15 + 8 * Portable.sin(time / 3) }
    for number in 0..<800 {
      let time = Double(number) * 0.05
      let satellite = number % 2 == 0 ? speed(time - late) + 0.1 * generator.normal() : nil
      _ = calibration.corrected(
        SensorFrame.Odometry(speed: speed(time) * (1 + error), satelliteSpeed: satellite),
        at: SimulationTime(seconds: time))
    }
    #expect(abs((calibration.scaleError ?? 1) - error) < 0.0015, "\(calibration.scale)")
    // The acceleration itself is averaged over 0.2 s, which makes it late too.
    #expect(abs(calibration.delay - late) < 0.05, "\(calibration.delay)")
    let reading = calibration.corrected(
      SensorFrame.Odometry(speed: 20 * (1 + error)), at: SimulationTime(seconds: 40))
    #expect(abs(reading.speed - 20) < 0.03)
  }

  @Test("without satellites, standing or with nonsense the wheels are believed")
  func silent() {
    var calibration = WheelSpeedCalibration()
    for satellite in [nil, 0, 2, .nan, 100, -5] as [Double?] {
      let reading = SensorFrame.Odometry(speed: 10, satelliteSpeed: satellite)
      #expect(calibration.corrected(reading, at: .zero).speed == 10)
    }
    #expect(calibration.scaleError == nil)
  }
}
