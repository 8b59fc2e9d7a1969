#pragma clang fp contract(off)
// Pictures and videos, from and to bytes. Hostile input ends here: formats by allow-list (the
// caller checks the magic and the size of pictures), local regular files only, no network.
#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "../03-COpenCV/guard.hpp"
#include "include/ge_codecs.h"
#include "videoio.hpp"

using ge::guarded, ge::matrix, ge::require, ge::wrote;

struct ge_video_reader {
  cv::VideoCapture capture;
};

struct ge_video_writer {
  cv::VideoWriter writer;
  cv::Size size;
};

static int32_t decode(
    const uint8_t *bytes, size_t count, ge_target target, ge_status *status) noexcept {
  return guarded(status, [&] {
    const cv::Mat input(1, static_cast<int>(count), CV_8U, const_cast<uint8_t *>(bytes));
    cv::Mat out = matrix(target);
    // Into cleared memory: a damaged picture must not show what was there before.
    out.setTo(cv::Scalar::all(0));
    const cv::Mat result =
        cv::imdecode(input, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION, &out);
    require(!result.empty(), "the picture cannot be decoded");
    wrote(out, target);
  });
}

static int32_t encode(
    ge_source source, int32_t format, int32_t quality, uint8_t **out, size_t *count,
    ge_status *status) noexcept {
  *out = nullptr;
  *count = 0;
  return guarded(status, [&] {
    std::vector<uint8_t> bytes;
    const bool png = format == GE_PNG;
    const std::vector<int> options =
        png ? std::vector<int>{cv::IMWRITE_PNG_COMPRESSION, quality}
            : std::vector<int>{cv::IMWRITE_JPEG_QUALITY, quality};
    require(
        cv::imencode(png ? ".png" : ".jpg", matrix(source), bytes, options),
        "the picture cannot be encoded");
    *out = static_cast<uint8_t *>(std::malloc(bytes.size()));
    if (*out == nullptr) throw std::bad_alloc();
    std::memcpy(*out, bytes.data(), bytes.size());
    *count = bytes.size();
  });
}

static void release(uint8_t *bytes) noexcept { std::free(bytes); }

// Containers by their first bytes, so that a playlist cannot send the reader elsewhere.
static bool isContainer(const char *path) {
  unsigned char head[12] = {};
  std::FILE *file = std::fopen(path, "rb");
  if (file == nullptr) return false;
  const size_t got = std::fread(head, 1, sizeof head, file);
  std::fclose(file);
  if (got < sizeof head) return false;
  const bool mp4 = std::memcmp(head + 4, "ftyp", 4) == 0;
  const bool avi = std::memcmp(head, "RIFF", 4) == 0 && std::memcmp(head + 8, "AVI ", 4) == 0;
  const bool matroska = std::memcmp(head, "\x1A\x45\xDF\xA3", 4) == 0;
  return mp4 || avi || matroska;
}

static int32_t reader_open(
    const char *path, ge_video_reader **out, ge_video_facts *facts, ge_status *status) noexcept {
  *out = nullptr;
  return guarded(status, [&] {
    struct stat info = {};
    require(stat(path, &info) == 0 && S_ISREG(info.st_mode), "not a readable regular file");
    require(isContainer(path), "not a video container of a known kind (MP4, AVI, Matroska)");
    setenv("OPENCV_FFMPEG_CAPTURE_OPTIONS", "protocol_whitelist;file|threads;1", 1);
    setenv("OPENCV_FFMPEG_LOGLEVEL", "-8", 0);
    char *absolute = realpath(path, nullptr);
    require(absolute != nullptr, "not a readable regular file");
    const std::string resolved(absolute);
    std::free(absolute);
    auto reader = std::make_unique<ge_video_reader>();
    require(
        reader->capture.open(resolved, cv::CAP_FFMPEG),
        "the container or its video stream cannot be opened");
    facts->width = static_cast<int32_t>(reader->capture.get(cv::CAP_PROP_FRAME_WIDTH));
    facts->height = static_cast<int32_t>(reader->capture.get(cv::CAP_PROP_FRAME_HEIGHT));
    facts->frames_per_second = reader->capture.get(cv::CAP_PROP_FPS);
    facts->stated_frames = reader->capture.get(cv::CAP_PROP_FRAME_COUNT);
    *out = reader.release();
  });
}

static int32_t reader_next(
    ge_video_reader *reader, ge_target target, ge_status *status) noexcept {
  bool ended = false;
  const int32_t code = guarded(status, [&] {
    cv::Mat out = matrix(target);
    ended = !reader->capture.read(out) || out.empty();
    if (!ended) wrote(out, target);
  });
  return code == 0 && ended ? GE_END_OF_VIDEO : code;
}

static void reader_close(ge_video_reader *reader) noexcept { delete reader; }

static int32_t writer_open(
    const char *path, int32_t codec, double frames_per_second, int32_t width, int32_t height,
    ge_video_writer **out, ge_status *status) noexcept {
  *out = nullptr;
  return guarded(status, [&] {
    setenv("OPENCV_FFMPEG_LOGLEVEL", "-8", 0);
    const int name = codec == GE_MJPEG ? cv::VideoWriter::fourcc('M', 'J', 'P', 'G')
                                       : cv::VideoWriter::fourcc('m', 'p', '4', 'v');
    auto writer = std::make_unique<ge_video_writer>();
    writer->size = cv::Size(width, height);
    require(
        writer->writer.open(path, cv::CAP_FFMPEG, name, frames_per_second, writer->size),
        "the video cannot be created");
    *out = writer.release();
  });
}

static int32_t writer_append(
    ge_video_writer *writer, ge_source frame, ge_status *status) noexcept {
  return guarded(status, [&] {
    const cv::Mat picture = matrix(frame);
    require(picture.size() == writer->size && picture.channels() == 3,
        "a frame of another size than the video's");
    writer->writer.write(picture);
  });
}

static void writer_close(ge_video_writer *writer) noexcept { delete writer; }

const ge_codec_table *ge_codecs(void) {
  static const ge_codec_table table = {
      GE_CODEC_VERSION, decode,       encode,      release,       reader_open,
      reader_next,      reader_close, writer_open, writer_append, writer_close};
  return &table;
}
