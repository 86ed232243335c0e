// Hosts of other versions, and hosts that offer less.

#include "sandbox_host/check/call_outcome.hpp"
#include "sandbox_host/check/guarded_host.hpp"
#include "sandbox_host/check/isolated.hpp"
#include "sandbox_host/check/test.hpp"

#include <string>

namespace alysio::sandbox::check {

namespace {

// create must say no in words.
Finding refuses(const alysio_plugin& plugin) {
    TestBench bench(plugin);
    now("an instance is created");
    if (!bench.open()) return Finding::fail("create answers ALYSIO_OK.");
    if (bench.host.create_error.empty()) return Finding::fail("It refuses, but does not say why.");
    return Finding::pass(bench.host.create_error);
}

Finding other_major(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const auto&) {
        GuardedHost between(plugin, Size::as_it_is);
        between.alter = [](alysio_host& host) { host.abi_major = ALYSIO_ABI_MAJOR + 1; };
        return refuses(between.plugin());
    });
}

Finding short_host(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const auto&) {
        GuardedHost between(plugin, Size::first);
        between.host_bytes = offsetof(alysio_host, timer_start);
        return refuses(between.plugin());
    });
}

// What the calls end with, one after the other in one instance; or what went wrong.
struct Results {
    std::vector<std::string> texts;
    std::string wrong;
};

Results results_of(const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls, const std::string& where) {
    Results results;
    TestBench bench(plugin);
    now("an instance is created " + where);
    if (const auto why = bench.open()) {
        results.wrong = *why;
        return results;
    }
    for (const ScriptedCall& scripted : calls) {
        now("running " + name_of(scripted) + " " + where);
        const auto& call = bench.start(scripted);
        bench.host.run();
        if (const auto why = bad_ending(bench, call)) {
            results.wrong = name_of(scripted) + ": " + *why;
            return results;
        }
        results.texts.push_back(call.result);
    }
    now("an instance is destroyed " + where);
    return results;
}

Finding same_in(Size size, void (*alter)(alysio_host&), const std::string& where, const Subject& subject) {
    return with_plugin(subject, [&](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        const Results usual = results_of(plugin, calls, "");
        GuardedHost between(plugin, size);
        between.alter = alter;
        const Results here = results_of(between.plugin(), calls, where);
        if (!here.wrong.empty()) return Finding::fail(here.wrong + ".");
        for (std::size_t i = 0; i < calls.size(); ++i) {
            if (usual.texts.at(i) != here.texts.at(i)) {
                return Finding::fail(name_of(calls[i]) + " ends otherwise: " + here.texts[i]);
            }
        }
        return Finding::pass();
    });
}

Finding first_host(const Subject& subject) {
    return same_in(
        Size::first, [](alysio_host& host) { host.abi_minor = 0; }, "in a host of ABI 1.0", subject);
}

Finding newer_host(const Subject& subject) {
    return same_in(
        Size::grown, [](alysio_host& host) { host.abi_minor = ALYSIO_ABI_MINOR + 7; }, "in a host of a newer minor",
        subject);
}

// Coming up and failing the calls, or refusing in words: both are right.
Finding lives_without(const std::set<std::string>& services, const alysio_plugin& plugin,
                      const std::vector<ScriptedCall>& calls) {
    std::string where = "without";
    for (const auto& service : services) where += " " + service;
    GuardedHost between(plugin, Size::as_it_is);
    between.missing = services;
    TestBench bench(between.plugin());
    now("an instance is created " + where);
    if (bench.open()) {
        if (bench.host.create_error.empty())
            return Finding::fail("It refuses a host " + where + ", but does not say why.");
        return Finding::pass();
    }
    for (const ScriptedCall& scripted : calls) {
        now("running " + name_of(scripted) + " " + where);
        const auto& call = bench.start(scripted);
        bench.host.run();
        if (const auto why = bad_ending(bench, call)) {
            return Finding::fail(name_of(scripted) + " in a host " + where + ": " + *why + ".");
        }
    }
    return Finding::pass();
}

std::set<std::string> services_of(const alysio_plugin& plugin) {
    GuardedHost between(plugin, Size::as_it_is);
    TestBench bench(between.plugin());
    bench.open();
    return between.asked_for();
}

Finding missing_service(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        const auto services = services_of(plugin);
        for (const auto& service : services) {
            Finding finding = lives_without({service}, plugin, calls);
            if (finding.is_failure()) return finding;
        }
        return services.empty() ? Finding::skipped("It asks for no service.") : Finding::pass();
    });
}

Finding no_service(const Subject& subject) {
    return with_plugin(subject, [](const alysio_plugin& plugin, const std::vector<ScriptedCall>& calls) {
        const auto services = services_of(plugin);
        if (services.empty()) return Finding::skipped("It asks for no service.");
        return lives_without(services, plugin, calls);
    });
}

}  // namespace

std::vector<Test> version_tests() {
    return {
        {"other_major", "It refuses a host of another major, in words", "comes_up",
         "In create, compare host->abi_major with ALYSIO_ABI_MAJOR, and fill `error`.", other_major},
        {"short_host", "It refuses a host whose table is shorter than ABI 1.0, in words", "comes_up",
         "In create, before anything else of the host is used: ALYSIO_HAS(host, service).", short_host},
        {"first_host",
         "It reads no further than the structs of ABI 1.0 go, and nothing that it was guarded for a moment", "calls",
         "Ask ALYSIO_HAS before a member younger than 1.0. Copy what must outlive the function; of alysio_call_info, "
         "what must outlive finish.",
         first_host},
        {"newer_host", "It runs the same in a host of a newer minor, whose structs are longer", "calls",
         "Compare struct_size by ALYSIO_HAS, never for equality, and ignore the minor.", newer_host},
        {"missing_service", "It lives in a host that lacks one of the services it asks for", "calls",
         "`service` may answer null: fail the calls that need it, or refuse in create, in words.", missing_service},
        {"no_service", "It lives in a host that has none of the services it asks for", "calls",
         "`service` may answer null: fail the calls that need it, or refuse in create, in words.", no_service},
    };
}

}  // namespace alysio::sandbox::check
