#pragma once

#include "plugin/salesforce/error.hpp"

#include <alysio/sdk/result.hpp>
#include <alysio/sdk/task.hpp>

// The two words that every asynchronous function of the plugin is declared with.
namespace alysio::salesforce {

template <class T>
using Result = sdk::Result<T, Error>;
using Failure = sdk::Failure<Error>;
using sdk::Task;

}  // namespace alysio::salesforce
