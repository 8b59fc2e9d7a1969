import DrivingCore
import Geometry

/// Radar returns to road users: vehicles ahead, held while single returns come and go.
///
/// Each track is a Kalman filter on range and range rate with constant velocity and white noise
/// acceleration (Bar-Shalom, Li and Kirubarajan 2001, section 6.2); the lateral position is
/// smoothed. Returns go to the nearest track within a gate, nearest pairs first.
public struct RadarTracker: Sendable {
  /// The standard deviations of a return: range (m), lateral (m), range rate (m/s).
  private static let rangeSigma = 0.5
  private static let rateSigma = 0.3
  /// Unforeseen acceleration of the others (m/s²).
  private static let acceleration = 3.0
  /// How far a return may lie from where its track is expected (m, m, m/s).
  private static let gate = (range: 4.0, lateral: 1.8, rate: 3.0)
  /// How long a track lives without a return (s).
  private static let patience = 0.6
  /// Returns seen before a track is believed.
  private static let confirmation = 2
  /// What never moved counts only in the ego's own path (m from the middle): signs and rails.
  private static let path = 1.8
  /// Faster over ground than this is moving (m/s).
  private static let moving = 2.0
  /// A radar tells no size: that of an ordinary car (m).
  private static let size = (length: 4.5, width: 1.8)

  private struct Track: Sendable {
    var id: Int
    var range: Double
    var rate: Double
    var lateral: Double
    /// Covariance of range and rate.
    var rr = 0.25
    var rv = 0.0
    var vv = 0.09
    var hits = 1
    var sinceSeen = 0.0
    var hasMoved = false
  }

  private var tracks: [Track] = []
  private var nextID = 1
  private var lastTime: SimulationTime?

  /// Starts without tracks.
  public init() {}

  /// The road users believed, in the vehicle's frame with velocities over ground, ascending by id.
  /// - Parameters:
  ///   - returns: positions from the vehicle's front; nil where the radar was silent.
  ///   - egoSpeed: over ground (m/s).
  ///   - frontOffset: the front bumper ahead of the rear axle (m).
  public mutating func step(
    _ returns: [SensorFrame.RadarReturn]?, egoSpeed: Double, frontOffset: Double,
    at time: SimulationTime
  ) -> [TrackedObject] {
    let span = lastTime.map { min(max((time - $0).seconds, 0), 1) } ?? 0
    lastTime = time
    for index in tracks.indices { predict(&tracks[index], span) }
    associate(Self.distinct(returns ?? []), egoSpeed)
    tracks.removeAll { $0.sinceSeen > Self.patience || $0.range < -5 }
    return tracks.filter { track in
      track.hits >= Self.confirmation && (track.hasMoved || abs(track.lateral) < Self.path)
    }
    .map { object($0, egoSpeed, frontOffset) }
  }

  private func predict(_ track: inout Track, _ span: Double) {
    let noise = Self.acceleration * Self.acceleration
    track.range += track.rate * span
    track.rr += span * (2 * track.rv + span * track.vv) + noise * span * span * span / 3
    track.rv += span * track.vv + noise * span * span / 2
    track.vv += noise * span
    track.sinceSeen += span
  }

  /// Some radars report one vehicle under two names: of returns that agree the first is kept.
  private static func distinct(
    _ returns: [SensorFrame.RadarReturn]
  ) -> [SensorFrame.RadarReturn] {
    var kept: [SensorFrame.RadarReturn] = []
    for one in returns where one.position.x > 0 && one.position.x < 300 {
      let isKnown = kept.contains { other in
        abs(other.position.x - one.position.x) < 1 && abs(other.position.y - one.position.y) < 0.5
          && abs(other.relativeSpeed - one.relativeSpeed) < 0.5
      }
      if !isKnown { kept.append(one) }
    }
    return kept
  }

  private mutating func associate(_ returns: [SensorFrame.RadarReturn], _ egoSpeed: Double) {
    var pairs: [(distance: Double, track: Int, found: Int)] = []
    for (t, track) in tracks.enumerated() {
      for (r, found) in returns.enumerated() {
        let along = abs(found.position.x - track.range) / Self.gate.range
        let across = abs(found.position.y - track.lateral) / Self.gate.lateral
        let rate = abs(found.relativeSpeed - track.rate) / Self.gate.rate
        if along <= 1 && across <= 1 && rate <= 1 { pairs.append((along + across + rate, t, r)) }
      }
    }
    pairs.sort { ($0.distance, $0.track, $0.found) < ($1.distance, $1.track, $1.found) }
    var (busy, used) = (Set<Int>(), Set<Int>())
    for pair in pairs where !busy.contains(pair.track) && !used.contains(pair.found) {
      busy.insert(pair.track)
      used.insert(pair.found)
      update(&tracks[pair.track], returns[pair.found], egoSpeed)
    }
    for (r, found) in returns.enumerated() where !used.contains(r) {
      var track = Track(
        id: nextID, range: found.position.x, rate: found.relativeSpeed, lateral: found.position.y)
      track.hasMoved = abs(found.relativeSpeed + egoSpeed) > Self.moving
      tracks.append(track)
      nextID += 1
    }
  }

  private func update(
    _ track: inout Track, _ found: SensorFrame.RadarReturn, _ egoSpeed: Double
  ) {
    // Range first, then rate: both are measured, with independent errors.
    correct(&track, error: found.position.x - track.range, ofRange: true)
    correct(&track, error: found.relativeSpeed - track.rate, ofRange: false)
    track.lateral += 0.4 * (found.position.y - track.lateral)
    track.hits += 1
    track.sinceSeen = 0
    if abs(track.rate + egoSpeed) > Self.moving { track.hasMoved = true }
  }

  private func correct(_ track: inout Track, error: Double, ofRange: Bool) {
    let sigma = ofRange ? Self.rangeSigma : Self.rateSigma
    let own = (ofRange ? track.rr : track.vv) + sigma * sigma
    let gains = ofRange ? (track.rr / own, track.rv / own) : (track.rv / own, track.vv / own)
    track.range += gains.0 * error
    track.rate += gains.1 * error
    let (first, second) = ofRange ? (track.rr, track.rv) : (track.rv, track.vv)
    track.rr -= gains.0 * first
    track.vv -= gains.1 * second
    track.rv -= ofRange ? gains.1 * first : gains.0 * second
  }

  private func object(
    _ track: Track, _ egoSpeed: Double, _ frontOffset: Double
  ) -> TrackedObject {
    TrackedObject(
      id: "radar-\(track.id)", kind: track.hasMoved ? .car : .unknown,
      box: OrientedBox(
        worldFromBox: SE2(
          x: frontOffset + track.range + Self.size.length / 2, y: track.lateral, heading: 0),
        length: Self.size.length, width: Self.size.width),
      velocity: Vector2(egoSpeed + track.rate, 0),
      positionSigma: Vector2(max(track.rr, 0).squareRoot(), 0.5))
  }
}
