#include "sandbox_host/assembly/org_turn.hpp"
#include "sandbox_host/assembly/state_folder.hpp"
#include "sandbox_host/cli/commands.hpp"
#include "sandbox_host/org/server/org_server.hpp"

#include <fstream>
#include <future>
#include <iostream>

namespace alysio::sandbox::cli {

namespace {

std::string in_use(const std::filesystem::path& data, std::int64_t process) {
    const std::string by =
        process > 0 ? "the org that process " + std::to_string(process) + " serves" : "another command";
    return "the org's data in " + data.string() + " is in use by " + by +
           ": end that one, or use another file (--data FILE) or none (--memory)";
}

}  // namespace

int run(const CommonOptions& options, const OrgCommand& command, Interrupt& interrupt) {
    org::OrgServerOptions org_options;
    org_options.port = command.port;
    org_options.fresh = options.fresh;
    org_options.pad = command.pad;
    org_options.records = command.records.value_or(0);
    if (!command.tenants.empty()) {
        if (!std::ifstream{command.tenants})
            return complain("the file " + command.tenants.string() + " cannot be read");
        org_options.tenants_file = command.tenants;
    }
    if (!command.faults.empty()) org_options.faults_file = command.faults;
    if (!command.data.empty()) {
        (std::filesystem::is_directory(command.data) ? org_options.state_folder : org_options.data_file) = command.data;
    } else if (!command.memory) {
        const auto folder = assembly::state_folder();
        if (!folder)
            return complain("there is no place for the org's data: set HOME or XDG_STATE_HOME, or use --memory");
        org_options.state_folder = *folder / "org";
    }
    std::optional<assembly::OrgTurn> turn;
    if (const auto places = org::DataPaths::of(org_options)) {
        if (const auto running = org::find_running(*places)) return complain(in_use(places->data, running->pid));
        if (org_options.state_folder) {
            turn = assembly::OrgTurn::take(*org_options.state_folder, std::chrono::seconds{10});
            if (!turn) return complain(in_use(places->data, 0));
        }
    }
    const auto org = org::OrgServer::start(org_options);
    if (!org) return complain(org.error().message);
    std::cout << (*org)->connection().to_json() << std::endl;
    if (!std::cout) return success;  // nobody can find it; the program's end says why

    std::promise<void> interrupted;
    interrupt.on_interrupt([&] { interrupted.set_value(); });
    interrupted.get_future().wait();
    (*org)->stop();
    return success;
}

}  // namespace alysio::sandbox::cli
