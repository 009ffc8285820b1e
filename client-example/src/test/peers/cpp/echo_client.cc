// Sends messages to an echo server and compares the replies. Arguments: varint32, a port; then maybe ids, as in 1,2,3:
// messages with these are sent, and replies are right by id.

#include <arpa/inet.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>
#include <google/protobuf/util/delimited_message_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "minaprotobuf/example/echo.pb.h"

using google::protobuf::io::FileInputStream;
using google::protobuf::io::FileOutputStream;
using google::protobuf::util::MessageDifferencer;
using google::protobuf::util::ParseDelimitedFromZeroCopyStream;
using google::protobuf::util::SerializeDelimitedToZeroCopyStream;
using minaprotobuf::example::Echo;

static std::vector<Echo> Messages() {
  std::vector<Echo> messages(3);
  messages[1].set_id(-1);
  messages[1].set_text("z\u00fcrich \u20ac");
  messages[1].add_values(INT32_MIN);
  (*messages[1].mutable_tags())["a"] = "b";
  messages[1].set_ratio(-0.0);
  messages[1].set_kind(minaprotobuf::example::KIND_DATA);
  messages[2].mutable_child()->mutable_child()->set_id((INT64_C(1) << 53) + 1);
  for (int length : {120, 130, 20'000, 3'000'000}) {
    messages.emplace_back().set_payload(std::string(length, 'p'));
  }
  return messages;
}

static std::vector<Echo> WithIds(const std::string& ids) {
  std::vector<Echo> messages;
  std::istringstream list(ids);
  for (std::string id; std::getline(list, id, ',');) {
    messages.emplace_back().set_id(std::stoll(id));
  }
  return messages;
}

static bool SameId(const Echo& a, const Echo& b) { return a.id() == b.id(); }

static bool Same(const Echo& a, const Echo& b) { return MessageDifferencer::Equals(a, b); }

static void Send(const std::vector<Echo>& messages, int connection) {
  FileOutputStream out(connection);
  for (const Echo& message : messages) {
    SerializeDelimitedToZeroCopyStream(message, &out);
  }
  out.Flush();
  shutdown(connection, SHUT_WR);
}

static bool Compare(const std::vector<Echo>& messages, bool (*same)(const Echo&, const Echo&), int connection) {
  FileInputStream in(connection);
  bool clean_eof = false;
  for (const Echo& message : messages) {
    Echo reply;
    if (!ParseDelimitedFromZeroCopyStream(&reply, &in, &clean_eof) || !same(message, reply)) {
      std::cerr << "expected: " << message.ShortDebugString() << "\n";
      return false;
    }
  }
  Echo surplus;
  return !ParseDelimitedFromZeroCopyStream(&surplus, &in, &clean_eof) && clean_eof;
}

int main(int count, char** arguments) {
  int connection = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(std::atoi(arguments[2]));
  if (connect(connection, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    std::cerr << "cannot connect\n";
    return 1;
  }
  bool given = count > 3;
  std::vector<Echo> messages = given ? WithIds(arguments[3]) : Messages();
  std::thread sender(Send, std::cref(messages), connection);
  bool equal = Compare(messages, given ? SameId : Same, connection);
  sender.join();
  return equal ? 0 : 1;
}
