import Geometry

/// A tyre by Pacejka's Magic Formula, in the reduced form of CommonRoad 2020a.
///
/// No turn slip, all scale factors one (PAC2002 as described in the ADAMS/Tire handbook; Pacejka,
/// Tyre and Vehicle Dynamics, section 4.3). Names are those of the coefficient files.
/// Quirk kept for agreement with the original: the vertical shift of the longitudinal force is
/// added inside the sine, as an angle.
public struct PacejkaTyre: Sendable, Hashable {
  // Longitudinal shape, grip, curvature, stiffness, shifts; then the loss by side slip.
  var (pCx1, pDx1, pEx1, pKx1) = (1.6411, 1.1739, 0.46403, 22.303)
  var (pHx1, pVx1) = (0.0012297, -8.8098e-06)
  var (rBx1, rBx2, rCx1, rEx1, rHx1) = (13.276, -13.778, 1.2568, 0.65225, 0.0050722)
  // Lateral shape, grip, curvature, stiffness; what camber shifts and takes; then the loss by
  // longitudinal slip and its pull.
  var (pCy1, pDy1, pEy1, pKy1) = (1.3507, 1.0489, -0.0074722, -21.92)
  var (pDy3, pHy1, pHy3, pVy1, pVy3) = (-2.8821, 0.0026747, 0.031415, 0.037318, -0.32931)
  var (rBy1, rBy2, rBy3, rCy1, rEy1, rHy1) = (
    7.1433, 9.1916, -0.027856, 1.0719, -0.27572, 5.7448e-06
  )
  var (rVy1, rVy3, rVy4, rVy5, rVy6) = (-0.027825, -0.27568, 12.12, 1.9, -10.704)

  /// The tyre of all CommonRoad 2020a cars (`parameters_tire.yaml`).
  public static let commonRoad = PacejkaTyre()

  /// The forces (N) for a longitudinal slip, a slip angle (rad), a load (N) and a camber (rad).
  ///
  /// Slip is `1 - wheel speed / ground speed`; the lateral force is positive to the left for a
  /// negative slip angle.
  public func forces(
    slip: Double, slipAngle: Double, load: Double, camber: Double = 0
  ) -> (longitudinal: Double, lateral: Double) {
    // The stiffness is a share of the load: a wheel in the air would divide nothing by nothing.
    guard load != 0 else { return (0, 0) }
    let grip = pDy1 * (1 - pDy3 * (camber * camber)) * load
    return (
      combinedLongitudinal(slip, slipAngle, pureLongitudinal(slip, load)),
      combinedLateral(
        slip, slipAngle, camber, grip, pureLateral(slipAngle, load, camber, grip))
    )
  }

  private func pureLongitudinal(_ slip: Double, _ load: Double) -> Double {
    let kappa = -slip + pHx1
    let peak = pDx1 * load
    let stiffness = load * pKx1 / (pCx1 * peak)
    return peak * Portable.sin(pCx1 * magic(stiffness, pEx1, kappa) + load * pVx1)
  }

  private func pureLateral(
    _ slipAngle: Double, _ load: Double, _ camber: Double, _ grip: Double
  ) -> Double {
    let stiffness = load * pKy1 / (pCy1 * grip)
    let size = abs(camber)
    let side = camber > 0 ? 1.0 : camber < 0 ? -1 : 0
    let shifted = slipAngle + side * (pHy1 + pHy3 * size)
    return grip * Portable.sin(pCy1 * magic(stiffness, pEy1, shifted))
      + side * load * (pVy1 + pVy3 * size)
  }

  private func combinedLongitudinal(
    _ slip: Double, _ slipAngle: Double, _ pure: Double
  ) -> Double {
    let stiffness = rBx1 * Portable.cos(Portable.atan(rBx2 * slip))
    let peak = pure / Portable.cos(rCx1 * magic(stiffness, rEx1, rHx1))
    return peak * Portable.cos(rCx1 * magic(stiffness, rEx1, slipAngle + rHx1))
  }

  private func combinedLateral(
    _ slip: Double, _ slipAngle: Double, _ camber: Double, _ grip: Double, _ pure: Double
  ) -> Double {
    let stiffness = rBy1 * Portable.cos(Portable.atan(rBy2 * (slipAngle - rBy3)))
    let peak = pure / Portable.cos(rCy1 * magic(stiffness, rEy1, rHy1))
    let pull =
      grip * (rVy1 + rVy3 * camber) * Portable.cos(Portable.atan(rVy4 * slipAngle))
      * Portable.sin(rVy5 * Portable.atan(rVy6 * slip))
    return peak * Portable.cos(rCy1 * magic(stiffness, rEy1, slip + rHy1)) + pull
  }

  /// atan(Bx - E(Bx - atan(Bx))), the core of the formula.
  private func magic(_ stiffness: Double, _ curvature: Double, _ slip: Double) -> Double {
    let scaled = stiffness * slip
    return Portable.atan(scaled - curvature * (scaled - Portable.atan(scaled)))
  }
}
