import DrivingCore
import Geometry

/// The picture in the making: linear light pixel by pixel, and what is known of each pixel's ground.
struct Canvas: Sendable {
  let rays: RayTable
  /// Linear light.
  var light: [Light]
  /// How deep along the axis the pixel sees (m).
  var depth: [Float]
  /// Blotches of the ground at the pixel: about normal, fading where a pixel covers many.
  var texture: [SIMD2<Float>]
  /// Polygons on their way into the picture.
  var mask: CoverageMask

  init(rays: RayTable) {
    self.rays = rays
    let count = rays.width * rays.height
    light = [Light](repeating: .zero, count: count)
    depth = [Float](repeating: 0, count: count)
    texture = [SIMD2<Float>](repeating: .zero, count: count)
    mask = CoverageMask(width: rays.width, height: rays.height)
  }

  /// Mixes one light into what the mask covers.
  mutating func fill(_ ink: Light, depth newDepth: Float? = nil) {
    light.withUnsafeMutableBufferPointer { light in
      depth.withUnsafeMutableBufferPointer { depth in
        mask.drain { index, share in
          light[index] += (ink - light[index]) * share
          if let newDepth, share > 0.5 { depth[index] = newDepth }
        }
      }
    }
  }

  /// Covers what the mask covers with an ink of the ground.
  mutating func cover(_ ink: Ink) {
    light.withUnsafeMutableBufferPointer { light in
      texture.withUnsafeBufferPointer { texture in
        switch ink {
        case .surface(let colour, let grain):
          mask.drain { index, share in
            let blotch = max(1 + grain * (texture[index].x + texture[index].y), 0.2)
            light[index] += (colour * blotch - light[index]) * share
          }
        case .paint(let colour, let wear):
          mask.drain { index, share in
            let gone = min(
              max(wear * (1 + 0.9 * texture[index].y + 0.5 * texture[index].x), 0), 0.95)
            light[index] += (colour - light[index]) * (share * (1 - gone))
          }
        case .shade(let passing, let dapple):
          mask.drain { index, share in
            let hole = min(max(dapple * (0.5 + texture[index].y), 0), 1)
            let factor = passing + (1 - passing) * hole
            light[index] *= 1 + (factor - 1) * share
          }
        }
      }
    }
  }
}
