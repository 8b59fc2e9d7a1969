#pragma clang fp contract(off)
// Lines, polygons and words on pictures.
#include "guard.hpp"

using ge::guarded, ge::matrix, ge::require, ge::scalar;

static constexpr int subpixelBits = 4;

static std::vector<cv::Point> polygon(const int32_t *points, int32_t count) {
  require(count >= 0, "a negative number of points");
  std::vector<cv::Point> corners;
  corners.reserve(static_cast<size_t>(count));
  for (int32_t i = 0; i < count; ++i) corners.emplace_back(points[2 * i], points[2 * i + 1]);
  return corners;
}

int32_t ge_draw_polyline(
    ge_target picture, const int32_t *points, int32_t count, int32_t closed, int32_t thickness,
    ge_color color, ge_status *status) {
  return guarded(status, [&] {
    if (count < 2) return;
    cv::Mat canvas = matrix(picture);
    cv::polylines(
        canvas, polygon(points, count), closed != 0, scalar(color), thickness, cv::LINE_AA,
        subpixelBits);
  });
}

int32_t ge_fill_polygon(
    ge_target picture, const int32_t *points, int32_t count, ge_color color, ge_status *status) {
  return guarded(status, [&] {
    if (count < 3) return;
    cv::Mat canvas = matrix(picture);
    const std::vector<std::vector<cv::Point>> rings{polygon(points, count)};
    cv::fillPoly(canvas, rings, scalar(color), cv::LINE_AA, subpixelBits);
  });
}

int32_t ge_tint_polygon(
    ge_target picture, const int32_t *points, int32_t count, ge_color color, int32_t opacity,
    ge_status *status) {
  return guarded(status, [&] {
    if (count < 3) return;
    require(picture.channels == 3, "a tint needs a colour picture");
    cv::Mat canvas = matrix(picture);
    std::vector<cv::Point> ring = polygon(points, count);
    std::vector<cv::Point> whole;
    for (const cv::Point &p : ring) whole.emplace_back(p.x >> subpixelBits, p.y >> subpixelBits);
    const cv::Rect box = cv::boundingRect(whole) & cv::Rect(0, 0, canvas.cols, canvas.rows);
    if (box.empty()) return;
    for (cv::Point &p : ring) p -= cv::Point(box.x, box.y) * (1 << subpixelBits);
    cv::Mat mask = cv::Mat::zeros(box.size(), CV_8U);
    const std::vector<std::vector<cv::Point>> rings{ring};
    cv::fillPoly(mask, rings, cv::Scalar(255), cv::LINE_8, subpixelBits);
    const int mix[3] = {color.blue, color.green, color.red};
    const int keep = 256 - opacity;
    for (int y = 0; y < box.height; ++y) {
      const uint8_t *inside = mask.ptr<uint8_t>(y);
      uint8_t *pixel = canvas.ptr<uint8_t>(box.y + y) + 3 * box.x;
      for (int x = 0; x < box.width; ++x, pixel += 3) {
        if (!inside[x]) continue;
        for (int c = 0; c < 3; ++c)
          pixel[c] = static_cast<uint8_t>((pixel[c] * keep + mix[c] * opacity) >> 8);
      }
    }
  });
}

int32_t ge_draw_text(
    ge_target picture, const char *text, int32_t x, int32_t y, double scale, int32_t thickness,
    ge_color color, ge_status *status) {
  return guarded(status, [&] {
    cv::Mat canvas = matrix(picture);
    cv::putText(
        canvas, text, cv::Point(x, y), cv::FONT_HERSHEY_SIMPLEX, scale, scalar(color), thickness,
        cv::LINE_AA);
  });
}

int32_t ge_draw_circle(
    ge_target picture, int32_t x, int32_t y, int32_t radius, int32_t thickness, ge_color color,
    ge_status *status) {
  return guarded(status, [&] {
    cv::Mat canvas = matrix(picture);
    cv::circle(canvas, cv::Point(x, y), radius, scalar(color), thickness, cv::LINE_AA);
  });
}
