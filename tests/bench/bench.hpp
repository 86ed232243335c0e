#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace alysio::bench {

/// What one case cost: microseconds and allocations for each run of its body.
struct Figure {
    std::string name;
    double median_us = 0;
    double p10_us = 0;
    double p90_us = 0;
    double allocations = 0;
    std::string note;
};

/// Runs `body` often enough to tell: batches until `seconds` are over, each batch timed as a whole.
Figure measure(std::string name, const std::function<void()>& body, double seconds = 1.0);

/// A table for people on stdout; the same as JSON to FILE where the arguments hold `--json FILE`.
int report(const std::vector<Figure>& figures, int argc, char** argv);

}  // namespace alysio::bench
