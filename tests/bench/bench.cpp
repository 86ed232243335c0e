#include "bench.hpp"

#include "allocations.hpp"

#include <nlohmann/json.hpp>

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace alysio::bench {

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

Figure figure_of(std::string name, std::vector<double> microseconds) {
    std::sort(microseconds.begin(), microseconds.end());
    Figure figure;
    figure.name = std::move(name);
    figure.median_us = microseconds[microseconds.size() / 2];
    figure.p10_us = microseconds[microseconds.size() / 10];
    figure.p90_us = microseconds[microseconds.size() * 9 / 10];
    return figure;
}

Figure measure(std::string name, const std::function<void()>& body, double seconds, int batch) {
    return measure_in_turn({{std::move(name), body, batch}}, seconds).front();
}

std::vector<Figure> measure_in_turn(const std::vector<Case>& cases, double seconds) {
    using Clock = std::chrono::steady_clock;
    struct Measured {
        std::vector<double> times;
        uint64_t allocated = 0;
    };
    std::vector<Measured> measured(cases.size());
    const auto run_batch = [&](std::size_t i) {
        const uint64_t allocated_before = allocations();
        const Clock::time_point start = Clock::now();
        for (int run = 0; run < cases[i].batch; ++run) cases[i].body();
        const std::chrono::duration<double, std::micro> spent = Clock::now() - start;
        measured[i].times.push_back(spent.count() / cases[i].batch);
        measured[i].allocated += allocations() - allocated_before;
    };
    for (int warm_up = 0; warm_up < 4; ++warm_up) {
        for (std::size_t i = 0; i < cases.size(); ++i) run_batch(i);
    }
    for (Measured& it : measured) it = Measured();

    const Clock::time_point until =
        Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    while (Clock::now() < until || measured.front().times.size() < 10) {
        for (std::size_t i = 0; i < cases.size(); ++i) run_batch(i);
    }
    std::vector<Figure> figures;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const double runs = static_cast<double>(measured[i].times.size()) * cases[i].batch;
        figures.push_back(figure_of(cases[i].name, std::move(measured[i].times)));
        figures.back().allocations = static_cast<double>(measured[i].allocated) / runs;
    }
    return figures;
}

namespace {

const char* verdict(const Goal& goal) {
    if (!goal.figure) return "not run";
    return goal.reached() ? "reached" : "not reached";
}

nlohmann::ordered_json to_json(const Figure& figure) {
    nlohmann::ordered_json json{
        {"name", figure.name}, {"median_us", figure.median_us}, {"p10_us", figure.p10_us}, {"p90_us", figure.p90_us}};
    if (figure.allocations) json["allocations"] = *figure.allocations;
    if (figure.peak_memory) json["peak_memory_mb"] = *figure.peak_memory;
    json["note"] = figure.note;
    return json;
}

nlohmann::ordered_json to_json(const Goal& goal) {
    nlohmann::ordered_json json{{"name", goal.name}, {"unit", goal.unit}};
    if (goal.figure) json["figure"] = *goal.figure;
    json[goal.kind == Goal::Kind::at_least ? "at_least" : "at_most"] = goal.bound;
    json["verdict"] = verdict(goal);
    json["note"] = goal.note;
    return json;
}

void print(std::optional<double> figure, int width) {
    if (figure) {
        std::printf("%*.1f ", width, *figure);
    } else {
        std::printf("%*s ", width, "-");
    }
}

void print(const Goal& goal) {
    std::printf("%-11s  %-58s", verdict(goal), goal.name.c_str());
    if (goal.figure) {
        std::printf(" %10.2f %-5s  (goal: %s %g)", *goal.figure, goal.unit.c_str(),
                    goal.kind == Goal::Kind::at_least ? "at least" : "at most", goal.bound);
    }
    std::printf("  %s\n", goal.note.c_str());
}

}  // namespace

int report(const std::vector<Figure>& figures, const std::vector<Goal>& goals, int argc, char** argv) {
    nlohmann::ordered_json all{{"figures", nlohmann::ordered_json::array()},
                               {"goals", nlohmann::ordered_json::array()}};
    std::printf("%-58s %11s %11s %11s %12s %8s\n", "", "median us", "p10", "p90", "allocations", "peak MB");
    for (const Figure& figure : figures) {
        std::printf("%-58s %11.2f %11.2f %11.2f ", figure.name.c_str(), figure.median_us, figure.p10_us, figure.p90_us);
        print(figure.allocations, 12);
        print(figure.peak_memory, 8);
        std::printf(" %s\n", figure.note.c_str());
        all["figures"].push_back(to_json(figure));
    }
    all["peak_memory_mb"] = own_peak_memory();
    std::printf("peak memory of this program, whatever it measured: %.1f MB\n", own_peak_memory());
    for (const Goal& goal : goals) {
        print(goal);
        all["goals"].push_back(to_json(goal));
    }
    for (int i = 1; i + 1 < argc; ++i) {
        if (std::strcmp(argv[i], "--json") != 0) continue;
        std::ofstream file(argv[i + 1]);
        file << all.dump(2) << '\n';
        if (!file) {
            std::fprintf(stderr, "%s cannot be written\n", argv[i + 1]);
            return 1;
        }
    }
    return 0;
}

int report(const std::vector<Figure>& figures, int argc, char** argv) {
    return report(figures, {}, argc, argv);
}

double own_peak_memory() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) * 1'024 / 1e6;
}

void require(bool holds, const std::string& what) {
    if (holds) return;
    std::fprintf(stderr, "not what it should be: %s\n", what.c_str());
    std::exit(1);
}

}  // namespace alysio::bench
