// Prints how many Reeds-Shepp distances OMPL finds in a CPU second: random poses within ±10 radii.
#include <ompl/base/spaces/ReedsSheppStateSpace.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <vector>

using Space = ompl::base::ReedsSheppStateSpace;

int main() {
  auto space = std::make_shared<Space>(1.0);
  ompl::base::RealVectorBounds bounds(2);
  bounds.setLow(-10);
  bounds.setHigh(10);
  space->setBounds(bounds);
  auto uniform = [] { return 2.0 * std::rand() / RAND_MAX - 1; };
  std::vector<Space::StateType *> poses;
  for (int i = 0; i < 2048; ++i) {
    auto *pose = space->allocState()->as<Space::StateType>();
    pose->setXY(10 * uniform(), 10 * uniform());
    pose->setYaw(M_PI * uniform());
    poses.push_back(pose);
  }
  double sum = 0, count = 0, elapsed = 0;
  const std::clock_t start = std::clock();
  while (elapsed < 0.2) {
    for (int i = 0; i < 2048; ++i) sum += space->distance(poses[i], poses[(i * 7 + 3) & 2047]);
    count += 2048;
    elapsed = double(std::clock() - start) / CLOCKS_PER_SEC;
  }
  std::printf("%.9g\n", sum > 0 ? count / elapsed : 0);
}
