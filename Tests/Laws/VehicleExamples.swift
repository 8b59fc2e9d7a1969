import DrivingCore
import Geometry

/// The three passenger cars of CommonRoad 2020a, with ideal actuators.
enum VehicleExamples {
  static let ford = car(
    "commonroad-1", length: 4.298, width: 1.674, a: 0.88392, b: 1.50876, mass: 1225.8878467253344,
    yaw: 1538.8533713561394, height: 0.59436, angle: 0.91,
    speeds: (-13.9, 45.8, 4.755), brake: 0.76, drive: 1)
  static let bmw = car(
    "commonroad-2", length: 4.508, width: 1.61, a: 1.1561957064, b: 1.4227170936,
    mass: 1093.2952334674046, yaw: 1791.5995300122856, height: 0.61373004, angle: 1.066,
    speeds: (-13.9, 50.8, 7.319), brake: 0.66, drive: 0)
  static let vanagon = car(
    "commonroad-3", length: 4.569, width: 1.844, a: 1.1507916024, b: 1.3211363976000001,
    mass: 1478.8979637767998, yaw: 2473.1176915564442, height: 0.804490644, angle: 1.023,
    speeds: (-11.2, 41.7, 7.824), brake: 0.64, drive: 0)

  /// By CommonRoad's number, 1 to 3.
  static let all = [ford, bmw, vanagon]

  static func car(
    _ id: String, length: Double, width: Double, a: Double, b: Double, mass: Double, yaw: Double,
    height: Double, angle: Double, speeds: (Double, Double, Double), brake: Double, drive: Double
  ) -> VehicleSpec {
    var tyres = VehicleSpec.Tyres.standard
    (tyres.frontBrakeShare, tyres.frontDriveShare) = (brake, drive)
    return VehicleSpec(
      id: id, name: id,
      body: .init(
        length: length, width: width, height: 1.4, wheelbase: a + b,
        rearOverhang: (length - a - b) / 2, track: width - 0.25),
      inertia: .init(mass: mass, yaw: yaw, frontAxleToCentre: a, centreHeight: height),
      limits: .init(
        steeringAngle: angle, steeringRate: 0.4, minimumSpeed: speeds.0, maximumSpeed: speeds.1,
        switchingSpeed: speeds.2, acceleration: 11.5),
      actuators: .ideal, tyres: tyres)
  }
}
