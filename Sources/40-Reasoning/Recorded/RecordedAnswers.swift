import DrivingCore

/// What a model answered, by what it was asked: so that a run needs no model and no network.
///
/// JSON Lines. The first line names the model: `{"model": "...", "sampling": "...",
/// "latency": {"base_s": 0.4, "prompt_token_s": 0.0, "thinking_token_s": 0.01}}`; each other line
/// holds one answer: `{"key": "64 hexadecimal digits", "answer": "...", "prompt_tokens": 210,
/// "thinking_tokens": 90}`. The key is SHA-256 of model, sampling and prompt.
public struct RecordedAnswers: Sendable {
  /// One answer.
  public struct Answer: Sendable, Hashable {
    /// The text of the model, thinking included.
    public var text: String
    /// The length of the prompt (tokens).
    public var promptTokens: Double
    /// The length of the thinking and the answer (tokens).
    public var thinkingTokens: Double

    /// Creates an answer.
    public init(text: String, promptTokens: Double = 0, thinkingTokens: Double = 0) {
      self.text = text
      self.promptTokens = promptTokens
      self.thinkingTokens = thinkingTokens
    }
  }

  /// The model's id.
  public let model: String
  /// How answers were drawn from it: "greedy", "temperature 0.6 top_p 0.95 seed 1".
  public let sampling: String
  /// How long the model takes, in simulated time.
  public let latency: ReasoningLatency
  private var answers: [String: Answer] = [:]

  /// An empty record of a model.
  public init(model: String, sampling: String, latency: ReasoningLatency = .none) {
    self.model = model
    self.sampling = sampling
    self.latency = latency
  }

  /// Reads a file's bytes.
  /// - Throws: `StageFailure` with `PATH:LINE:COLUMN` at the first line that is not as it must be.
  public init(jsonLines bytes: [UInt8], path: String) throws(StageFailure) {
    var header: JSONValue?
    var read: [String: Answer] = [:]
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where line.contains(where: { $0 != 0x20 && $0 != 0x0D && $0 != 0x09 }) {
      let place = "\(path):\(index + 1)"
      let value: JSONValue
      do throws(JSONFault) {
        value = try JSONText.value(of: Array(line))
      } catch {
        throw RecordedAnswers.failure("\(place):\(error.column): \(error.finding)")
      }
      guard header != nil else {
        header = value
        continue
      }
      let (key, answer) = try RecordedAnswers.answer(value, place)
      guard read.updateValue(answer, forKey: key) == nil else {
        throw RecordedAnswers.failure("\(place):1: key \(key) comes twice; expected each once")
      }
    }
    guard let model = header?["model"]?.text, let sampling = header?["sampling"]?.text else {
      throw RecordedAnswers.failure(
        "\(path):1:1: no header; expected a first line with \"model\" and \"sampling\"")
    }
    self.model = model
    self.sampling = sampling
    latency = ReasoningLatency(header?["latency"])
    answers = read
  }

  private static func failure(_ reason: String) -> StageFailure {
    StageFailure(stage: "recorded", kind: .unavailable, reason: reason)
  }

  private static func answer(
    _ value: JSONValue, _ place: String
  ) throws(StageFailure) -> (String, Answer) {
    guard let key = value["key"]?.text, key.utf8.count == 64,
      key.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
      let text = value["answer"]?.text
    else {
      throw failure(
        "\(place):1: no \"key\" of 64 lower-case hexadecimal digits with an \"answer\"; "
          + "record the answer again")
    }
    func count(_ name: String) -> Double { min(max(value[name]?.number ?? 0, 0), 1e6) }
    return (
      key,
      Answer(
        text: text, promptTokens: count("prompt_tokens"),
        thinkingTokens: count("thinking_tokens"))
    )
  }

  /// The key of a question to a model.
  public static func key(model: String, sampling: String, prompt: String) -> String {
    var hash = SHA256()
    // A byte that UTF-8 never has ends each part: no two questions run together.
    for part in [model, sampling, prompt] {
      hash.update(Array(part.utf8))
      hash.update([0xFF])
    }
    return hash.hexadecimalDigest
  }

  /// The key of a prompt to this model.
  public func key(of prompt: String) -> String {
    RecordedAnswers.key(model: model, sampling: sampling, prompt: prompt)
  }

  /// The answer to a prompt; nil where none was recorded.
  public func answer(to prompt: String) -> Answer? { answers[key(of: prompt)] }

  /// Notes an answer.
  public mutating func record(_ answer: Answer, to prompt: String) {
    answers[key(of: prompt)] = answer
  }

  /// How many answers there are.
  public var count: Int { answers.count }
}

/// How long a model thinks, in simulated time: the wall clock never enters a result.
public struct ReasoningLatency: Sendable, Hashable {
  /// The part that does not depend on lengths (s).
  public var base: Double
  /// For each token of the prompt (s).
  public var promptToken: Double
  /// For each token of thinking and answer (s).
  public var thinkingToken: Double

  /// Creates a model of latency (s).
  public init(base: Double, promptToken: Double = 0, thinkingToken: Double = 0) {
    self.base = base
    self.promptToken = promptToken
    self.thinkingToken = thinkingToken
  }

  /// Answers take effect at once.
  public static let none = ReasoningLatency(base: 0)

  init(_ value: JSONValue?) {
    func part(_ name: String) -> Double { min(max(value?[name]?.number ?? 0, 0), 60) }
    self.init(
      base: part("base_s"), promptToken: part("prompt_token_s"),
      thinkingToken: part("thinking_token_s"))
  }

  /// The time to an answer (s), at most two minutes.
  public func seconds(for answer: RecordedAnswers.Answer) -> Double {
    min(
      base + promptToken * answer.promptTokens + thinkingToken * answer.thinkingTokens, 120)
  }
}
