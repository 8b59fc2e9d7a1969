import DrivingCore
import Geometry

/// How much of the time the vehicle ahead that the radar sees is held as a track.
public struct LeadScore: Sendable, Hashable {
  /// A return within this lateral distance is ahead (m).
  public static let corridor = 1.8
  /// A track matches within this distance along (m), plus a tenth of the range.
  public static let tolerance = 5.0

  private var seen = 0
  private var held = 0

  /// Creates an empty score.
  public init() {}

  /// Adds the returns of one instant (from the front bumper) and the tracks in the vehicle's frame.
  ///
  /// `frontOffset` is the front bumper ahead of the rear axle (m).
  public mutating func add(
    _ radar: [SensorFrame.RadarReturn], tracks: [TrackedObject], frontOffset: Double
  ) {
    let ahead = radar.map(\.position).filter { $0.x > 0 && abs($0.y) < LeadScore.corridor }
    guard let range = ahead.map(\.x).min() else { return }
    seen += 1
    let isHeld = tracks.contains { track in
      let centre = track.box.worldFromBox.position
      let rear = centre.x - track.box.length / 2 - frontOffset
      return abs(centre.y) < LeadScore.corridor + track.box.width / 2
        && abs(rear - range) <= LeadScore.tolerance + 0.1 * range
    }
    if isHeld { held += 1 }
  }

  /// The rows, in order.
  public var values: [MetricValue] {
    let id = "lead.track_availability@1"
    guard seen > 0 else {
      return [.invalid(id, unit: "1", reason: "no radar return ahead within 1.8 m of the middle")]
    }
    return [MetricValue(id: id, value: Double(held) / Double(seen), unit: "1")]
  }
}
