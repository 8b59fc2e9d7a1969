#pragma once
#pragma clang system_header
#include <opencv2/imgcodecs.hpp>
#include <opencv2/videoio.hpp>
