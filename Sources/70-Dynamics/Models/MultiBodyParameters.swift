import DrivingCore
import Geometry

/// The numbers of a car that the multi-body model needs: a single track's, and its suspension.
public struct MultiBodyParameters: Sendable, Hashable {
  /// What the model shares with the single-track models.
  public var track: SingleTrackParameters
  /// What stands on the road and holds up the body.
  public var chassis: Chassis

  /// Joins the numbers of a car and its chassis.
  public init(_ spec: VehicleSpec, chassis: Chassis) {
    track = SingleTrackParameters(spec)
    self.chassis = chassis
  }

  /// Masses, springs and dampers. Names in brackets are those of CommonRoad's parameter files.
  public struct Chassis: Sendable, Hashable {
    /// The mass on the springs (kg): `m_s`.
    public var sprungMass: Double
    /// The moment of the sprung mass about its long axis (kg m²): `I_Phi_s`.
    public var rollInertia: Double
    /// The moment of the sprung mass about its cross axis (kg m²): `I_y_s`.
    public var pitchInertia: Double
    /// The product of inertia of the sprung mass in roll and yaw (kg m²): `I_xz_s`.
    public var rollYawInertia = 0.0
    /// The sideways stiffness of the pin between axle and body (N/m): `K_ras`.
    public var pinStiffness = 175_186.659_437_007_88
    /// The sideways damping of that pin (N s/m): `K_rad`.
    public var pinDamping = 10_215.732_056_044_453
    /// The vertical stiffness of a tyre (N/m): `K_zt`.
    public var tyreStiffness: Double
    /// How far a side force moves the contact of tyre and road, per tyre (m/N): `K_lt`.
    public var lateralCompliance: Double
    /// The front axle.
    public var front: Axle
    /// The rear axle.
    public var rear: Axle

    /// Creates a chassis; the pin is the one all CommonRoad cars share.
    public init(
      sprungMass: Double, rollInertia: Double, pitchInertia: Double, tyreStiffness: Double,
      lateralCompliance: Double, front: Axle, rear: Axle
    ) {
      self.sprungMass = sprungMass
      self.rollInertia = rollInertia
      self.pitchInertia = pitchInertia
      self.tyreStiffness = tyreStiffness
      self.lateralCompliance = lateralCompliance
      self.front = front
      self.rear = rear
    }
  }

  /// One axle: a mass of its own that rolls and moves sideways and up under the body.
  public struct Axle: Sendable, Hashable {
    /// The mass below the springs (kg): `m_uf`, `m_ur`.
    public var mass: Double
    /// Its moment about the car's long axis (kg m²): `I_uf`, `I_ur`.
    public var rollInertia: Double
    /// Wheel to wheel (m): `T_f`, `T_r`.
    public var track: Double
    /// The stiffness of a spring (N/m): `K_sf`, `K_sr`.
    public var stiffness: Double
    /// The damping of a damper (N s/m): `K_sdf`, `K_sdr`.
    public var damping: Double
    /// The torsion of the axle against roll (N m/rad), usually negative: `K_tsf`, `K_tsr`.
    public var torsion: Double
    /// The camber a spring's travel gives (rad/m): `D_f`, `D_r`.
    public var camber: Double
    /// The camber the square of a spring's travel gives (rad/m²): `E_f`, `E_r`.
    public var camberGrowth = 0.0
    /// The height of the roll axis above the road (m): `h_raf`, `h_rar`.
    public var rollAxisHeight = 0.0

    /// Creates an axle whose roll axis lies on the road.
    public init(
      mass: Double, rollInertia: Double, track: Double, stiffness: Double, damping: Double,
      torsion: Double, camber: Double
    ) {
      self.mass = mass
      self.rollInertia = rollInertia
      self.track = track
      self.stiffness = stiffness
      self.damping = damping
      self.torsion = torsion
      self.camber = camber
    }
  }
}

extension MultiBodyParameters.Chassis {
  /// The chassis of CommonRoad's passenger cars 1 to 3; nil for any other number.
  ///
  /// Source: CommonRoad vehicle models 2020a, `parameters_vehicle1.yaml` to `3.yaml`.
  public static func commonRoad(_ number: Int) -> Self? {
    switch number {
    case 1: ford
    case 2: bmw
    case 3: vanagon
    default: nil
    }
  }

  private static let ford = Self(
    sprungMass: 1094.542720290477, rollInertia: 244.04723069965206,
    pitchInertia: 1342.2597688480864, tyreStiffness: 189785.5477234252,
    lateralCompliance: 1.0278264878518764e-05,
    front: .init(
      mass: 65.67256321742863, rollInertia: 32.53963075995361, track: 1.389888,
      stiffness: 21898.332429625985, damping: 1459.3902937206362, torsion: -12880.270509148304,
      camber: -0.6233595800524934),
    rear: .init(
      mass: 65.67256321742863, rollInertia: 32.53963075995361, track: 1.423416,
      stiffness: 21898.332429625985, damping: 1459.3902937206362, torsion: 0,
      camber: -0.20997375328083986))

  private static let bmw = Self(
    sprungMass: 965.7108098804363, rollInertia: 207.26524557936952,
    pitchInertia: 1565.8178787125541, tyreStiffness: 158294.1398119115,
    lateralCompliance: 1.6430724599974725e-05,
    front: .init(
      mass: 63.7921826056784, rollInertia: 30.673279563178017, track: 1.38684,
      stiffness: 24453.137879749014, damping: 1786.2441002440723, torsion: -6914.881688272133,
      camber: -0.39370078740157477),
    rear: .init(
      mass: 63.7921826056784, rollInertia: 29.670408143156248, track: 1.36398,
      stiffness: 19635.504745231297, damping: 1649.0833034887382, torsion: -2643.6009520155308,
      camber: -0.905511811023622))

  private static let vanagon = Self(
    sprungMass: 1316.6086552490374, rollInertia: 479.88430581318335,
    pitchInertia: 2204.322715845899, tyreStiffness: 212641.56722464017,
    lateralCompliance: 1.2231329122034703e-05,
    front: .init(
      mass: 81.14428941630796, rollInertia: 50.276902138127426, track: 1.574292,
      stiffness: 33577.44305875984, damping: 2405.564099800005, torsion: -33948.217142834066,
      camber: -0.32808398950131235),
    rear: .init(
      mass: 81.14428941630796, rollInertia: 48.34891545742069, track: 1.5438120000000002,
      stiffness: 39125.020607598424, damping: 2769.727219182409, torsion: -7731.374238208578,
      camber: -0.32808398950131235))
}
