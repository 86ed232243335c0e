#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace alysio::bench {

/// What one case cost: microseconds and allocations for each run of its body.
struct Figure {
    std::string name;
    double median_us = 0;
    double p10_us = 0;
    double p90_us = 0;
    std::optional<double> allocations;  // blocks asked for, by all that is in the program; none: not counted
    std::optional<double> peak_memory;  // MB, of a program that was run for this case; none: it ran in this one
    std::string note;
};

/// A figure that was to be reached, beside the one that was.
struct Goal {
    enum class Kind { at_least, at_most };
    std::string name;
    std::string unit;              // "GB/s", "x", "MB"
    std::optional<double> figure;  // none: could not be measured here, and `note` says why
    Kind kind = Kind::at_most;
    double bound = 0;
    std::string note;

    bool reached() const { return figure && (kind == Kind::at_least ? *figure >= bound : *figure <= bound); }
};

/// Runs `body` often enough to tell: batches until `seconds` are over, each batch timed as a whole.
Figure measure(std::string name, const std::function<void()>& body, double seconds = 1.0, int batch = 50);

/// One of several that are compared.
struct Case {
    std::string name;
    std::function<void()> body;
    int batch = 1;
};

/// Runs them in turn, so that whatever else the machine does meets all of them alike.
std::vector<Figure> measure_in_turn(const std::vector<Case>& cases, double seconds);

double median(std::vector<double> values);
/// The middle and the spread of what was timed otherwise.
Figure figure_of(std::string name, std::vector<double> microseconds);

/// A table for people on stdout; the same as JSON to FILE where the arguments hold `--json FILE`.
int report(const std::vector<Figure>& figures, const std::vector<Goal>& goals, int argc, char** argv);
int report(const std::vector<Figure>& figures, int argc, char** argv);

/// The most memory that this process ever had, in MB.
double own_peak_memory();

/// Ends the program where a benchmarked path gave something else than it should: a figure would mean nothing.
void require(bool holds, const std::string& what);

}  // namespace alysio::bench
