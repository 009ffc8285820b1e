// An echo server on libprotobuf's own delimited streams, a thread per connection.

#include <arpa/inet.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/util/delimited_message_util.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <iostream>
#include <thread>

#include "minaprotobuf/example/echo.pb.h"

using google::protobuf::io::FileInputStream;
using google::protobuf::io::FileOutputStream;
using google::protobuf::util::ParseDelimitedFromZeroCopyStream;
using google::protobuf::util::SerializeDelimitedToZeroCopyStream;

static void Serve(int connection) {
  FileInputStream in(connection);
  FileOutputStream out(connection);
  minaprotobuf::example::Echo message;
  bool clean_eof = false;
  while (ParseDelimitedFromZeroCopyStream(&message, &in, &clean_eof)) {
    if (!SerializeDelimitedToZeroCopyStream(message, &out) || !out.Flush()) {
      break;
    }
    message.Clear();
  }
  close(connection);
}

int main() {
  std::signal(SIGPIPE, SIG_IGN);
  google::protobuf::SetLogHandler(nullptr);
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof address;
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), length) != 0 || listen(listener, 1024) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length) != 0) {
    std::cerr << "cannot listen\n";
    return 1;
  }
  std::cout << "listening on 127.0.0.1:" << ntohs(address.sin_port) << " varint32" << std::endl;
  while (true) {
    int connection = accept(listener, nullptr, nullptr);
    if (connection >= 0) {
      int on = 1;
      setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      std::thread(Serve, connection).detach();
    }
  }
}
