/* The Alysio plugin ABI, whole. Start with abi/base.h (conventions), then abi/plugin.h (life cycle). */
#ifndef ALYSIO_ABI_H
#define ALYSIO_ABI_H

#include "abi/artifact.h"
#include "abi/base.h"
#include "abi/host.h"
#include "abi/http.h"
#include "abi/plugin.h"

#endif
