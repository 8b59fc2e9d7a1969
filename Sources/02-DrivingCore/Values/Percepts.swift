import Geometry

/// What was seen at one instant, in the vehicle frame, with how sure the perceiver is.
public struct Percepts: Sendable, Hashable, Codable {
  /// A lane boundary y(x) = c0 + c1 x + c2 x²/2 + c3 x³/6 in the vehicle frame (m).
  public struct LaneBoundary: Sendable, Hashable, Codable {
    /// Which boundary it is, seen from the ego.
    public enum Role: String, Sendable, Hashable, Codable {
      case egoLeft = "ego_left"
      case egoRight = "ego_right"
      case leftNeighbour = "left_neighbour"
      case rightNeighbour = "right_neighbour"
    }

    /// Which boundary it is.
    public var role: Role
    /// Offset (m), slope (1), curvature (1/m), curvature change (1/m²).
    public var coefficients: [Double]
    /// The covariance of the coefficients, row by row (16 numbers).
    public var covariance: [Double]
    /// Where the boundary was seen from (m ahead).
    public var nearest: Double
    /// Where the boundary was seen to (m ahead).
    public var farthest: Double
    /// How likely it is a boundary (0-1).
    public var probability: Double
    /// How long since paint of it was last measured (s).
    public var age: Double
    /// The painted share of its visible length (0-1): below about 0.7 it is dashed.
    public var paintedShare: Double

    /// Creates a boundary.
    public init(
      role: Role, coefficients: [Double], covariance: [Double], nearest: Double, farthest: Double,
      probability: Double, age: Double = 0, paintedShare: Double = 1
    ) {
      self.role = role
      self.coefficients = coefficients
      self.covariance = covariance
      self.nearest = nearest
      self.farthest = farthest
      self.probability = probability
      self.age = age
      self.paintedShare = paintedShare
    }

    /// The lateral position at a distance ahead (m).
    public func lateral(at x: Double) -> Double {
      let c = coefficients
      return c[0] + x * (c[1] + x * (c[2] / 2 + x * c[3] / 6))
    }

    /// The standard deviation of the lateral position at a distance ahead (m).
    public func lateralSigma(at x: Double) -> Double {
      let basis = [1, x, x * x / 2, x * x * x / 6]
      var variance = 0.0
      for i in 0..<4 { for j in 0..<4 { variance += basis[i] * basis[j] * covariance[4 * i + j] } }
      return max(variance, 0).squareRoot()
    }
  }

  /// How the camera is believed to look at the road.
  public struct CameraPose: Sendable, Hashable, Codable {
    /// How far it looks down (rad), as estimated on line.
    public var pitchDown: Double
    /// The standard deviation of that (rad).
    public var pitchSigma: Double
    /// Whether the intrinsics are measured or assumed.
    public var origin: CameraCalibration.Origin

    /// Creates the belief.
    public init(pitchDown: Double, pitchSigma: Double, origin: CameraCalibration.Origin) {
      self.pitchDown = pitchDown
      self.pitchSigma = pitchSigma
      self.origin = origin
    }
  }

  /// When this was seen.
  public var time: SimulationTime
  /// The number of the frame it was seen in.
  public var frameIndex: Int
  /// Boundaries of lanes; empty where there is no lane to be seen.
  public var boundaries: [LaneBoundary]
  /// The width of the ego lane measured in this frame alone, 10 m ahead (m); nil if not measured.
  public var measuredLaneWidth: Double?
  /// Other road users, in the vehicle frame (boxes and velocities over ground).
  public var objects: [TrackedObject]
  /// The ego's own motion, if known.
  public var odometry: SensorFrame.Odometry?
  /// How the camera is believed to look at the road.
  public var cameraPose: CameraPose?
  /// Why something could not be seen, in words for the report.
  public var notes: [String]

  /// Creates percepts.
  public init(
    time: SimulationTime, frameIndex: Int, boundaries: [LaneBoundary] = [],
    measuredLaneWidth: Double? = nil, objects: [TrackedObject] = [],
    odometry: SensorFrame.Odometry? = nil, cameraPose: CameraPose? = nil, notes: [String] = []
  ) {
    self.time = time
    self.frameIndex = frameIndex
    self.boundaries = boundaries
    self.measuredLaneWidth = measuredLaneWidth
    self.objects = objects
    self.odometry = odometry
    self.cameraPose = cameraPose
    self.notes = notes
  }

  /// The boundary of that role, if seen.
  public func boundary(_ role: LaneBoundary.Role) -> LaneBoundary? {
    boundaries.first { $0.role == role }
  }
}
