#pragma once
// The functions of the codec library, which is loaded by name on first use: decoders pull in some
// two hundred shared libraries that a planner or scorer should not pay for.
#include <stddef.h>
#include <stdint.h>

#include "ge_vision.h"
#pragma clang assume_nonnull begin
#ifdef __cplusplus
extern "C" {
#endif

enum { GE_CODEC_VERSION = 1 };
enum { GE_END_OF_VIDEO = 1 };
enum { GE_JPEG = 0, GE_PNG = 1 };
enum { GE_MPEG4 = 0, GE_MJPEG = 1 };

/// What a video says of itself.
typedef struct ge_video_facts {
  int32_t width, height;
  double frames_per_second;
  double stated_frames;
} ge_video_facts;

/// A video being read or written; owned by the caller until closed.
typedef struct ge_video_reader ge_video_reader;
typedef struct ge_video_writer ge_video_writer;

/// All functions: 0 means done, else the status says why. Pictures as in ge_vision.h.
typedef struct ge_codec_table {
  int32_t version;
  /// Decodes into a target of exactly the picture's stated size (3 channels).
  int32_t (*decode)(const uint8_t *bytes, size_t count, ge_target target, ge_status *status);
  /// Encodes; `*out` is released by `release`.
  int32_t (*encode)(
      ge_source source, int32_t format, int32_t quality, uint8_t *_Nullable *_Nonnull out,
      size_t *count, ge_status *status);
  void (*release)(uint8_t *_Nullable bytes);
  int32_t (*reader_open)(
      const char *path, ge_video_reader *_Nullable *_Nonnull out, ge_video_facts *facts,
      ge_status *status);
  /// 0 with a frame, GE_END_OF_VIDEO, or a failure.
  int32_t (*reader_next)(ge_video_reader *reader, ge_target target, ge_status *status);
  void (*reader_close)(ge_video_reader *_Nullable reader);
  int32_t (*writer_open)(
      const char *path, int32_t codec, double frames_per_second, int32_t width, int32_t height,
      ge_video_writer *_Nullable *_Nonnull out, ge_status *status);
  int32_t (*writer_append)(ge_video_writer *writer, ge_source frame, ge_status *status);
  void (*writer_close)(ge_video_writer *_Nullable writer);
} ge_codec_table;

#ifdef __cplusplus
}
#endif
#pragma clang assume_nonnull end
