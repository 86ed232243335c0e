#include "sandbox_host/org/soap/xml.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace alysio::sandbox::org;

TEST_CASE("an XML document is read by local names") {
    const auto read = parse_xml(R"(<?xml version="1.0"?><!-- hi --><a:Envelope xmlns:a="x>y" b='"'>
        <a:Body ><login xmlns="u"><username>a&amp;b &lt;&#x41;&#233;&gt;</username><password><![CDATA[<&]]></password>
        <empty/></login></a:Body></a:Envelope>
        <!-- bye -->)");
    REQUIRE(read);
    CHECK(read->name == "Envelope");
    const Element* login = read->child("Body")->child("login");
    REQUIRE(login != nullptr);
    CHECK(login->child("username")->text == "a&b <Aé>");
    CHECK(login->child("password")->text == "<&");
    CHECK(login->child("empty")->text.empty());
    CHECK(login->child("nothing") == nullptr);
}

TEST_CASE("what is no well-formed XML is refused") {
    const std::string broken =
        GENERATE(as<std::string>{}, "", "   ", "text", "<", "<a", "<a>", "<a></b>", "<a>&nbsp;</a>", "<a>&#0;</a>",
                 "<a>&#xD800;</a>", "<a>&#x110000;</a>", "<a>&amp</a>", "<a/><b/>", "<a/>x",
                 "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<a><!-- </a>", "<a><![CDATA[ </a>", "<?xml",
                 "<a b=\"></a>", "</a>", "<>", "<a></a", "<:a></:a>x", "<a/>\n<", "<a/>&", "x<a/>", "<a>&#65</a>",
                 "<a<b/>", "<![CDATA[a]]><a/>", std::string("<a/>\0<b/>", 9), std::string("<a>\0</a>", 8));
    INFO(broken);
    CHECK_FALSE(parse_xml(broken));
}

TEST_CASE("XML nested without end is refused, not followed") {
    std::string deep;
    for (int i = 0; i < 100'000; ++i) deep += "<a>";
    CHECK(parse_xml(deep).error().message == "The document is nested too deeply.");
}

TEST_CASE("a DOCTYPE is refused wherever it stands, so no entity is ever declared") {
    const char* document =
        GENERATE("<!DOCTYPE a><a/>", "<?xml version='1.0'?><!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
                 "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<a/><!DOCTYPE a>", "<a><!DOCTYPE a></a>",
                 "<!DOCTYPE a [<!ENTITY b SYSTEM 'http://x/'>");
    INFO(document);
    const auto read = parse_xml(document);
    REQUIRE_FALSE(read);
    CHECK(read.error().message == "DOCTYPE is disallowed.");
}

TEST_CASE("an envelope may nest 32 deep, and no deeper") {
    const auto nested = [](int depth) {
        std::string open, close;
        for (int i = 0; i <= depth; ++i) {
            open += "<a>";
            close += "</a>";
        }
        return open + close;
    };
    CHECK(parse_xml(nested(32)));
    CHECK(parse_xml(nested(33)).error().message == "The document is nested too deeply.");
}

TEST_CASE("text is what was written: blanks, line ends and bytes beyond ASCII stay, whatever the declaration says") {
    const auto read = parse_xml("<?xml version='1.0' encoding='latin1'?><a><b>  </b><c>é\r\n</c></a>");
    REQUIRE(read);
    CHECK(read->child("b")->text == "  ");
    CHECK(read->child("c")->text == "é\r\n");
}

TEST_CASE("text is escaped between tags") {
    CHECK(xml_text("a<b>&\"c'") == "a&lt;b&gt;&amp;&quot;c&apos;");
    CHECK(parse_xml("<a>" + xml_text("<&>'\"") + "</a>")->text == "<&>'\"");
}
