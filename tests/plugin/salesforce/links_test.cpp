#include "plugin/salesforce/links.hpp"

#include <catch2/catch.hpp>

using namespace alysio::salesforce;

TEST_CASE("Every family of Salesforce hosts has its Lightning host") {
    const auto [instance, lightning] = GENERATE(table<std::string, std::string>({
        {"https://acme.my.salesforce.com", "https://acme.lightning.force.com"},
        {"https://acme.my.salesforce.com/", "https://acme.lightning.force.com"},
        {"https://ACME.My.Salesforce.com:443/home", "https://acme.lightning.force.com"},
        {"https://acme--uat.sandbox.my.salesforce.com", "https://acme--uat.sandbox.lightning.force.com"},
        {"https://foo-dev-ed.develop.my.salesforce.com", "https://foo-dev-ed.develop.lightning.force.com"},
        {"https://foo.scratch.my.salesforce.com", "https://foo.scratch.lightning.force.com"},
        {"https://foo.trailblaze.my.salesforce.com", "https://foo.trailblaze.lightning.force.com"},
        {"https://acme--uat.my.salesforce.com", "https://acme--uat.lightning.force.com"},
        {"https://navy.my.salesforce.mil", "https://navy.lightning.crmforce.mil"},
        {"https://acme.my-salesforce.com", "https://acme.my-lightning.com"},
        {"https://acme.my.sfcrmproducts.cn", "https://acme.lightning.sfcrmapps.cn"},
        {"https://na44.salesforce.com", "https://na44.lightning.force.com"},
        {"https://acme.database.com", "https://acme.lightning.force.com"},
        {"https://acme.cloudforce.com", "https://acme.lightning.force.com"},
        {"https://acme.lightning.force.com", "https://acme.lightning.force.com"},
        {"https://acme.lightning.crmforce.mil", "https://acme.lightning.crmforce.mil"},
        {"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
        {"https://crm.example.com/salesforce/", "https://crm.example.com/salesforce"},
        {"https://my.salesforce.com.evil.example", "https://my.salesforce.com.evil.example"},
    }));
    CHECK(lightning_origin(instance) == lightning);
}

TEST_CASE("Hosts that show no records, and texts that are no web address, make no links") {
    const std::string instance =
        GENERATE("https://login.salesforce.com", "https://test.salesforce.com", "https://acme--c.vf.force.com",
                 "https://acme.my.site.com", "", "acme.my.salesforce.com", "javascript:alert(1)", "ftp://acme.com",
                 "https://", "https://user@acme.my.salesforce.com", "https://acme.com/\"onclick=", "https://a b.com",
                 "https://acme.com?x=", "https://acme.com#x");
    INFO(instance);
    CHECK_FALSE(lightning_origin(instance));
    CHECK_FALSE(Links::from_instance(instance).known());
    CHECK_FALSE(Links::from_instance(instance).record("Account", "001dM00003kRs59QAC"));
}

TEST_CASE("A record's link leads to its page, or to its id where no page is known, or is left out") {
    const Links links = Links::from_instance("https://acme.my.salesforce.com");
    const std::string lightning = "https://acme.lightning.force.com/lightning/r/";
    const auto [object, id, url] = GENERATE_COPY(table<std::string, std::string, std::string>({
        {"Account", "001dM00003kRs59QAC", lightning + "Account/001dM00003kRs59QAC/view"},
        {"Invoice__c", "a0D30000001n7PiEAI", lightning + "Invoice__c/a0D30000001n7PiEAI/view"},
        {"Purchase_History__c", "a0D30000001n7PiEAI", lightning + "Purchase_History__c/a0D30000001n7PiEAI/view"},
        {"PersonAccount", "001dM00003kRs59QAC", lightning + "Account/001dM00003kRs59QAC/view"},
        {"Name", "003dM00003kRs59QAC", lightning + "Contact/003dM00003kRs59QAC/view"},
        {"Name", "a0D30000001n7PiEAI", "https://acme.my.salesforce.com/a0D30000001n7PiEAI"},
        {"", "a0D30000001n7PiEAI", "https://acme.my.salesforce.com/a0D30000001n7PiEAI"},
        {"Profile", "00edM00003kRs59QAC", "https://acme.my.salesforce.com/00edM00003kRs59QAC"},
        {"ContentVersion", "068dM00003kRs59QAC", "https://acme.my.salesforce.com/068dM00003kRs59QAC"},
        {"AccountHistory", "017dM00003kRs59QAC", ""},
        {"Invoice__History", "017dM00003kRs59QAC", ""},
        {"AccountShare", "00rdM00003kRs59QAC", ""},
        {"Invoice__Share", "00rdM00003kRs59QAC", ""},
        {"Order_Placed__e", "e01dM00003kRs59QAC", ""},
        {"Log__b", "i00dM00003kRs59QAC", ""},
        {"Rate__mdt", "m00dM00003kRs59QAC", ""},
        {"Group", "00GdM00003kRs59QAC", ""},
        {"AggregateResult", "", ""},
        {"Account", "", ""},
        {"Account", "../../setup", ""},
    }));
    INFO(object << " " << id);
    CHECK(links.record(object, id).value_or("") == url);
}

TEST_CASE("A file version links to its document when that is known") {
    const Links links = Links::from_instance("https://acme.my.salesforce.com");
    CHECK(links.record("ContentVersion", "068dM00003kRs59QAC", std::nullopt, "069dM00003kRs59QAC") ==
          "https://acme.lightning.force.com/lightning/r/ContentDocument/069dM00003kRs59QAC/view");
}

TEST_CASE("What a describe says of an object's pages decides over what its name suggests") {
    const Links links = Links::from_instance("https://acme.my.salesforce.com");
    CHECK(links.record("Setting__c", "a0D30000001n7PiEAI", RecordPage::none) == std::nullopt);
    CHECK(links.record("Odd__c", "a0D30000001n7PiEAI", RecordPage::by_id_only) ==
          "https://acme.my.salesforce.com/a0D30000001n7PiEAI");
}

TEST_CASE("A web URL that somebody chose is used as it is") {
    CHECK(Links::from_web_url("https://acme.my.salesforce.com/").record("Account", "001dM00003kRs59QAC") ==
          "https://acme.my.salesforce.com/lightning/r/Account/001dM00003kRs59QAC/view");
}
