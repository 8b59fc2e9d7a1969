// Prints how many Runge-Kutta steps of the single-track model (ST) plain C++ makes in a CPU second.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <ctime>

using State = std::array<double, 7>;  // x, y, steering angle, speed, yaw, yaw rate, slip angle

static const double lf = 1.1561957064, lr = 1.4227170936, l = lf + lr, m = 1093.2952334674046;
static const double inertia = 1791.5995300122856, h = 0.61373004, mu = 1.0489, stiffness = 21.92 / 1.0489;
static const double g = 9.81;

static double steer(double angle, double rate) {
  if ((angle <= -1.066 && rate <= 0) || (angle >= 1.066 && rate >= 0)) return 0;
  return std::clamp(rate, -0.4, 0.4);
}
static double push(double speed, double wanted) {
  const double most = speed > 7.319 ? 11.5 * 7.319 / speed : 11.5;
  if ((speed <= -13.9 && wanted <= 0) || (speed >= 50.8 && wanted >= 0)) return 0;
  return wanted <= -11.5 ? -11.5 : std::min(wanted, most);
}

static State rates(const State &x, double wantedRate, double wantedPush) {
  const double rate = steer(x[2], wantedRate), a = push(x[3], wantedPush), v = x[3];
  const double front = stiffness * (g * lr - a * h), rear = stiffness * (g * lf + a * h);
  return {v * std::cos(x[6] + x[4]), v * std::sin(x[6] + x[4]), rate, a, x[5],
          -mu * m / (v * inertia * l) * (lf * lf * front + lr * lr * rear) * x[5] +
              mu * m / (inertia * l) * (lr * rear - lf * front) * x[6] +
              mu * m / (inertia * l) * lf * front * x[2],
          (mu / (v * v * l) * (rear * lr - front * lf) - 1) * x[5] -
              mu / (v * l) * (rear + front) * x[6] + mu / (v * l) * front * x[2]};
}

static State moved(const State &x, const State &k, double s) {
  State r;
  for (int i = 0; i < 7; ++i) r[i] = x[i] + s * k[i];
  return r;
}

int main() {
  State x{0, 0, 0, 20, 0, 0, 0};
  double count = 0, elapsed = 0;
  const std::clock_t start = std::clock();
  while (elapsed < 0.2) {
    for (int i = 0; i < 20000; ++i) {
      const double u = i % 400 < 200 ? 0.02 : -0.02, dt = 0.01;
      const State a = rates(x, u, 0), b = rates(moved(x, a, dt / 2), u, 0);
      const State c = rates(moved(x, b, dt / 2), u, 0), d = rates(moved(x, c, dt), u, 0);
      for (int j = 0; j < 7; ++j) x[j] += dt / 6 * (a[j] + 2 * b[j] + 2 * c[j] + d[j]);
    }
    count += 20000;
    elapsed = double(std::clock() - start) / CLOCKS_PER_SEC;
  }
  std::printf("%.9g\n", std::isfinite(x[0]) ? count / elapsed : 0);
}
