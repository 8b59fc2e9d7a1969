import DrivingCore
import Geometry

/// Everyone else at constant velocity, as PDM-Closed forecasts them.
struct PDMForecast: Sendable {
  /// One road user or thing.
  struct Track: Sendable {
    /// Its name.
    var id: String
    /// Its box now.
    var box: PlacedBox
    /// Which way the box points.
    var heading: Double
    /// How fast it moves (m/s); things stand.
    var speed: Double
    /// How it moves (m/s).
    var velocity: Vector2
    /// Whether it is a vehicle or a person; hitting a thing costs half.
    var isAgent: Bool
  }

  /// Those within the radius that did not touch the ego before.
  private(set) var tracks: [Track]
  /// Whether a track touches the ego now: it is left out, as published.
  private(set) var touches: [Bool]

  /// Takes those near the ego; `ignored` were touched before.
  init(
    _ objects: [TrackedObject], near ego: PlacedBox, radius: Double, ignoring ignored: Set<String>
  ) {
    tracks = objects.compactMap { object in
      guard object.isUsable, !ignored.contains(object.id),
        object.box.worldFromBox.position.distance(to: ego.centre) <= radius
      else { return nil }
      return Track(object)
    }
    touches = tracks.map { $0.box.separation(from: ego) <= 0 }
  }

  /// The box of a track at a step of 0.1 s; looked up at every second step, as published.
  func box(_ track: Int, at step: Int) -> PlacedBox {
    var box = tracks[track].box
    let time = Double(step / PDM.forecastEvery * PDM.forecastEvery) * PDM.step
    box.centre = box.centre + tracks[track].velocity * time
    return box
  }

  /// The names of those that touch the ego now.
  var touched: [String] { tracks.indices.filter { touches[$0] }.map { tracks[$0].id } }
}

extension PDMForecast.Track {
  /// Reads an object; it moves along its heading, or straight back where it reverses.
  init(_ object: TrackedObject) {
    let isAgent = object.kind != .barrier && object.kind != .unknown
    let forward = object.box.worldFromBox.forward
    let speed = isAgent ? object.velocity.length : 0
    let sign: Double = object.velocity.dot(forward) < 0 ? -1 : 1
    self.init(
      id: object.id, box: object.box.placed, heading: object.box.worldFromBox.heading,
      speed: speed, velocity: forward * (speed * sign), isAgent: isAgent)
  }
}
