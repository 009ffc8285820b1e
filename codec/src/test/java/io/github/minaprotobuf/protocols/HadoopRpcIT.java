package io.github.minaprotobuf.protocols;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.MessageLite;
import io.github.minaprotobuf.protocols.hadoop.GetGroupsForUserRequest;
import io.github.minaprotobuf.protocols.hadoop.GetGroupsForUserResponse;
import io.github.minaprotobuf.protocols.hadoop.RpcResponseHeader;
import java.io.FileNotFoundException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.ipc.ProtobufRpcEngine2;
import org.apache.hadoop.ipc.RPC;
import org.apache.hadoop.tools.GetUserMappingsProtocol;
import org.apache.hadoop.tools.proto.GetUserMappingsProtocolProtos.GetUserMappingsProtocolService;
import org.apache.hadoop.tools.protocolPB.GetUserMappingsProtocolPB;
import org.apache.hadoop.tools.protocolPB.GetUserMappingsProtocolServerSideTranslatorPB;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server is Hadoop's own, in this process, and so is the protocol: the groups that a user is in. */
@DisplayName("A client of this codec calls a server of Hadoop's RPC")
@Timeout(20)
class HadoopRpcIT {

    private static final String METHOD = "getGroupsForUser";

    private static RPC.Server server;
    private HadoopRpcClient client;

    @BeforeAll
    static void start_the_server() throws Exception {
        Configuration configuration = new Configuration(false);
        RPC.setProtocolEngine(configuration, GetUserMappingsProtocolPB.class, ProtobufRpcEngine2.class);
        server = new RPC.Builder(configuration)
                .setProtocol(GetUserMappingsProtocolPB.class)
                .setInstance(GetUserMappingsProtocolService.newReflectiveBlockingService(
                        new GetUserMappingsProtocolServerSideTranslatorPB(HadoopRpcIT::groupsOf)))
                .setBindAddress("127.0.0.1")
                .setPort(0)
                .setNumHandlers(2)
                .build();
        server.start();
    }

    private static String[] groupsOf(String user) throws FileNotFoundException {
        if (user.equals("nobody")) {
            throw new FileNotFoundException("nobody is nobody");
        }
        return new String[] {"users", user};
    }

    @AfterAll
    static void stop_the_server() {
        if (server != null) {
            server.stop();
        }
    }

    @BeforeEach
    void connect() {
        client = new HadoopRpcClient(server.getListenerAddress(), GetUserMappingsProtocol.class.getName());
    }

    @AfterEach
    void nothing_was_rejected() {
        client.close();
        client.assertNothingWasWrong();
    }

    private static MessageLite user(String name) {
        return GetGroupsForUserRequest.newBuilder().setUser(name).build();
    }

    private static List<String> groups(HadoopRpcBody.Reply reply) throws Exception {
        assertEquals(RpcResponseHeader.Status.SUCCESS, reply.header().getStatus(), reply.header()::toString);
        return GetGroupsForUserResponse.parseFrom(reply.message()).getGroupsList();
    }

    @Test
    void a_call_gets_its_reply() throws Exception {
        HadoopRpcBody.Reply reply = client.call(7, METHOD, user("ann")).reply();

        assertEquals(7, reply.header().getCallId());
        assertEquals(List.of("users", "ann"), groups(reply));
    }

    @Test
    void a_call_and_its_reply_may_take_many_reads() throws Exception {
        String name = "x".repeat(4_000_000);

        assertEquals(
                List.of("users", name),
                groups(client.call(0, METHOD, user(name)).reply()));
    }

    @Test
    void each_call_of_many_at_a_time_gets_one_reply() throws Exception {
        Set<Integer> ids = IntStream.range(0, 1_000).boxed().collect(Collectors.toSet());
        ids.forEach(id -> client.call(id, METHOD, user("user " + id)));

        Set<Integer> replied = new TreeSet<>();
        for (int i = 0; i < ids.size(); i++) {
            HadoopRpcBody.Reply reply = client.reply();
            int id = reply.header().getCallId();
            replied.add(id);
            assertEquals(List.of("users", "user " + id), groups(reply));
        }
        assertEquals(ids, replied);
    }

    @Test
    void an_unknown_method_is_an_error_and_the_connection_goes_on() throws Exception {
        RpcResponseHeader error =
                client.call(1, "noSuchMethod", user("ann")).reply().header();

        assertEquals(RpcResponseHeader.Status.ERROR, error.getStatus());
        assertEquals(RpcResponseHeader.ErrorCode.ERROR_NO_SUCH_METHOD, error.getErrorDetail());
        assertEquals(
                List.of("users", "ann"),
                groups(client.call(2, METHOD, user("ann")).reply()));
    }

    @Test
    void what_the_method_throws_is_an_error_with_its_name_and_message() throws Exception {
        RpcResponseHeader error = client.call(1, METHOD, user("nobody")).reply().header();

        assertEquals(RpcResponseHeader.ErrorCode.ERROR_APPLICATION, error.getErrorDetail());
        assertEquals(FileNotFoundException.class.getName(), error.getExceptionClassName());
        assertEquals("nobody is nobody", error.getErrorMsg().lines().findFirst().orElseThrow());
    }
}
