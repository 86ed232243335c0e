#pragma once
#include <alysio/base/result.hpp>
namespace alysio::sdk {
using base::Failure, base::Result;
}
