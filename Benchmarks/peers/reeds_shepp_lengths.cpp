// Reads turns of six numbers (two poses: x y heading) and prints the length that OMPL finds.
#include <ompl/base/spaces/ReedsSheppStateSpace.h>

#include <cstdio>
#include <memory>

using Space = ompl::base::ReedsSheppStateSpace;

int main() {
  auto space = std::make_shared<Space>(1.0);
  auto *from = space->allocState()->as<Space::StateType>();
  auto *to = space->allocState()->as<Space::StateType>();
  double p[6];
  while (std::scanf("%lf %lf %lf %lf %lf %lf", p, p + 1, p + 2, p + 3, p + 4, p + 5) == 6) {
    from->setXY(p[0], p[1]);
    from->setYaw(p[2]);
    to->setXY(p[3], p[4]);
    to->setYaw(p[5]);
    std::printf("%.17g\n", space->distance(from, to));
  }
}
