import Geometry
import Testing

@testable import Sensing

@Suite("A coverage mask holds the exact area of what is drawn") struct CoverageMaskTests {
  private func area(_ polygon: [SIMD2<Double>]) -> Double {
    var sum = 0.0
    for (a, b) in zip(polygon, polygon.dropFirst() + polygon.prefix(1)) {
      sum += a.x * b.y - b.x * a.y
    }
    return abs(sum) / 2
  }

  private func covered(_ polygons: [[SIMD2<Double>]], width: Int = 40, height: Int = 30) -> Double {
    var mask = CoverageMask(width: width, height: height)
    for polygon in polygons { mask.add(polygon) }
    var sum = 0.0
    mask.drain { _, share in sum += Double(share) }
    return sum
  }

  @Test func trianglesInsideKeepTheirArea() {
    var random = SeededGenerator(seed: 5)
    for trial in 0..<300 {
      let triangle = (0..<3).map { _ in
        SIMD2(random.uniform(0, 39), random.uniform(0, 29))
      }
      #expect(abs(covered([triangle]) - area(triangle)) < 0.05, "trial \(trial): \(triangle)")
    }
  }

  @Test func aFarLineKeepsItsWeightHoweverThin() {
    for width in [0.01, 0.1, 0.5, 1.0, 2.5] {
      let strip: [SIMD2<Double>] = [
        SIMD2(10.3, 2), SIMD2(10.3 + width, 2), SIMD2(14.9 + width, 27), SIMD2(14.9, 27),
      ]
      #expect(abs(covered([strip]) - 25 * width) < 0.06 * 25 * width + 1e-3, "width \(width)")
    }
  }

  @Test func neighboursLeaveNoSeam() {
    let left: [SIMD2<Double>] = [SIMD2(3, 3), SIMD2(17.3, 5), SIMD2(11.7, 22), SIMD2(3, 22)]
    let right: [SIMD2<Double>] = [SIMD2(17.3, 5), SIMD2(33, 3), SIMD2(33, 22), SIMD2(11.7, 22)]
    #expect(abs(covered([left, right]) - area(left) - area(right)) < 1e-2)
  }

  @Test func whatLeavesThePictureIsCutAtItsBorder() {
    let wide: [SIMD2<Double>] = [
      SIMD2(-500, 4.5), SIMD2(700, 4.5), SIMD2(700, 14.5), SIMD2(-500, 14.5),
    ]
    #expect(abs(covered([wide]) - 400) < 1e-2)
    let above: [SIMD2<Double>] = [SIMD2(4, -50), SIMD2(9, -50), SIMD2(9, -1), SIMD2(4, -1)]
    #expect(covered([above]) == 0)
  }

  @Test func theMaskForgetsWhatWasDrained() {
    var mask = CoverageMask(width: 8, height: 8)
    mask.add([SIMD2(1, 1), SIMD2(6, 1), SIMD2(6, 6), SIMD2(1, 6)])
    mask.drain { _, _ in }
    var count = 0
    mask.drain { _, _ in count += 1 }
    #expect(count == 0)
  }

  @Test func brokenNumbersDrawNothing() {
    #expect(covered([[SIMD2(.nan, 1), SIMD2(5, .infinity), SIMD2(4, 9)]]) == 0)
    #expect(covered([[SIMD2(1, 1), SIMD2(2, 2)], []]) == 0)
  }
}
