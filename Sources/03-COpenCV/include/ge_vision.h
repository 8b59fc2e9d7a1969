#pragma once
#pragma clang assume_nonnull begin
#ifdef __cplusplus
extern "C" {
#endif
/// The version of OpenCV in use.
const char *ge_opencv_version(void);
#ifdef __cplusplus
}
#endif
#pragma clang assume_nonnull end
