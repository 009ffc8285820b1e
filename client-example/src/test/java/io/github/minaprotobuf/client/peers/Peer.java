package io.github.minaprotobuf.client.peers;

import static io.github.minaprotobuf.client.wire.Wire.BE32;
import static io.github.minaprotobuf.client.wire.Wire.LE32;
import static io.github.minaprotobuf.client.wire.Wire.VARINT32;

import io.github.minaprotobuf.client.wire.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An ecosystem with an echo server and a client of its own, and the formats that come naturally there. */
public enum Peer {
    PYTHON(
            "Python, asyncio and protobuf 4.21",
            List.of(LE32, VARINT32),
            List.of(Tool.PROTOC, Tool.PYTHON_PROTOBUF),
            List.of("/usr/bin/python3", "echo_server.py"),
            List.of("/usr/bin/python3", "echo_client.py")),
    GO(
            "Go, encoding/binary and protobuf-go 1.28",
            List.of(VARINT32, BE32),
            List.of(Tool.PROTOC, Tool.PROTOC_GEN_GO, Tool.GO, Tool.GO_PROTOBUF),
            List.of("./echo_server"),
            List.of("./echo_client")),
    CPP(
            "C++, libprotobuf 3.21, delimited_message_util",
            List.of(VARINT32),
            List.of(Tool.PROTOC, Tool.CPP, Tool.CPP_PROTOBUF),
            List.of("./echo_server"),
            List.of("./echo_client")),
    NODE(
            "Node.js, net and protobufjs 8.8",
            List.of(VARINT32, BE32),
            List.of(Tool.NODE, Tool.NPM),
            List.of("node", "echo_server.js"),
            List.of("node", "echo_client.js")),
    RUST(
            "Rust, tokio-util 0.7 and prost 0.11",
            List.of(BE32, LE32),
            List.of(Tool.CARGO, Tool.FUTURES, Tool.PROST, Tool.TOKIO, Tool.TOKIO_UTIL),
            List.of("./target/debug/echo_server"),
            List.of("./target/debug/echo_client")),
    NETTY(
            "Java, Netty 4.2.20",
            List.of(VARINT32, BE32, LE32),
            List.of(),
            java(NettyEchoServer.class),
            java(NettyEchoClient.class)),
    JAVA_IO(
            "Java, java.io, parseDelimitedFrom",
            List.of(VARINT32),
            List.of(),
            java(DelimitedEchoServer.class),
            java(DelimitedEchoClient.class));

    private final String title;
    private final List<Wire> wires;
    private final List<Tool> tools;
    private final List<String> server;
    private final List<String> client;

    Peer(String title, List<Wire> wires, List<Tool> tools, List<String> server, List<String> client) {
        this.title = title;
        this.wires = wires;
        this.tools = tools;
        this.server = server;
        this.client = client;
    }

    /** Language, libraries and their versions, for people. */
    public String title() {
        return title;
    }

    /** The formats that its programs speak. */
    public List<Wire> wires() {
        return wires;
    }

    /** What it needs and this machine lacks. */
    public List<Tool> missingTools() {
        return tools.stream().filter(tool -> !tool.isThere()).toList();
    }

    /** Starts its echo server, built first where that is needed. */
    public PeerProcess startServer(Wire wire) throws Exception {
        return start(server, wire.toString());
    }

    /** Starts its client, which exits with 0 when the server at that loopback port gave it all its messages back. */
    public PeerProcess startClient(Wire wire, int port) throws Exception {
        return start(client, wire.toString(), Integer.toString(port));
    }

    /** The command of its client for {@code serve}, which fills in what stands in braces. */
    public List<String> clientCommand() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "sh", "-c", "cd \"$0\" && exec \"$@\"", home().toAbsolutePath().toString()));
        command.addAll(client);
        command.addAll(List.of("{format}", "{port}", "{ids}"));
        return command;
    }

    private PeerProcess start(List<String> program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of(arguments));
        return PeerProcess.start(home(), command);
    }

    private Path home() throws Exception {
        return tools.isEmpty() ? Path.of("") : PeerBuild.of(name().toLowerCase(Locale.ROOT));
    }

    private static List<String> java(Class<?> main) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", // a program that runs for a second
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName());
    }
}
