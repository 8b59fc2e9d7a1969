import Geometry
import Testing

@Suite("Rotations, poses and small matrices")
struct AlgebraTests {
  static func rotation(_ random: inout SeededGenerator) -> Quaternion {
    Quaternion(w: random.normal(), x: random.normal(), y: random.normal(), z: random.normal())
  }
  static func vector(_ random: inout SeededGenerator) -> Vector3 {
    Vector3(random.normal(), random.normal(), random.normal())
  }
  static func pose(_ random: inout SeededGenerator) -> SE3 {
    SE3(rotation: rotation(&random), translation: vector(&random) * 10)
  }
  static func plane(_ random: inout SeededGenerator) -> SE2 {
    SE2(
      x: random.uniform(-9, 9), y: random.uniform(-9, 9), heading: random.uniform(-3, 3))
  }

  @Test("poses of the plane form a group that acts on points")
  func planeGroup() {
    var random = SeededGenerator(seed: 61)
    for _ in 0..<300 {
      let (a, b, c) = (
        AlgebraTests.plane(&random), AlgebraTests.plane(&random), AlgebraTests.plane(&random)
      )
      let point = Vector2(random.normal(), random.normal())
      #expect(((a * b) * point).distance(to: a * (b * point)) < 1e-12)
      let (left, right) = ((a * b) * c, a * (b * c))
      #expect(left.position.distance(to: right.position) < 1e-12)
      #expect(abs(left.heading - right.heading) < 1e-12)
      #expect((a.inverse * (a * point)).distance(to: point) < 1e-12)
      #expect((a * a.inverse).position.length < 1e-12)
    }
  }

  @Test("poses in space form a group that acts on points and keeps distances")
  func spaceGroup() {
    var random = SeededGenerator(seed: 62)
    for _ in 0..<300 {
      let (a, b, c) = (
        AlgebraTests.pose(&random), AlgebraTests.pose(&random), AlgebraTests.pose(&random)
      )
      let (p, q) = (AlgebraTests.vector(&random), AlgebraTests.vector(&random))
      #expect(((a * b) * p).distance(to: a * (b * p)) < 1e-12)
      #expect((((a * b) * c) * p).distance(to: (a * (b * c)) * p) < 1e-12)
      #expect((a.inverse * (a * p)).distance(to: p) < 1e-12)
      #expect(abs((a * p).distance(to: a * q) - p.distance(to: q)) < 1e-12)
      #expect((SE3(a.planar) * p).z == p.z)
    }
  }

  @Test("quaternion, matrix and Euler angles are the same rotation")
  func representations() {
    var random = SeededGenerator(seed: 63)
    for _ in 0..<300 {
      let q = AlgebraTests.rotation(&random)
      let v = AlgebraTests.vector(&random)
      #expect((q.matrix * v).distance(to: q * v) < 1e-12)
      #expect((Quaternion(q.matrix) * v).distance(to: q * v) < 1e-12)
      #expect(abs(q.matrix.determinant - 1) < 1e-12)
      let angles = q.eulerAngles
      let again = Quaternion(yaw: angles.yaw, pitch: angles.pitch, roll: angles.roll)
      #expect((again * v).distance(to: q * v) < 1e-9)
    }
    let left = Quaternion(yaw: .pi / 2) * Vector3(1, 0, 0)
    #expect(left.distance(to: Vector3(0, 1, 0)) < 1e-15)
    let noseDown = Quaternion(yaw: 0, pitch: 0.1) * Vector3(1, 0, 0)
    #expect(noseDown.z < 0)
    for pitch in [Double.pi / 2, -.pi / 2] {
      let steep = Quaternion(yaw: 0.7, pitch: pitch, roll: 0.2)
      let angles = steep.eulerAngles
      let again = Quaternion(yaw: angles.yaw, pitch: angles.pitch, roll: angles.roll)
      for v in [Vector3(1, 0, 0), Vector3(0, 1, 0)] {
        #expect((again * v).distance(to: steep * v) < 1e-6)
      }
    }
    #expect(Quaternion(w: 0, x: 0, y: 0, z: 0) == .identity)
  }

  @Test("interpolation turns at a constant rate from one rotation to the other")
  func interpolation() {
    var random = SeededGenerator(seed: 64)
    for _ in 0..<100 {
      let (a, b) = (AlgebraTests.rotation(&random), AlgebraTests.rotation(&random))
      let whole = (a.inverse * b).angle
      for f in [0, 0.25, 0.5, 1] {
        #expect(abs((a.inverse * a.interpolated(to: b, f)).angle - f * whole) < 1e-7)
      }
    }
  }

  @Test("inverses, solutions and Cholesky factors of random matrices")
  func matrices() throws {
    var random = SeededGenerator(seed: 65)
    for _ in 0..<50 {
      let six = Matrix6 { _, _ in random.normal() }
      let product = six * (try #require(six.inverse))
      let four = Matrix4 { _, _ in random.normal() }
      let unit = (try #require(four.inverse)) * four
      for row in 0..<6 {
        for column in 0..<6 {
          #expect(abs(product[row, column] - (row == column ? 1 : 0)) < 1e-9)
          if row < 4 && column < 4 {
            #expect(abs(unit[row, column] - (row == column ? 1 : 0)) < 1e-9)
          }
        }
      }
      let covariance = six * six.transposed + Matrix6.identity
      let factor = try #require(covariance.choleskyFactor)
      let difference = factor * factor.transposed - covariance
      #expect((0..<36).allSatisfy { abs(difference[$0 / 6, $0 % 6]) < 1e-11 })
      let three = Matrix3(
        AlgebraTests.vector(&random), AlgebraTests.vector(&random), AlgebraTests.vector(&random))
      let v = AlgebraTests.vector(&random)
      #expect(((try #require(three.inverse)) * (three * v)).distance(to: v) < 1e-8)
      let two = Matrix2(random.normal(), random.normal(), random.normal(), random.normal())
      let u = Vector2(1, 2)
      #expect(((try #require(two.inverse)) * (two * u)).distance(to: u) < 1e-8)
    }
    #expect(Matrix6.zero.inverse == nil && Matrix3.zero.inverse == nil)
    #expect(Matrix4(diagonal: Vector4(1, 1, -1, 1)).choleskyFactor == nil)
    #expect(Matrix2(1, 2, 2, 4).inverse == nil)
  }
}
