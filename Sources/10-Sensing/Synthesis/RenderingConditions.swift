import Geometry

/// How hard the pictures are: what is fair to a good detector and unfair to a naive one.
public enum RenderingLevel: String, Sendable, Hashable, Codable, CaseIterable {
  /// A fine day on a new road.
  case clean
  /// Worn paint, patched asphalt or pale concrete, tree shadows, haze, poor exposure.
  case hard
}

/// Light, surface, weather and sensor of a drive; all drawn from a seed.
///
/// Lengths in metres, light and reflectances linear with white = 1.
public struct RenderingConditions: Sendable, Hashable, Codable {
  /// The reflectance of the road.
  public var surface: Double
  /// How blotchy the road is (relative deviation of its reflectance).
  public var grain: Double
  /// The reflectance of fresh white paint.
  public var paint: Double
  /// How much of the paint is gone (0-1), unevenly.
  public var wear: Double
  /// How much light the shadows on the road take away (0-1); 0 for none.
  public var shadowStrength: Double
  /// Shadows per 100 m.
  public var shadowDensity: Double
  /// Repair patches per 100 m.
  public var patchDensity: Double
  /// Tyre marks per 100 m.
  public var skidDensity: Double
  /// Whether filled cracks run along the road.
  public var hasSeams: Bool
  /// Whether some of them shine.
  public var hasShinySeams: Bool
  /// Whether old, ground-off markings shine through beside the valid ones.
  public var hasGhostMarkings: Bool
  /// Whether a guard rail stands beside the road.
  public var hasGuardRail: Bool
  /// How much the low sun mirrors on the road ahead (linear light at its brightest).
  public var glare: Double
  /// Where the low sun stands, left of the world's x axis (rad).
  public var glareBearing: Double
  /// The distance at which contrast has fallen to 5 % (m), as meteorology defines it.
  public var visibility: Double
  /// The exposure: the linear light that white gives.
  public var exposure: Double
  /// How much the automatic exposure wanders (relative).
  public var exposureWander: Double
  /// The loss of light in the corners (0-1).
  public var vignette: Double
  /// The noise of a black pixel (linear).
  public var readNoise: Double
  /// The noise of a white pixel (linear); grows with the root of the light.
  public var shotNoise: Double
  /// The deviation of the body's pitch (rad).
  public var pitchJitter: Double

  /// Draws the conditions of one drive.
  public init(_ level: RenderingLevel, seed: UInt64) {
    var random = SeededGenerator(seed: seed, stream: 0x636f_6e64)
    switch level {
    case .clean: self.init(cleanFrom: &random)
    case .hard: self.init(hardFrom: &random)
    }
  }

  private init(cleanFrom random: inout SeededGenerator) {
    surface = random.uniform(0.07, 0.12)
    grain = random.uniform(0.05, 0.10)
    paint = random.uniform(0.55, 0.70)
    wear = random.uniform(0, 0.15)
    (shadowStrength, shadowDensity) = (0, 0)
    patchDensity = random.uniform(0, 0.5)
    skidDensity = 0
    (hasSeams, hasShinySeams) = (random.uniform() < 0.3, false)
    hasGhostMarkings = false
    hasGuardRail = random.uniform() < 0.4
    (glare, glareBearing) = (0, 0)
    visibility = random.uniform(3000, 9000)
    exposure = random.uniform(0.9, 1.15)
    exposureWander = 0.02
    vignette = random.uniform(0.05, 0.15)
    readNoise = 0.0015
    shotNoise = random.uniform(0.004, 0.008)
    pitchJitter = random.uniform(0.0005, 0.0015)
  }

  private init(hardFrom random: inout SeededGenerator) {
    let isConcrete = random.uniform() < 0.45
    surface = isConcrete ? random.uniform(0.26, 0.36) : random.uniform(0.09, 0.18)
    grain = random.uniform(0.12, 0.20)
    paint = random.uniform(0.45, 0.62)
    wear = random.uniform(0.3, 0.6)
    shadowStrength = random.uniform() < 0.75 ? random.uniform(0.6, 0.82) : 0
    shadowDensity = random.uniform(4, 11)
    patchDensity = random.uniform(1, 4)
    skidDensity = random.uniform(0.5, 2)
    (hasSeams, hasShinySeams) = (true, true)
    hasGhostMarkings = random.uniform() < 0.3
    hasGuardRail = random.uniform() < 0.7
    glare = random.uniform() < 0.45 ? random.uniform(0.15, 0.45) : 0
    glareBearing = random.uniform(-0.35, 0.35)
    visibility = random.uniform() < 0.35 ? random.uniform(180, 400) : random.uniform(1500, 6000)
    exposure = random.uniform() < 0.5 ? random.uniform(0.45, 0.75) : random.uniform(1.25, 1.8)
    exposureWander = 0.08
    vignette = random.uniform(0.15, 0.35)
    readNoise = random.uniform(0.003, 0.006)
    shotNoise = random.uniform(0.012, 0.025)
    pitchJitter = random.uniform(0.0015, 0.003)
  }
}
