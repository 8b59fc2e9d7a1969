import DrivingCore
import Geometry

/// The vehicle file `godseye-vehicle/1`: five groups of numbers, each with source and confidence.
public enum VehicleFile {
  /// What the key `format` must say.
  public static let format = "godseye-vehicle/1"

  /// The groups and their numbers: name, least and greatest plausible value.
  static let fields: [(group: String, key: String, range: ClosedRange<Double>)] = [
    ("body", "length_m", 0.5...30), ("body", "width_m", 0.3...4), ("body", "height_m", 0.3...5),
    ("body", "wheelbase_m", 0.3...20), ("body", "rear_overhang_m", 0...10),
    ("body", "width_with_mirrors_m", 0.3...5), ("body", "track_m", 0.2...4),
    ("inertia", "mass_kg", 50...60_000), ("inertia", "yaw_inertia_kg_m2", 1...1e6),
    ("inertia", "front_axle_to_centre_m", 0.1...20), ("inertia", "centre_height_m", 0.05...3),
    ("limits", "steering_angle_rad", 0.05...1.3), ("limits", "steering_rate_radps", 0.01...5),
    ("limits", "minimum_speed_mps", -40...0), ("limits", "maximum_speed_mps", 0.5...120),
    ("limits", "switching_speed_mps", 0.1...120), ("limits", "acceleration_mps2", 0.1...20),
    ("actuators", "steering_lag_s", 0...2), ("actuators", "steering_delay_s", 0...1),
    ("actuators", "acceleration_lag_s", 0...2), ("actuators", "acceleration_delay_s", 0...1),
    ("actuators", "jerk_mps3", 0.5...1e5),
    ("tyres", "friction", 0.1...2.5), ("tyres", "front_stiffness_per_rad", 1...100),
    ("tyres", "rear_stiffness_per_rad", 1...100), ("tyres", "wheel_radius_m", 0.1...1.5),
    ("tyres", "wheel_inertia_kg_m2", 0.05...200), ("tyres", "front_brake_share", 0...1),
    ("tyres", "front_drive_share", 0...1),
  ]
  /// The numbers that may be left out.
  static let optional: Set<String> = ["body.width_with_mirrors_m"]

  /// Reads one vehicle file.
  /// - Throws: `VehicleFileFailure` where it is not JSON, a key is unknown or missing, a value has no
  ///   source, is out of its range, or the measures contradict each other.
  public static func decode(
    _ bytes: [UInt8], path: String
  ) throws(VehicleFileFailure) -> VehicleProfile {
    var reading = VehicleReading(path: path)
    try reading.read(PlacedJSONReader.read(bytes, path: path))
    let spec = reading.spec()
    try reading.checkGeometry(spec)
    return VehicleProfile(spec: spec, provenance: reading.provenance)
  }
}

/// A vehicle file while it is read.
private struct VehicleReading {
  let path: String
  var id = ""
  var name = ""
  var provenance: [VehicleProfile.Provenance] = []
  private var places: [(line: Int, column: Int)] = []

  init(path: String) { self.path = path }

