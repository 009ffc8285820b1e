package io.github.minaprotobuf.bench;

import io.github.minaprotobuf.bench.peer.BareNioServer;
import io.github.minaprotobuf.bench.peer.LibraryServer;
import io.github.minaprotobuf.bench.peer.MinaLimitServer;
import io.github.minaprotobuf.bench.peer.NettyServer;
import io.github.minaprotobuf.bench.peer.PlainMinaServer;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A server to measure, by its name. */
record Contender(String name, Program program) {

    static final String OURS = "ours";
    static final String NETTY_NIO = "netty-nio";
    static final String BARE = "bare";
    static final String TOKIO = "tokio";

    /** How it is started. */
    interface Program {
        ChildProcess start() throws IOException;
    }

    /** All that run on this machine. */
    static List<Contender> all() {
        List<Contender> all = new ArrayList<>(onTheJvm());
        List<String> missing = RustServers.missing();
        if (missing.isEmpty()) {
            all.add(new Contender(TOKIO, () -> RustServers.start("echo_server", "le32")));
            all.add(new Contender("mio", () -> RustServers.start("mio_server")));
        } else {
            System.out.println("no tokio and no mio here, which need " + missing);
        }
        return all;
    }

    /** A second one of ours where {@code bench.variantArgs} gives it arguments. */
    static List<Contender> onTheJvm() {
        List<Contender> all = new ArrayList<>();
        all.add(ours(OURS, Settings.words("oursArgs")));
        if (!Settings.words("variantArgs").isEmpty()) {
            all.add(ours("ours-variant", Settings.words("variantArgs")));
        }
        all.add(peer("library", LibraryServer.class));
        all.add(peer("mina", PlainMinaServer.class));
        all.add(peer("mina-limit", MinaLimitServer.class));
        all.add(peer(NETTY_NIO, NettyServer.class, "nio"));
        if (Epoll.isAvailable()) {
            all.add(peer("netty-epoll", NettyServer.class, "epoll"));
        } else {
            System.out.println("no netty-epoll here: " + Epoll.unavailabilityCause());
        }
        all.add(peer(BARE, BareNioServer.class));
        return all;
    }

    private static Contender ours(String name, List<String> options) {
        List<String> arguments =
                new ArrayList<>(List.of("-jar", System.getProperty("bench.jar"), "--port", "0", "--format", "le32"));
        arguments.addAll(options);
        return java(name, arguments);
    }

    private static Contender peer(String name, Class<?> main, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
        arguments.addAll(List.of(options));
        return java(name, arguments);
    }

    private static Contender java(String name, List<String> arguments) {
        List<String> all = new ArrayList<>(Settings.words("jvmArgs"));
        all.addAll(arguments);
        return new Contender(name, () -> ChildProcess.java(all));
    }

    ChildProcess start() throws IOException {
        return program.start();
    }

    @Override
    public String toString() {
        return name;
    }
}
