// Parks with OMPL in one of the four cases: CPU ms to the first way, and the best way found.
//
// parking_ompl PLANNER CASE SEED SECONDS < CASES, PLANNER being RRTConnect or RRTstar. CASES come
// from the benchmark, so that both sides drive among the same things: per case a line of six numbers
// (start, goal) and the number of quads, then a line of eight numbers for each quad.
// Prints "SOLVED FIRST_MS LENGTH", then the poses of the way, 2 cm apart: x y heading.
#include <ompl/base/DiscreteMotionValidator.h>
#include <ompl/base/goals/GoalState.h>
#include <ompl/base/objectives/PathLengthOptimizationObjective.h>
#include <ompl/base/spaces/ReedsSheppStateSpace.h>
#include <ompl/geometric/PathGeometric.h>
#include <ompl/geometric/SimpleSetup.h>
#include <ompl/geometric/planners/rrt/RRTConnect.h>
#include <ompl/geometric/planners/rrt/RRTstar.h>
#include <ompl/util/RandomNumbers.h>

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

namespace ob = ompl::base;
namespace og = ompl::geometric;
using Space = ob::ReedsSheppStateSpace;
using Quad = std::array<double, 8>;

namespace {
const double front = 3.45, rear = 0.70, halfWidth = 0.90, radius = 4.6;
const double step = 0.02, validityStep = 0.05;

double cpuSeconds() {
  timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + 1e-9 * now.tv_nsec;
}

Quad car(double x, double y, double yaw) {
  const double c = std::cos(yaw), s = std::sin(yaw);
  const double corners[4][2] = {
      {-rear, -halfWidth}, {front, -halfWidth}, {front, halfWidth}, {-rear, halfWidth}};
  Quad quad;
  for (int i = 0; i < 4; ++i) {
    quad[2 * i] = x + c * corners[i][0] - s * corners[i][1];
    quad[2 * i + 1] = y + s * corners[i][0] + c * corners[i][1];
  }
  return quad;
}

// Whether a side of `a` has all of `b` beyond it; `a` runs either way round.
bool sideParts(const Quad &a, const Quad &b) {
  for (int i = 0; i < 4; ++i) {
    const int j = (i + 1) % 4;
    const double nx = a[2 * j + 1] - a[2 * i + 1], ny = a[2 * i] - a[2 * j];
    double lowA = INFINITY, highA = -INFINITY, lowB = INFINITY, highB = -INFINITY;
    for (int k = 0; k < 4; ++k) {
      const double pa = nx * a[2 * k] + ny * a[2 * k + 1], pb = nx * b[2 * k] + ny * b[2 * k + 1];
      lowA = std::fmin(lowA, pa), highA = std::fmax(highA, pa);
      lowB = std::fmin(lowB, pb), highB = std::fmax(highB, pb);
    }
    if (highA < lowB || highB < lowA) return true;
  }
  return false;
}
}  // namespace

int main(int argc, char **argv) {
  if (argc != 5) return 2;
  const std::string name = argv[1];
  const int wanted = std::atoi(argv[2]);
  const double seconds = std::atof(argv[4]);
  ompl::RNG::setSeed(std::strtoul(argv[3], nullptr, 10));
  ompl::msg::setLogLevel(ompl::msg::LOG_NONE);

  double p[6];
  int count = 0;
  std::vector<Quad> quads;
  for (int index = 0; index <= wanted; ++index) {
    quads.clear();
    for (double &value : p)
      if (std::scanf("%lf", &value) != 1) return 2;
    if (std::scanf("%d", &count) != 1) return 2;
    for (int i = 0; i < count; ++i) {
      Quad quad;
      for (double &value : quad)
        if (std::scanf("%lf", &value) != 1) return 2;
      quads.push_back(quad);
    }
  }

  auto space = std::make_shared<Space>(radius);
  ob::RealVectorBounds bounds(2);
  bounds.setLow(0, -12), bounds.setHigh(0, 12);
  bounds.setLow(1, -6), bounds.setHigh(1, 8);
  space->setBounds(bounds);
  og::SimpleSetup setup(space);
  const auto information = setup.getSpaceInformation();
  setup.setStateValidityChecker([&](const ob::State *state) {
    if (!information->satisfiesBounds(state)) return false;
    const auto *pose = state->as<Space::StateType>();
    const Quad body = car(pose->getX(), pose->getY(), pose->getYaw());
    for (const Quad &quad : quads)
      if (!sideParts(body, quad) && !sideParts(quad, body)) return false;
    return true;
  });
  information->setMotionValidator(std::make_shared<ob::DiscreteMotionValidator>(information));
  information->setStateValidityCheckingResolution(validityStep / space->getMaximumExtent());
  ob::ScopedState<Space> start(space), goal(space);
  start->setXY(p[0], p[1]), start->setYaw(p[2]);
  goal->setXY(p[3], p[4]), goal->setYaw(p[5]);
  setup.setStartAndGoalStates(start, goal);
  setup.setOptimizationObjective(
      std::make_shared<ob::PathLengthOptimizationObjective>(information));
  if (name == "RRTConnect")
    setup.setPlanner(std::make_shared<og::RRTConnect>(information));
  else if (name == "RRTstar")
    setup.setPlanner(std::make_shared<og::RRTstar>(information));
  else
    return 2;
  setup.setup();

  const double begin = cpuSeconds();
  double first = INFINITY;
  setup.getProblemDefinition()->setIntermediateSolutionCallback(
      [&](const ob::Planner *, const std::vector<const ob::State *> &, const ob::Cost) {
        if (!(first < INFINITY)) first = cpuSeconds() - begin;
      });
  setup.getPlanner()->solve(
      ob::PlannerTerminationCondition([&] { return cpuSeconds() - begin >= seconds; }));
  const double end = cpuSeconds() - begin;
  if (!setup.haveExactSolutionPath()) {
    std::printf("0 0 0\n");
    return 0;
  }
  // RRTConnect ends with its first way.
  if (!(first < INFINITY)) first = end;
  const og::PathGeometric &path = setup.getSolutionPath();
  std::printf("1 %.3f %.6f\n", first * 1e3, path.length());
  ob::ScopedState<Space> at(space);
  for (std::size_t i = 0; i + 1 < path.getStateCount(); ++i) {
    const ob::State *from = path.getState(i), *to = path.getState(i + 1);
    const int pieces = std::max(1, static_cast<int>(std::ceil(space->distance(from, to) / step)));
    for (int k = i == 0 ? 0 : 1; k <= pieces; ++k) {
      space->interpolate(from, to, double(k) / pieces, at.get());
      std::printf("%.9f %.9f %.9f\n", at->getX(), at->getY(), at->getYaw());
    }
  }
}
