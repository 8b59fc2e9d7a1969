import DrivingCore

/// A car of the catalogue: its numbers, and where each of them comes from.
public struct VehicleProfile: Sendable, Hashable {
  /// How far a number may be trusted.
  public enum Confidence: String, Sendable, Hashable, CaseIterable {
    /// Measured by us or by an instrument whose record is named.
    case measured
    /// Stated by the maker, an authority or a data set that is named.
    case published
    /// Computed from other numbers by the formula that is named.
    case derived
    /// Guessed from similar cars.
    case estimated
    /// Believed, but no page was found that says so.
    case unverified
  }

  /// Where one number comes from.
  public struct Provenance: Sendable, Hashable {
    /// The number's name in the file, such as `body.length_m`.
    public var key: String
    /// The number, in the unit of its name.
    public var value: Double
    /// Where it comes from.
    public var source: String
    /// How far it may be trusted.
    public var confidence: Confidence
  }

  /// The numbers.
  public var spec: VehicleSpec
  /// Where each comes from, in the order of the format.
  public var provenance: [Provenance]
}

/// All cars that were read, by name.
public struct VehicleCatalogue: Sendable {
  /// The cars, ascending by id.
  public let profiles: [VehicleProfile]

  /// Reads the bytes of vehicle files, one car a file.
  /// - Throws: `VehicleFileFailure` for the first file, in the order of paths, that is not usable or
  ///   whose id was read before.
  public init(files: [(path: String, bytes: [UInt8])]) throws(VehicleFileFailure) {
    var read: [(path: String, profile: VehicleProfile)] = []
    for file in files.sorted(by: { $0.path < $1.path }) {
      let profile = try VehicleFile.decode(file.bytes, path: file.path)
      if let other = read.first(where: { $0.profile.spec.id == profile.spec.id }) {
        throw VehicleFileFailure(
          path: file.path, line: 1, column: 1,
          reason: "found the id \"\(profile.spec.id)\", which \(other.path) has too; "
            + "expected each id once; rename one")
      }
      read.append((file.path, profile))
    }
    profiles = read.map(\.profile).sorted { $0.spec.id < $1.spec.id }
  }

  /// The names of all cars, ascending.
  public var ids: [String] { profiles.map(\.spec.id) }

  /// The car of that name; nil where there is none.
  public subscript(id: String) -> VehicleSpec? {
    profiles.first { $0.spec.id == id }?.spec
  }
}
