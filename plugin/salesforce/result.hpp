#pragma once

#include "plugin/salesforce/error.hpp"

#include <alysio/base/result.hpp>
#include <alysio/sdk/task.hpp>

/// The words that every asynchronous function of the plugin is declared with.
namespace alysio::salesforce {

template <class T>
using Result = base::Result<T, Error>;
using Failure = base::Failure<Error>;
using sdk::Task;

}  // namespace alysio::salesforce
