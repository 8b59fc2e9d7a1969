import DrivingCore
import Imaging
import Perception
import Sensing

extension Benchmark {
  /// Lanes of one 1280x720 picture, everything from bytes to boundaries, against looking every
  /// pixel of such a picture up once, as a detector on a bird's-eye view does before it begins.
  static let lanes: [Benchmark] = {
    let drive = RenderedDrive(.init(seed: 7, frameCount: 16, width: 1280, height: 720))
    let frames = (0..<drive.count).map { drive.frame(at: $0) }
    let picture = Bitmap(width: 1280, height: 720, pixels: drive.picture(at: 0).pixels)
    // A lens undone: no pixel comes from where it goes, all from fractions of a pixel.
    let table = RemapTable(width: 1280, height: 720) { x, y in
      let (dx, dy) = (Double(x) - 639.5, Double(y) - 359.5)
      let shrink = 1 - 1.2e-7 * (dx * dx + dy * dy)
      return (639.5 + shrink * dx, 359.5 + shrink * dy)
    }
    return [
      Benchmark(
        name: "lane-frame", unit: "frames", goal: nil,
        work: {
          var perceiver = LanePerceiver()
          var seen = 0
          for frame in frames {
            let percepts = try? perceiver.step(frame, at: frame.time)
            if percepts?.boundary(.egoLeft) != nil { seen += 1 }
          }
          // Frames in which nothing was found were cheaper than they should be.
          return Double(seen)
        },
        peer: .inside(
          "cv::remap",
          {
            var result = Bitmap(width: 1280, height: 720)
            for _ in 0..<16 {
              guard (try? table.apply(to: picture, into: &result)) != nil else { return 0 }
            }
            return 16
          }))
    ]
  }()
}
