import DrivingCore

/// The rows of a run as a table: a line for each scenario, a column for each vehicle.
public struct ResultMatrix: Sendable, Hashable, Codable {
  /// A column's vehicle.
  public struct Vehicle: Sendable, Hashable, Codable {
    /// The vehicle's id.
    public var id: String
    /// The name a person reads.
    public var name: String
    /// Bumper to bumper (m).
    public var length: Double
    /// Door to door (m).
    public var width: Double

    /// Names a vehicle.
    public init(id: String, name: String, length: Double, width: Double) {
      self.id = id
      self.name = name
      self.length = length
      self.width = width
    }

    private enum CodingKeys: String, CodingKey {
      case id, name
      case length = "length_m"
      case width = "width_m"
    }
  }

  /// What came of one scenario with one vehicle.
  public struct Cell: Sendable, Hashable, Codable {
    /// The row of `scenarios` that holds everything else.
    public var id: String
    /// The vehicle's id.
    public var vehicle: String
    /// The outcome.
    public var outcome: ScenarioOutcome
    /// 0-100 after gates.
    public var score: Double
    /// Why it did not pass, for a refusal the bound that was exhausted; nil where it passed.
    public var reason: String?
  }

  /// The counts of a line or a column.
  public struct Totals: Sendable, Hashable, Codable {
    /// All cells.
    public var cells = 0
    /// Cells that passed.
    public var passed = 0
    /// Cells that failed, known failures included.
    public var failed = 0
    /// Cells in which parking was refused with the bound it exhausted.
    public var refused = 0
    /// Cells that could not be evaluated, or in which the tool failed.
    public var notEvaluated = 0
    /// The mean score of the cells that passed; nil where none did.
    public var score: Double?

    /// Counts cells.
    init(of cells: [Cell]) {
      var sum = 0.0
      for cell in cells {
        self.cells += 1
        switch cell.outcome {
        case .passed, .unexpectedPass:
          passed += 1
          sum += cell.score
        case .failed, .knownFailure, .expiredFailure: failed += 1
        case .refused: refused += 1
        case .notEvaluated, .error: notEvaluated += 1
        }
      }
      score = passed > 0 ? sum / Double(passed) : nil
    }

    private enum CodingKeys: String, CodingKey {
      case cells, passed, failed, refused, score
      case notEvaluated = "not_evaluated"
    }
  }

  /// A line: one scenario with every vehicle.
  public struct Line: Sendable, Hashable, Codable {
    /// The scenario's id.
    public var scenario: String
    /// The file it came from.
    public var source: String
    /// One line for people.
    public var title: String
    /// The cells, in the order of the vehicles; one that was not run is missing.
    public var cells: [Cell]
    /// The counts of the cells.
    public var totals: Totals
  }

  /// A column: one vehicle in every scenario.
  public struct Column: Sendable, Hashable, Codable {
    /// The vehicle.
    public var vehicle: Vehicle
    /// The counts of its cells.
    public var totals: Totals
  }

  /// The lines, ordered by file, then by scenario.
  public private(set) var scenarios: [Line]
  /// The columns, the shortest vehicle first.
  public private(set) var vehicles: [Column]

  /// Arranges rows; those that belong to no cell are left out.
  init(of rows: [ScenarioResult], vehicles: [Vehicle]) {
    let places = Dictionary(
      vehicles.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    let members = rows.filter { $0.scenario != nil && places[$0.vehicle] != nil }
    let sorted = members.sorted { a, b in
      (a.source, a.scenario ?? "", places[a.vehicle] ?? 0)
        < (b.source, b.scenario ?? "", places[b.vehicle] ?? 0)
    }
    var lines: [Line] = []
    for row in sorted {
      let cell = Cell(
        id: row.id, vehicle: row.vehicle, outcome: row.outcome, score: row.score,
        reason: row.outcome == .passed ? nil : row.messages.first ?? row.outcome.words)
      if lines.last?.scenario == row.scenario, lines.last?.source == row.source {
        lines[lines.count - 1].cells.append(cell)
      } else {
        lines.append(
          Line(
            scenario: row.scenario ?? row.id, source: row.source, title: row.title, cells: [cell],
            totals: Totals(of: [])))
      }
    }
    for index in lines.indices { lines[index].totals = Totals(of: lines[index].cells) }
    scenarios = lines
    let cells = lines.flatMap(\.cells)
    self.vehicles = vehicles.map { vehicle in
      Column(vehicle: vehicle, totals: Totals(of: cells.filter { $0.vehicle == vehicle.id }))
    }
  }

  /// The lines of each file, in order.
  public var files: [(source: String, lines: ArraySlice<Line>)] {
    var result: [(source: String, lines: ArraySlice<Line>)] = []
    var start = 0
    for index in scenarios.indices
    where index + 1 == scenarios.count || scenarios[index + 1].source != scenarios[index].source {
      result.append((scenarios[index].source, scenarios[start...index]))
      start = index + 1
    }
    return result
  }
}
