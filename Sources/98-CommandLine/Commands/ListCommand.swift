import ArgumentParser
import Assembly
import DrivingCore
import Foundation
import Scenarios

/// `godseye list`: what can be named on the command line.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists what can be named: vehicles, scenarios, metrics, reasoners, planners, styles.",
    discussion: """
      Examples:
        godseye list vehicles
        godseye list metrics --format json
      """)

  /// What is listed.
  enum Subject: String, ExpressibleByArgument, CaseIterable {
    case vehicles, scenarios, metrics, reasoners, planners, styles
  }

  @Argument(help: "vehicles, scenarios, metrics, reasoners, planners or styles.")
  var subject: Subject

  @Option(help: "What to print: text or json.")
  var format = OutputFormat.text

  func run() throws {
    let rows = try rows()
    switch format {
    case .json:
      let objects = rows.map { ["id": $0.id, "text": $0.text] }
      let data = try JSONSerialization.data(
        withJSONObject: objects, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
      print(String(decoding: data, as: UTF8.self))
    case .text:
      let width = rows.map(\.id.count).max() ?? 0
      for row in rows {
        print(row.id.padding(toLength: width + 2, withPad: " ", startingAt: 0) + row.text)
      }
    }
  }

  private func rows() throws -> [(id: String, text: String)] {
    switch subject {
    case .vehicles: return try Vehicles.all(including: nil).map { ($0.id, $0.inWords) }
    case .scenarios:
      let suite = Suite(
        paths: try RunSession.builtInSuite(), vehicles: try Vehicles.all(including: nil),
        configuration: RunConfiguration())
      return suite.scenarios.map { ($0.id, $0.title) }
    case .metrics: return Names.metrics
    case .reasoners: return StageCatalogue.reasonerNames
    case .planners: return StageCatalogue.plannerNames
    case .styles:
      return DrivingStyle.all.map {
        (
          $0.id,
          "headway \($0.headway) s, acceleration \($0.acceleration) m/s², jerk \($0.jerk) m/s³"
        )
      }
    }
  }
}

extension VehicleSpec {
  /// One line for people.
  var inWords: String {
    "\(name): \(body.length) x \(body.width) x \(body.height) m, wheelbase \(body.wheelbase) m"
  }
}
