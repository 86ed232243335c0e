#pragma once

#include "sandbox_host/mcp/stdio/lines.hpp"

namespace alysio::sandbox::mcp {

class Server;

/// Takes standard output away from everything else in the process: what is printed there from now on goes to standard
/// error. Gives the descriptor that the client reads, which programs started from here do not inherit.
int take_stdout();

/// Serves one client on two descriptors: a message a line.
class StdioServer {
  public:
    StdioServer(Server& server, int in, int out);

    /// Until the input ends. Calls that are about to end still do, the others are cancelled: this takes less than a tenth
    /// of a second. False: a call is still ending, or the client did not take all of it.
    bool run();
    /// Any thread: as if the input had ended.
    void stop() { reader_.stop(); }

  private:
    Server& server_;
    const int out_;
    LineReader reader_;
};

}  // namespace alysio::sandbox::mcp
