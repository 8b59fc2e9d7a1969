import Geometry

extension NuPlan {
  /// First contacts of the ego with each track, their class, and whose fault they are.
  ///
  /// Reference: `no_ego_at_fault_collisions.py`, `collision_utils.py`.
  public struct Collisions: Sendable, Hashable {
    /// How the ego met a track.
    public enum Class: String, Sendable, Hashable, CaseIterable {
      case stoppedEgo, stoppedTrack, activeFront, activeRear, activeLateral
    }

    /// One first contact.
    public struct Contact: Sendable, Hashable {
      /// The number of the sample it happened at.
      public var sample: Int
      /// When (s).
      public var time: Double
      /// The track's name.
      public var id: String
      /// The track's group.
      public var group: Track.Group
      /// How they met.
      public var collisionClass: Class
      /// The ego's loss of speed for equal masses (m/s).
      public var egoDeltaSpeed: Double
      /// Whether the ego could have prevented it.
      public var isAtFault: Bool
    }

    /// At or below this speed something stands (m/s).
    public static let standstill = 0.05

    /// The contacts in order of time, and within a sample in the order of the tracks.
    public var contacts: [Contact]

    /// Finds the contacts of a run.
    ///
    /// `tracks` has an element for each sample; `isInOneLane` says for the number of a sample
    /// whether all corners of the ego are in one lane or connected lanes.
    public init(
      _ samples: [EgoSample], tracks: [[Track]], outline: Outline, isInOneLane: (Int) -> Bool
    ) {
      contacts = []
      var met: Set<String> = []
      for (index, sample) in samples.enumerated() where index < tracks.count {
        let box = outline.box(at: sample.worldFromRearAxle).placed
        for track in tracks[index] where !met.contains(track.id) {
          guard Collisions.touches(box, track.box) else { continue }
          met.insert(track.id)
          contacts.append(
            Collisions.contact(
              of: sample, number: index, box: box, with: track, isInOneLane: isInOneLane(index)))
        }
      }
    }

    /// The contacts the ego could have prevented.
    public var atFault: [Contact] { contacts.filter(\.isAtFault) }

    /// The number of contacts at fault with one group.
    public func atFaultCount(_ group: Track.Group) -> Int {
      contacts.count { $0.isAtFault && $0.group == group }
    }

    /// 1 without fault; one person or vehicle hit gives 0, one object 0.5, two objects 0.
    public var score: Double {
      Collisions.score(atFaultCount(.vulnerable), tolerated: 0)
        * Collisions.score(atFaultCount(.vehicle), tolerated: 0)
        * Collisions.score(atFaultCount(.object), tolerated: 1)
    }

    /// Whether two boxes share a point, touching included.
    static func touches(_ box: PlacedBox, _ other: OrientedBox) -> Bool {
      let reach = box.radius + PlacedBox(other).radius + contactTolerance
      guard (box.centre - other.worldFromBox.position).squaredLength <= reach * reach else {
        return false
      }
      return box.separation(from: other.placed) <= contactTolerance
    }

    /// How a contact counts; the order of the questions is nuPlan's.
    static func classify(_ sample: EgoSample, box: PlacedBox, with track: Track) -> Class {
      if sample.speed <= standstill { return .stoppedEgo }
      if track.group == .object || track.speed <= standstill { return .stoppedTrack }
      if isBehind(track.box.worldFromBox.position, of: sample.worldFromRearAxle) {
        return .activeRear
      }
      let bumper = LineSegment(box.corner(0), box.corner(3))
      return track.box.expanded(by: contactTolerance).placed.intersects(bumper)
        ? .activeFront : .activeLateral
    }

    private static func contact(
      of sample: EgoSample, number: Int, box: PlacedBox, with track: Track, isInOneLane: Bool
    ) -> Contact {
      let kind = classify(sample, box: box, with: track)
      let isAtFault: Bool =
        switch kind {
        case .stoppedTrack, .activeFront: true
        case .activeLateral: !isInOneLane
        case .stoppedEgo, .activeRear: false
        }
      return Contact(
        sample: number, time: sample.time, id: track.id, group: track.group,
        collisionClass: kind, egoDeltaSpeed: deltaSpeed(sample, track), isAtFault: isAtFault)
    }

    /// Half the difference of the velocities: both masses taken as equal.
    private static func deltaSpeed(_ sample: EgoSample, _ track: Track) -> Double {
      let speed = track.group == .object ? 0 : track.speed
      let angle = sample.worldFromRearAxle.heading - track.box.worldFromBox.heading
      let squared =
        sample.speed * sample.speed + speed * speed
        - 2 * sample.speed * speed * Portable.cos(angle)
      return max(squared, 0).squareRoot() / 2
    }

    private static func score(_ count: Int, tolerated: Int) -> Double {
      max(0, 1 - Double(count) / Double(tolerated + 1))
    }
  }
}