  mutating func read(_ root: PlacedJSON) throws(VehicleFileFailure) {
    let members = try members(of: root, "the file")
    let groups = ["body", "inertia", "limits", "actuators", "tyres"]
    try refuseUnknown(members, known: ["format", "id", "name"] + groups, "the file")
    let format = try text(try member("format", of: members, root), "format")
    guard format == VehicleFile.format else {
      throw failure(
        root, "found the format \"\(format)\"; expected \"\(VehicleFile.format)\"")
    }
    let idNode = try member("id", of: members, root)
    id = try text(idNode, "id")
    guard !id.isEmpty,
      id.utf8.allSatisfy({ "abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains($0) })
    else {
      throw failure(idNode, "found the id \"\(id)\"; expected small letters, digits and -")
    }
    name = try text(try member("name", of: members, root), "name")
    for group in groups { try readGroup(group, try member(group, of: members, root)) }
  }

  private mutating func readGroup(
    _ group: String, _ node: PlacedJSON
  ) throws(VehicleFileFailure) {
    let members = try members(of: node, group)
    let fields = VehicleFile.fields.filter { $0.group == group }
    try refuseUnknown(members, known: fields.map(\.key), group)
    for field in fields {
      let key = "\(group).\(field.key)"
      if !members.contains(where: { $0.key == field.key }), VehicleFile.optional.contains(key) {
        continue
      }
      try readNumber(key, try member(field.key, of: members, node), field.range)
    }
  }

  private mutating func readNumber(
    _ key: String, _ node: PlacedJSON, _ range: ClosedRange<Double>
  ) throws(VehicleFileFailure) {
    let members = try members(of: node, key)
    try refuseUnknown(members, known: ["value", "confidence", "source"], key)
    let valueNode = try member("value", of: members, node)
    guard case .number(let value) = valueNode.content else {
      throw failure(valueNode, "found \(valueNode.kind) for \(key); expected a number")
    }
    guard range.contains(value) else {
      throw failure(
        valueNode,
        "found \(value) for \(key); expected \(range.lowerBound) to \(range.upperBound)"
          + "; check the unit")
    }
    let source = try text(try member("source", of: members, node), "\(key).source")
    let confidenceNode = try member("confidence", of: members, node)
    let word = try text(confidenceNode, "\(key).confidence")
    guard let confidence = VehicleProfile.Confidence(rawValue: word) else {
      let known = VehicleProfile.Confidence.allCases.map(\.rawValue).joined(separator: ", ")
      throw failure(confidenceNode, "found the confidence \"\(word)\"; expected one of \(known)")
    }
    guard !source.isEmpty else {
      throw failure(node, "found an empty source for \(key); say where the number comes from")
    }
    provenance.append(
      .init(key: key, value: value, source: source, confidence: confidence))
    places.append((valueNode.line, valueNode.column))
  }

  private func failure(_ node: PlacedJSON, _ reason: String) -> VehicleFileFailure {
    VehicleFileFailure(path: path, line: node.line, column: node.column, reason: reason)
  }

  private func members(
    of node: PlacedJSON, _ what: String
  ) throws(VehicleFileFailure) -> [PlacedJSON.Member] {
    guard case .object(let members) = node.content else {
      throw failure(node, "found \(node.kind) for \(what); expected an object")
    }
    return members
  }

  private func member(
    _ key: String, of members: [PlacedJSON.Member], _ parent: PlacedJSON
  ) throws(VehicleFileFailure) -> PlacedJSON {
    guard let found = members.first(where: { $0.key == key }) else {
      throw failure(parent, "found no key \"\(key)\"; expected it here; add it")
    }
    return found.value
  }

  private func text(_ node: PlacedJSON, _ what: String) throws(VehicleFileFailure) -> String {
    guard case .text(let text) = node.content else {
      throw failure(node, "found \(node.kind) for \(what); expected a text")
    }
    return text
  }

  private func refuseUnknown(
    _ members: [PlacedJSON.Member], known: [String], _ what: String
  ) throws(VehicleFileFailure) {
    for member in members where !known.contains(member.key) {
      throw VehicleFileFailure(
        path: path, line: member.line, column: member.column,
        reason: "found the unknown key \"\(member.key)\" in \(what); expected one of "
          + known.joined(separator: ", "))
    }
  }

  /// The value of a number that was read, zero where it was left out.
  private func value(_ key: String) -> Double {
    provenance.first { $0.key == key }?.value ?? 0
  }

  func spec() -> VehicleSpec {
    let mirrors = provenance.first { $0.key == "body.width_with_mirrors_m" }?.value
    return VehicleSpec(
      id: id, name: name,
      body: .init(
        length: value("body.length_m"), width: value("body.width_m"),
        height: value("body.height_m"), wheelbase: value("body.wheelbase_m"),
        rearOverhang: value("body.rear_overhang_m"), widthWithMirrors: mirrors,
        track: value("body.track_m")),
      inertia: .init(
        mass: value("inertia.mass_kg"), yaw: value("inertia.yaw_inertia_kg_m2"),
        frontAxleToCentre: value("inertia.front_axle_to_centre_m"),
        centreHeight: value("inertia.centre_height_m")),
      limits: .init(
        steeringAngle: value("limits.steering_angle_rad"),
        steeringRate: value("limits.steering_rate_radps"),
        minimumSpeed: value("limits.minimum_speed_mps"),
        maximumSpeed: value("limits.maximum_speed_mps"),
        switchingSpeed: value("limits.switching_speed_mps"),
        acceleration: value("limits.acceleration_mps2")),
      actuators: .init(
        steeringLag: value("actuators.steering_lag_s"),
        steeringDelay: value("actuators.steering_delay_s"),
        accelerationLag: value("actuators.acceleration_lag_s"),
        accelerationDelay: value("actuators.acceleration_delay_s"),
        jerk: value("actuators.jerk_mps3")),
      tyres: .init(
        friction: value("tyres.friction"),
        frontStiffness: value("tyres.front_stiffness_per_rad"),
        rearStiffness: value("tyres.rear_stiffness_per_rad"),
        wheelRadius: value("tyres.wheel_radius_m"),
        wheelInertia: value("tyres.wheel_inertia_kg_m2"),
        frontBrakeShare: value("tyres.front_brake_share"),
        frontDriveShare: value("tyres.front_drive_share")))
  }

  /// Whether the measures fit together.
  func checkGeometry(_ spec: VehicleSpec) throws(VehicleFileFailure) {
    let (body, inertia) = (spec.body, spec.inertia)
    try demand(
      body.frontOverhang >= 0, "body.length_m",
      "length \(body.length) m is less than wheelbase and rear overhang together")
    try demand(
      body.track <= body.width, "body.track_m",
      "track \(body.track) m is more than the width \(body.width) m")
    try demand(
      (body.widthWithMirrors ?? .infinity) >= body.width, "body.width_with_mirrors_m",
      "the width with mirrors is less than the width \(body.width) m")
    try demand(
      inertia.frontAxleToCentre < body.wheelbase, "inertia.front_axle_to_centre_m",
      "the centre of gravity lies behind the rear axle")
    let rear = body.wheelbase - inertia.frontAxleToCentre
    let ratio = inertia.yaw / (inertia.mass * inertia.frontAxleToCentre * rear)
    try demand(
      (0.3...3).contains(ratio), "inertia.yaw_inertia_kg_m2",
      "the moment about the vertical axis is \(ratio) times mass times both axle distances, "
        + "which is usually near 1")
    // At full braking the rear axle must stay on the ground, or the tyre models end.
    try demand(
      inertia.centreHeight < body.wheelbase / 2, "inertia.centre_height_m",
      "the centre of gravity is higher than half the wheelbase")
  }

  private func demand(
    _ holds: Bool, _ key: String, _ what: String
  ) throws(VehicleFileFailure) {
    if holds { return }
    let index = provenance.firstIndex { $0.key == key }
    let place = index.map { places[$0] } ?? (line: 1, column: 1)
    throw VehicleFileFailure(
      path: path, line: place.line, column: place.column,
      reason: "found measures that contradict each other: \(what); correct one of them")
  }
}
