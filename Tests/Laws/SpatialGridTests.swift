import Geometry
import Testing

@Suite("Spatial grid")
struct SpatialGridTests {
  @Test("it finds what a search through everything finds, in ascending order")
  func sameAsBruteForce() {
    var random = SeededGenerator(seed: 91)
    for scale in [1.0, 30, 500] {
      let boxes = (0..<120).map { _ in
        let low = Vector2(random.uniform(-100, 100), random.uniform(-50, 50))
        return Bounds(
          low: low, high: low + Vector2(random.uniform(0, scale), random.uniform(0, 3)))
      }
      let grid = SpatialGrid(boxes)
      for _ in 0..<200 {
        let low = Vector2(random.uniform(-150, 150), random.uniform(-80, 80))
        let query = Bounds(
          low: low, high: low + Vector2(random.uniform(0, 40), random.uniform(0, 40)))
        #expect(
          grid.items(in: query) == boxes.indices.filter { boxes[$0].intersects(query) })
        var found: [Int] = []
        grid.forEach(at: low) { found.append($0) }
        #expect(found == boxes.indices.filter { boxes[$0].contains(low) })
      }
    }
  }

  @Test("empty, huge and broken rectangles do no harm")
  func oddInput() {
    let none = SpatialGrid([])
    #expect(none.items(in: Bounds(low: .zero, high: .zero)).isEmpty)
    let odd = SpatialGrid([
      .empty, Bounds(low: Vector2(.nan, 0), high: Vector2(1, 1)),
      Bounds(low: Vector2(-1e300, -1e300), high: Vector2(1e300, 1e300)),
      Bounds(low: .zero, high: .zero),
    ])
    #expect(odd.items(in: Bounds(low: .zero, high: Vector2(1, 1))) == [2, 3])
    #expect(odd.items(in: Bounds(low: Vector2(.nan, 0), high: .zero)).isEmpty)
    let same = SpatialGrid(
      [Bounds](repeating: Bounds(low: .zero, high: Vector2(1, 1)), count: 3000))
    #expect(same.items(in: Bounds(low: .zero, high: .zero)).count == 3000)
  }
}
