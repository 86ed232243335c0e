#!/usr/bin/env bash
# coroutines.sh ROOT: g++ 12 destroys some temporaries of a statement twice when the statement also awaits: aggregates
# and lambdas made in it, a list in braces, the arms of a conditional. So such a statement has no brace and no question
# mark; name the value in a statement of its own. (The condition of an if, a loop or a switch ends a statement here.)
# shellcheck disable=SC2016 # the program in single quotes is perl
set -euo pipefail
cd "$1"

find plugin host_api \( -name '*.hpp' -o -name '*.cpp' \) -print0 | sort -z | xargs -0 --no-run-if-empty perl -0777 -ne '
    # Comments and literals become blanks, so that places stay where they are.
    s{//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:[^"\\\n]|\\.)*"|\b\d[\w\x27]*|\x27(?:[^\x27\\\n]|\\.)*\x27}{$& =~ s/[^\n]/ /gr}gse;
    s/\b(?:if|while|for|switch)\s*(?:constexpr\s*)?(\((?:[^()]++|(?1))*\))\K\s*(?:\{|(?=\S))/$& =~ s{[^\n]}{;}gr/ge;

    s{\boperator\s*co_await\b}{$& =~ s/\w/_/gr}ge;

    sub report {
        my ($offset, $rule) = @_;
        my $line = 1 + (substr($_, 0, $offset) =~ tr/\n//);
        print "$ARGV:$line: $rule\n";
        $failed = 1;
    }
    report($-[0], "a brace after co_await") while /\bco_await\b[^;]*?\{/g;
    report($-[1], "co_await within braces") while /\{[^;{}]*?\b(co_await)\b[^;{}]*\}/g;
    report($-[1], "co_await after braces") while /\{[^;{}]*\}[^;{}]*?\b(co_await)\b/g;
    report($-[1], "co_await in a conditional") while /\?[^;]*?\b(co_await)\b/g;
    END { exit($failed ? 1 : 0) }
'
