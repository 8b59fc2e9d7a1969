#pragma once
// The plain C face of OpenCV: nothing of C++ crosses it, every function returns a status.
//
// Rules: 0 means done; any other value leaves a code and a message in `status`. Pictures are
// 8-bit, interleaved, rows top to bottom without gaps; the caller owns all memory. Outputs are
// written into the caller's buffer or the call fails. Single-threaded, no OpenCL, no CPU dispatch:
// the same input gives the same bits on every x86-64.
#include <stdint.h>
#pragma clang assume_nonnull begin
#ifdef __cplusplus
extern "C" {
#endif

/// What went wrong, if anything.
typedef struct ge_status {
  int32_t code;
  char message[252];
} ge_status;

/// A picture to read from.
typedef struct ge_source {
  const uint8_t *data;
  int32_t width, height, channels;
} ge_source;

/// A picture to write to.
typedef struct ge_target {
  uint8_t *data;
  int32_t width, height, channels;
} ge_target;

/// A colour: blue, green, red (the first alone for one channel).
typedef struct ge_color {
  uint8_t blue, green, red;
} ge_color;

enum { GE_BGR_TO_GRAY = 0, GE_GRAY_TO_BGR, GE_BGR_TO_LAB, GE_LAB_TO_BGR, GE_SWAP_RED_BLUE };
enum { GE_NEAREST = 0, GE_LINEAR, GE_AREA };

/// The version of OpenCV in use.
const char *ge_opencv_version(void);

/// Colour conversion, 8-bit.
int32_t ge_convert_color(ge_source source, ge_target target, int32_t code, ge_status *status);
/// Scales a picture to the target's size.
int32_t ge_resize(ge_source source, ge_target target, int32_t interpolation, ge_status *status);
/// Gaussian blur with an odd kernel size; sigma from the size (fixed point).
int32_t ge_gaussian_blur(ge_source source, ge_target target, int32_t size, ge_status *status);
/// Mean over a box of odd width and height.
int32_t ge_box_blur(
    ge_source source, ge_target target, int32_t width, int32_t height, ge_status *status);
/// Looks every target pixel up in the source: `whole` holds x, y pairs, `fraction` the position
/// between pixels as 32 * (y in 1/32) + (x in 1/32); outside the source is black. Bilinear.
int32_t ge_remap(
    ge_source source, ge_target target, const int16_t *whole, const uint16_t *fraction,
    ge_status *status);
/// Warps by the 3x3 matrix (row by row) that takes target pixels to source pixels. Bilinear.
int32_t ge_warp_perspective(
    ge_source source, ge_target target, const double *source_from_target, ge_status *status);
/// Canny edges of a gray picture.
int32_t ge_canny(
    ge_source source, ge_target target, double low, double high, ge_status *status);
/// Line segments by the probabilistic Hough transform; writes up to `capacity` x1 y1 x2 y2.
int32_t ge_hough_segments(
    ge_source edges, double distance_step, double angle_step, int32_t votes, double shortest,
    double largest_gap, int32_t *segments, int32_t capacity, int32_t *count, ge_status *status);

/// Draws a line through points given in 1/16 pixel (x, y pairs), anti-aliased.
int32_t ge_draw_polyline(
    ge_target picture, const int32_t *points, int32_t count, int32_t closed, int32_t thickness,
    ge_color color, ge_status *status);
/// Fills a polygon (self-intersections by the odd-even rule), points in 1/16 pixel.
int32_t ge_fill_polygon(
    ge_target picture, const int32_t *points, int32_t count, ge_color color, ge_status *status);
/// Mixes a colour into a polygon: `opacity` of 256 of it.
int32_t ge_tint_polygon(
    ge_target picture, const int32_t *points, int32_t count, ge_color color, int32_t opacity,
    ge_status *status);
/// Writes ASCII text with its lower left corner at x, y.
int32_t ge_draw_text(
    ge_target picture, const char *text, int32_t x, int32_t y, double scale, int32_t thickness,
    ge_color color, ge_status *status);
/// Draws a circle; a negative thickness fills it.
int32_t ge_draw_circle(
    ge_target picture, int32_t x, int32_t y, int32_t radius, int32_t thickness, ge_color color,
    ge_status *status);

#ifdef __cplusplus
}
#endif
#pragma clang assume_nonnull end
