// Prints how many box-box separating-axis tests plain C++ does in a CPU second.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

struct Box {
  double x, y, fx, fy, length, width;
};

static bool meet(const Box &a, const Box &b) {
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double c = std::fabs(a.fx * b.fx + a.fy * b.fy), s = std::fabs(a.fx * b.fy - a.fy * b.fx);
  if (std::fabs(a.fx * dx + a.fy * dy) > a.length + b.length * c + b.width * s) return false;
  if (std::fabs(a.fx * dy - a.fy * dx) > a.width + b.length * s + b.width * c) return false;
  if (std::fabs(b.fx * dx + b.fy * dy) > b.length + a.length * c + a.width * s) return false;
  return !(std::fabs(b.fx * dy - b.fy * dx) > b.width + a.length * s + a.width * c);
}

int main() {
  auto uniform = [] { return 2.0 * std::rand() / RAND_MAX - 1; };
  std::vector<Box> boxes;
  for (int i = 0; i < 4096; ++i) {
    const double heading = 3 * uniform();
    boxes.push_back({8 * uniform(), 8 * uniform(), std::cos(heading), std::sin(heading), 2.25, 0.95});
  }
  double hits = 0, count = 0, elapsed = 0;
  const std::clock_t start = std::clock();
  while (elapsed < 0.2) {
    for (int i = 0; i < 4096; ++i) hits += meet(boxes[i], boxes[(i * 7 + 3) & 4095]);
    count += 4096;
    elapsed = double(std::clock() - start) / CLOCKS_PER_SEC;
  }
  std::printf("%.9g\n", hits > 0 ? count / elapsed : 0);
}
