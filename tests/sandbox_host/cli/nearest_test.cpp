#include "sandbox_host/cli/text/nearest.hpp"

#include <catch2/catch.hpp>

#include <utility>

namespace alysio::sandbox::cli {

TEST_CASE("a misspelt name is recognised, and what is like none is not") {
    using Row = std::pair<std::string, std::string>;
    const auto [written, meant] = GENERATE(values<Row>({
        {"crm_get_recrod", "crm_get_record"},
        {"crm_udpate_record", "crm_update_record"},
        {"CRM_get_record", "crm_get_record"},
        {"qury", "query"},
        {"", ""},
        {"xyz", ""},
    }));
    CHECK(nearest({"crm_get_record", "crm_update_record", "query"}, written) == meant);
}

}  // namespace alysio::sandbox::cli
