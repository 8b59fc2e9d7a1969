#pragma clang fp contract(off)
// Pictures to pictures: colour, size, blur, lookup, edges.
#include "guard.hpp"

using ge::guarded, ge::matrix, ge::require, ge::wrote;

static int interpolation(int32_t code) {
  switch (code) {
    case GE_NEAREST: return cv::INTER_NEAREST;
    case GE_LINEAR: return cv::INTER_LINEAR;
    case GE_AREA: return cv::INTER_AREA;
    default: throw cv::Exception(cv::Error::StsBadArg, "unknown interpolation", "", "", 0);
  }
}

static int conversion(int32_t code) {
  switch (code) {
    case GE_BGR_TO_GRAY: return cv::COLOR_BGR2GRAY;
    case GE_GRAY_TO_BGR: return cv::COLOR_GRAY2BGR;
    case GE_BGR_TO_LAB: return cv::COLOR_BGR2Lab;
    case GE_LAB_TO_BGR: return cv::COLOR_Lab2BGR;
    case GE_SWAP_RED_BLUE: return cv::COLOR_BGR2RGB;
    default: throw cv::Exception(cv::Error::StsBadArg, "unknown colour conversion", "", "", 0);
  }
}

const char *ge_opencv_version(void) { return CV_VERSION; }

int32_t ge_convert_color(ge_source source, ge_target target, int32_t code, ge_status *status) {
  return guarded(status, [&] {
    cv::Mat out = matrix(target);
    cv::cvtColor(matrix(source), out, conversion(code));
    wrote(out, target);
  });
}

int32_t ge_resize(ge_source source, ge_target target, int32_t mode, ge_status *status) {
  return guarded(status, [&] {
    cv::Mat out = matrix(target);
    cv::resize(matrix(source), out, out.size(), 0, 0, interpolation(mode));
    wrote(out, target);
  });
}

int32_t ge_gaussian_blur(ge_source source, ge_target target, int32_t size, ge_status *status) {
  return guarded(status, [&] {
    cv::Mat out = matrix(target);
    cv::GaussianBlur(matrix(source), out, cv::Size(size, size), 0, 0, cv::BORDER_REPLICATE);
    wrote(out, target);
  });
}

int32_t ge_box_blur(
    ge_source source, ge_target target, int32_t width, int32_t height, ge_status *status) {
  return guarded(status, [&] {
    cv::Mat out = matrix(target);
    cv::blur(matrix(source), out, cv::Size(width, height), cv::Point(-1, -1), cv::BORDER_REPLICATE);
    wrote(out, target);
  });
}

int32_t ge_remap(
    ge_source source, ge_target target, const int16_t *whole, const uint16_t *fraction,
    ge_status *status) {
  return guarded(status, [&] {
    cv::Mat out = matrix(target);
    const cv::Mat first(out.rows, out.cols, CV_16SC2, const_cast<int16_t *>(whole));
    const cv::Mat second(out.rows, out.cols, CV_16UC1, const_cast<uint16_t *>(fraction));
    cv::remap(matrix(source), out, first, second, cv::INTER_LINEAR, cv::BORDER_CONSTANT);
    wrote(out, target);
  });
}

int32_t ge_warp_perspective(
    ge_source source, ge_target target, const double *source_from_target, ge_status *status) {
  return guarded(status, [&] {
    cv::Mat out = matrix(target);
    const cv::Mat map(3, 3, CV_64F, const_cast<double *>(source_from_target));
    cv::warpPerspective(
        matrix(source), out, map, out.size(), cv::INTER_LINEAR | cv::WARP_INVERSE_MAP);
    wrote(out, target);
  });
}

int32_t ge_canny(
    ge_source source, ge_target target, double low, double high, ge_status *status) {
  return guarded(status, [&] {
    cv::Mat out = matrix(target);
    cv::Canny(matrix(source), out, low, high);
    wrote(out, target);
  });
}

int32_t ge_hough_segments(
    ge_source edges, double distance_step, double angle_step, int32_t votes, double shortest,
    double largest_gap, int32_t *segments, int32_t capacity, int32_t *count, ge_status *status) {
  *count = 0;
  return guarded(status, [&] {
    std::vector<cv::Vec4i> found;
    cv::HoughLinesP(
        matrix(edges), found, distance_step, angle_step, votes, shortest, largest_gap);
    for (const cv::Vec4i &segment : found) {
      if (*count >= capacity) break;
      for (int i = 0; i < 4; ++i) segments[4 * *count + i] = segment[i];
      ++*count;
    }
  });
}
