// swift-tools-version: 6.3
import PackageDescription

// One row per folder of Sources: the number is the place in the loop, the rest is the module.
// A folder imports only smaller numbers; stages (10-89) meet only in the values of DrivingCore.
let core = ["Geometry", "Roads", "DrivingCore"]
let vision = core + ["Imaging"]
let stages = [
  "Sensing", "Perception", "Tracking", "Reasoning", "Planning", "Control", "Dynamics", "Traffic",
  "Scoring",
]
let table: [(folder: String, needs: [String], packages: [Target.Dependency])] = [
  ("00-Geometry", [], []),
  ("01-Roads", ["Geometry"], []),
  ("02-DrivingCore", ["Geometry", "Roads"], []),
  ("04-Imaging", ["COpenCV"], []),
  ("05-Scenarios", core, [.yaml]),
  ("06-DriveLogs", vision + ["CLZ4", "CZstd"], [.protobuf]),
  ("10-Sensing", vision, []),
  ("20-Perception", vision, []),
  ("30-Tracking", core, []),
  ("40-Reasoning", core, []),
  ("50-Planning", core, []),
  ("60-Control", core, []),
  ("70-Dynamics", core, []),
  ("71-Traffic", core, []),
  ("80-Scoring", core, []),
  ("90-Simulation", core + ["Scenarios", "DriveLogs"], []),
  ("91-Reporting", vision, []),
  (
    "95-Assembly",
    core + stages + ["Imaging", "Scenarios", "DriveLogs", "Simulation", "Reporting"], []
  ),
]

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error), .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
// The tests of logs read megabytes thousands of times: too slow without the optimiser.
let quickInTests: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]
func module(_ folder: String) -> String { String(folder.drop { $0 != "-" }.dropFirst()) }
func named(_ names: [String]) -> [Target.Dependency] { names.map { .target(name: $0) } }

let libraries: [Target] = table.map { row in
  .target(
    name: module(row.folder), dependencies: named(row.needs) + row.packages,
    path: "Sources/\(row.folder)",
    swiftSettings: row.folder == "06-DriveLogs" ? strict + quickInTests : strict)
}

let foreignHeaders: [CXXSetting] = [
  .headerSearchPath("system/opencv4"), .headerSearchPath("system/eigen3"),
  .define("EIGEN_MPL2_ONLY"), .define("EIGEN_DONT_VECTORIZE"), .treatAllWarnings(as: .error),
]
let foreign: [Target] = [
  .systemLibrary(
    name: "CLZ4", path: "Sources/03-CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
  .systemLibrary(
    name: "CZstd", path: "Sources/03-CZstd", pkgConfig: "libzstd",
    providers: [.apt(["libzstd-dev"])]),
  .target(
    name: "COpenCV", path: "Sources/03-COpenCV", exclude: ["system"], publicHeadersPath: "include",
    cxxSettings: foreignHeaders,
    linkerSettings: ["core", "imgproc", "calib3d"].map { .linkedLibrary("opencv_\($0)") }),
  // Image and video codecs pull in some 200 shared libraries: loaded by name, on first use only.
  .target(
    name: "CCodecs", path: "Sources/03-CCodecs", exclude: ["system"], publicHeadersPath: "include",
    cxxSettings: foreignHeaders,
    linkerSettings: ["core", "imgproc", "imgcodecs", "videoio"].map {
      .linkedLibrary("opencv_\($0)")
    }),
]

let command: [Target] = [
  .target(
    name: "GodsEye",
    dependencies: named(core + ["Scenarios", "DriveLogs", "Simulation", "Reporting", "Assembly"])
      + [.arguments],
    path: "Sources/98-CommandLine", swiftSettings: strict),
  .executableTarget(
    name: "godseye", dependencies: ["GodsEye"], path: "Sources/99-godseye", swiftSettings: strict),
  .executableTarget(
    name: "godseye-benchmarks",
    dependencies: named(
      vision + [
        "DriveLogs", "Sensing", "Perception", "Reasoning", "Planning", "Dynamics", "Traffic",
      ]),
    path: "Benchmarks",
    exclude: ["README.md", "oracles", "peers", "run"], swiftSettings: strict),
]

// Tests by kind, not by module: every test target costs a driver start.
let everything = table.map { module($0.folder) }
let tests: [Target] =
  [
    .target(name: "TestSupport", dependencies: [], path: "Tests/Support", swiftSettings: strict)
  ]
  + [
    ("Laws", core + ["Dynamics"]), ("Stages", everything),
    ("Conformance", everything), ("EndToEnd", ["Geometry"]), ("Architecture", []),
  ].map { kind, needs in
    .testTarget(
      name: "\(kind)Tests", dependencies: named(needs + ["TestSupport"]), path: "Tests/\(kind)",
      swiftSettings: strict)
  }

extension Target.Dependency {
  static let arguments = product(name: "ArgumentParser", package: "swift-argument-parser")
  static let protobuf = product(name: "SwiftProtobuf", package: "swift-protobuf")
  static let yaml = product(name: "Yams", package: "Yams")
}

let package = Package(
  name: "godseye",
  products: [
    .library(
      name: "GodsEye", targets: ["DrivingCore", "Simulation", "Scoring", "Assembly", "GodsEye"]),
    .library(name: "GodsEyeCodecs", type: .dynamic, targets: ["CCodecs"]),
    .executable(name: "godseye", targets: ["godseye"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-protobuf", exact: "1.39.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: libraries + foreign + command + tests,
  swiftLanguageModes: [.v6], cxxLanguageStandard: .cxx17)
