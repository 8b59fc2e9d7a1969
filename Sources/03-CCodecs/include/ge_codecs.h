#pragma once
// The one entry of the codec library; found by name, never linked.
#include "../../03-COpenCV/include/ge_codec_table.h"
#pragma clang assume_nonnull begin
#ifdef __cplusplus
extern "C" {
#endif
/// The functions of this library.
const ge_codec_table *ge_codecs(void);
#ifdef __cplusplus
}
#endif
#pragma clang assume_nonnull end
