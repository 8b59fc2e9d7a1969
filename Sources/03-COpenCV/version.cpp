#pragma clang fp contract(off)
#include "ge_vision.h"
#include "opencv.hpp"
const char *ge_opencv_version(void) { return CV_VERSION; }
