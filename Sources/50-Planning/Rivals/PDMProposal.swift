import DrivingCore
import Geometry

/// The car-following roll-outs of PDM-Closed on some paths.
struct PDMProposals: Sendable {
  /// One roll-out: a path, a speed aimed for, and what comes of it.
  struct Proposal: Sendable {
    /// Which path.
    var path: Int
    /// The speed aimed for (m/s).
    var target: Double
    /// The way along the path at each step (m).
    var progress: [Double]
    /// The speed at each step (m/s).
    var speed: [Double]
    /// Where and which way at each step.
    var poses: [(position: Vector2, heading: Double)]
    fileprivate var lead = PDMFollowing.Lead()
  }

  /// The paths, the centre line first.
  let paths: [DiscretePath]
  /// The proposals, path by path.
  private(set) var proposals: [Proposal] = []
  private let forecast: PDMForecast
  private let body: VehicleSpec.Body
  private let following = PDMFollowing()
  /// How far the corridor of a path reaches from the ego on (m).
  private let corridor: Double
  /// Where each path is joined (m).
  private var starts: [Double] = []

  /// Rolls out all proposals for 4 s.
  init(
    paths: [DiscretePath], targets: [Double], forecast: PDMForecast, ego: VehicleState,
    body: VehicleSpec.Body
  ) {
    self.paths = paths
    self.forecast = forecast
    self.body = body
    corridor = (targets.max() ?? 0) * Double(PDM.plannedSteps) * PDM.step
    starts = paths.map { $0.project(ego.worldFromVehicle.position).along }
    for index in paths.indices {
      let ahead = objects(on: index, upTo: PDM.scoredSteps)
      for target in targets {
        var proposal = Proposal(
          path: index, target: target, progress: [starts[index]], speed: [ego.speed],
          poses: [paths[index].pose(at: starts[index])])
        extend(&proposal, upTo: PDM.scoredSteps, ahead)
        proposals.append(proposal)
      }
    }
  }

  /// Who is in the corridor of a path at every second step, and how far along it.
  private func objects(on path: Int, upTo steps: Int) -> [[(track: Int, along: Double)]] {
    let line = paths[path]
    return (0...(steps / PDM.forecastEvery)).map { index in
      forecast.tracks.indices.compactMap { track in
        guard !forecast.touches[track] else { return nil }
        let box = forecast.box(track, at: index * PDM.forecastEvery)
        guard
          line.corridor(
            from: starts[path], to: starts[path] + corridor, halfWidth: body.width / 2, holds: box)
        else { return nil }
        return (track, line.project(box.centre).along)
      }
    }
  }

  private func extend(
    _ proposal: inout Proposal, upTo steps: Int, _ ahead: [[(track: Int, along: Double)]]
  ) {
    guard proposal.progress.count <= steps else { return }
    for step in proposal.progress.count...steps {
      // Between look-ups the lead of before is kept; at the first step that is none at all.
      if step % PDM.forecastEvery == 0 {
        proposal.lead = lead(of: proposal, at: step, among: ahead[step / PDM.forecastEvery])
      }
      let next = following.step(
        progress: proposal.progress[step - 1], speed: proposal.speed[step - 1],
        behind: proposal.lead, target: proposal.target, span: PDM.step)
      proposal.progress.append(next.progress)
      proposal.speed.append(next.speed)
      proposal.poses.append(paths[proposal.path].pose(at: next.progress))
    }
  }

  /// The nearest of those ahead; the end of the path where nobody is.
  private func lead(
    of proposal: Proposal, at step: Int, among ahead: [(track: Int, along: Double)]
  ) -> PDMFollowing.Lead {
    let progress = proposal.progress[step - 1]
    let pose = proposal.poses[step - 1]
    let forward = Vector2(direction: pose.heading)
    let box = body.box(rear: pose.position, forward: forward)
    var nearest: (distance: Double, track: Int)?
    for (track, along) in ahead where along > progress {
      let distance = box.distance(to: forecast.box(track, at: step))
      if distance < nearest?.distance ?? .infinity { nearest = (distance, track) }
    }
    guard let nearest else {
      return .init(progress: paths[proposal.path].length, rear: body.length / 2)
    }
    let track = forecast.tracks[nearest.track]
    let turn = track.heading - pose.heading
    return .init(
      progress: progress + nearest.distance, speed: track.speed * Portable.cos(turn))
  }
}

extension VehicleSpec.Body {
  /// The car's box for its rear axle.
  func box(rear: Vector2, forward: Vector2) -> PlacedBox {
    PlacedBox(
      centre: rear + forward * (length / 2 - rearOverhang), forward: forward,
      halfLength: length / 2, halfWidth: width / 2)
  }
}
