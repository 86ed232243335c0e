#include "tests/bench/opportunity_pages.hpp"

#include <cstdint>
#include <iterator>

namespace alysio::bench {

namespace {

// Chance that is the same for the same record everywhere.
class Dice {
  public:
    explicit Dice(std::size_t record) : state_(record * 0x9E3779B97F4A7C15u + 1) {}

    std::size_t below(std::size_t limit) {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return static_cast<std::size_t>((state_ * 0x2545F4914F6CDD1Du) >> 33) % limit;
    }

    template <std::size_t size>
    std::string one_of(const char* const (&texts)[size]) {
        return texts[below(size)];
    }

  private:
    std::uint64_t state_;
};

constexpr const char* stages[] = {"Prospecting", "Qualification", "Value Proposition", "Negotiation/Review",
                                  "Closed Won"};
constexpr const char* types[] = {"\"New Customer\"", "\"Existing Customer - Upgrade\"", "null"};
constexpr const char* sources[] = {"\"Web\"", "\"Partner Referral\"", "\"Phone Inquiry\"", "null", "null"};
constexpr const char* companies[] = {"Burlington Textiles Corp of America",
                                     "Grand Hotels & Resorts Ltd",
                                     "Müller GmbH",
                                     "Université de Genève",
                                     "United Oil & Gas, Singapore",
                                     "sForce"};
constexpr const char* industries[] = {"Apparel", "Hospitality", "Education", "Energy", "Electronics"};
constexpr const char* people[] = {"Zoë Brandt", "Siddartha Nedaerk", "Ann O'Hara", "張偉"};
constexpr const char* steps[] = {"null", "\"Send the revised offer\"", "\"Call back after the board has met\""};
constexpr const char* sentences[] = {
    "They asked for a pilot in two plants before the year ends. ",
    "Budget is approved; purchasing wants three references from the same line of business. ",
    "Competes with the incumbent, whose contract runs out in spring. ",
    R"(Said: \"send it once more, with the discount\".\r\n)",
    "Der Einkauf möchte bis Ende Juni eine Entscheidung. ",
};

std::string padded(std::size_t number, std::size_t digits) {
    const std::string text = std::to_string(number);
    return std::string(digits - text.size(), '0') + text;
}

std::string id(const char* prefix, std::size_t number) {
    return std::string(prefix) + "dM" + padded(number, 10) + "QAC";
}

std::string attributes(const std::string& object, const std::string& record_id) {
    return R"({"attributes":{"type":")" + object + R"(","url":"/services/data/v62.0/sobjects/)" + object + '/' +
           record_id + R"("})";
}

std::string date(Dice& dice) {
    return "202" + std::to_string(4 + dice.below(3)) + '-' + padded(1 + dice.below(12), 2) + '-' +
           padded(1 + dice.below(28), 2);
}

std::string moment(Dice& dice) {
    return date(dice) + 'T' + padded(dice.below(24), 2) + ':' + padded(dice.below(60), 2) + ":37.000+0000";
}

std::string amount(Dice& dice) {
    return dice.below(5) == 0 ? std::to_string(1 + dice.below(9)) + ".5E7" : std::to_string(dice.below(900'000)) + ".0";
}

}  // namespace

std::string opportunity(std::size_t number) {
    Dice dice(number);
    const std::string own_id = id("006", number);
    const std::string account_id = id("001", dice.below(5'000));
    const std::string owner_id = id("005", dice.below(40));
    const std::string company = dice.one_of(companies);
    const bool closed = dice.below(3) == 0;
    std::string description;
    for (std::size_t count = dice.below(3); count > 0; --count) description += dice.one_of(sentences);

    std::string row = attributes("Opportunity", own_id);
    const auto text = [&row](const char* name, const std::string& value) {
        row.append(",\"").append(name).append("\":\"").append(value).append("\"");
    };
    const auto raw = [&row](const char* name, const std::string& value) {
        row.append(",\"").append(name).append("\":").append(value);
    };
    text("Id", own_id);
    text("Name", company + " - Renewal " + std::to_string(number));
    text("StageName", dice.one_of(stages));
    raw("Amount", amount(dice));
    raw("ExpectedRevenue", amount(dice));
    raw("Probability", std::to_string(dice.below(101)) + ".0");
    text("CloseDate", date(dice));
    raw("IsClosed", closed ? "true" : "false");
    raw("IsWon", closed && dice.below(2) == 0 ? "true" : "false");
    raw("Type", dice.one_of(types));
    raw("LeadSource", dice.one_of(sources));
    raw("NextStep", dice.one_of(steps));
    raw("Description", description.empty() ? "null" : '"' + description + '"');
    text("CreatedDate", moment(dice));
    text("LastModifiedDate", moment(dice));
    text("AccountId", account_id);
    text("OwnerId", owner_id);
    raw("Account", attributes("Account", account_id) + R"(,"Name":")" + company + R"(","Industry":")" +
                       dice.one_of(industries) + R"("})");
    raw("Owner", attributes("User", owner_id) + R"(,"Name":")" + dice.one_of(people) + R"("})");
    return row + '}';
}

std::string page_head(std::size_t total, const std::string& next) {
    std::string head = R"({"totalSize":)" + std::to_string(total) + R"(,"done":)" + (next.empty() ? "true" : "false");
    if (!next.empty()) head += R"(,"nextRecordsUrl":")" + next + '"';
    return head + R"(,"records":[)";
}

std::string opportunity_page(std::size_t first, std::size_t records, std::size_t total, const std::string& next) {
    std::string page = page_head(total, next);
    for (std::size_t i = 0; i < records; ++i) {
        if (i > 0) page += ',';
        page += opportunity(first + i);
    }
    return page + page_tail;
}

}  // namespace alysio::bench
