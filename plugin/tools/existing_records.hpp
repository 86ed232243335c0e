#pragma once

#include "plugin/tools/write_plan.hpp"

#include <string>
#include <vector>

namespace alysio::salesforce {

/// Records that a new Contact, Lead or Account may be already: nothing here can delete one that was made twice.
struct ExistingRecords {
    std::vector<Match> same_email;  // of the object, and not converted
    std::vector<Match> same_name;   // in the same account or company
};

/// Looked for as the user, by one query. Nothing of other objects, where the tenant's settings say {"look_for_existing": false},
/// or where the query fails: Salesforce's own duplicate rules decide as ever.
Task<ExistingRecords> find_existing(ToolRun& run, const WritePlan& plan);

/// The refusal of a create whose e-mail is taken.
Error email_is_taken(const WritePlan& plan, std::vector<Match> matches);

/// "Acme (001…) has the same name." Empty for no match.
std::string same_name_warning(const WritePlan& plan, const std::vector<Match>& matches);

}  // namespace alysio::salesforce
