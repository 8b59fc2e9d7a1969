#pragma clang fp contract(off)
#include "ge_codecs.h"
