#pragma once
// No exception crosses the C face: each becomes a code and a message.
#include <cstring>
#include <exception>
#include <new>

#include "include/ge_vision.h"
#include "opencv.hpp"

namespace ge {

inline void fill(ge_status *status, int32_t code, const char *message) noexcept {
  status->code = code;
  std::strncpy(status->message, message, sizeof status->message - 1);
  status->message[sizeof status->message - 1] = 0;
}

// Threads, OpenCL and CPU dispatch are switched off once: speed is bought elsewhere, bits are not
// for sale.
inline void prepare() {
  static const bool prepared = [] {
    cv::setNumThreads(1);
    cv::setUseOptimized(false);
    return true;
  }();
  (void)prepared;
}

template <class Body>
int32_t guarded(ge_status *status, Body body) noexcept {
  try {
    prepare();
    body();
    fill(status, 0, "");
    return 0;
  } catch (const cv::Exception &failure) {
    fill(status, failure.code == 0 ? -1 : failure.code, failure.err.c_str());
  } catch (const std::bad_alloc &) {
    fill(status, -4, "out of memory");
  } catch (const std::exception &failure) {
    fill(status, -2, failure.what());
  } catch (...) {
    fill(status, -2, "an unknown C++ exception");
  }
  return status->code;
}

inline void require(bool condition, const char *message) {
  if (!condition) throw cv::Exception(cv::Error::StsBadArg, message, "", __FILE__, __LINE__);
}

inline int type(int32_t channels) {
  require(channels == 1 || channels == 3, "a picture has 1 or 3 channels");
  return CV_MAKETYPE(CV_8U, channels);
}

inline cv::Mat matrix(ge_source s) {
  require(s.width > 0 && s.height > 0, "a picture has at least one pixel");
  return cv::Mat(s.height, s.width, type(s.channels), const_cast<uint8_t *>(s.data));
}

inline cv::Mat matrix(ge_target t) {
  require(t.width > 0 && t.height > 0, "a picture has at least one pixel");
  return cv::Mat(t.height, t.width, type(t.channels), t.data);
}

// OpenCV silently reallocates an output of the wrong size or type: the caller's buffer would stay
// untouched.
inline void wrote(const cv::Mat &result, ge_target target) {
  require(result.data == target.data, "the output has another size or type than the operation's");
}

inline cv::Scalar scalar(ge_color c) { return cv::Scalar(c.blue, c.green, c.red); }

}  // namespace ge
