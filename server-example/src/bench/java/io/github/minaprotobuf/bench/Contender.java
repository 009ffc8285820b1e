package io.github.minaprotobuf.bench;

import io.github.minaprotobuf.bench.peer.BareNioServer;
import io.github.minaprotobuf.bench.peer.LibraryServer;
import io.github.minaprotobuf.bench.peer.MinaLimitServer;
import io.github.minaprotobuf.bench.peer.NettyServer;
import io.github.minaprotobuf.bench.peer.PlainMinaServer;
import io.netty.channel.epoll.Epoll;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A server to measure: its name, and what follows {@code java} and the flags that all share. */
record Contender(String name, List<String> arguments) {

    static final String OURS = "ours";
    static final String NETTY_NIO = "netty-nio";
    static final String BARE = "bare";

    /** All that run on this machine; a second one of ours where {@code bench.variantArgs} gives it arguments. */
    static List<Contender> all() {
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

    private static Contender ours(String name, List<String> arguments) {
        return new Contender(
                name,
                Stream.concat(
                                Stream.of("-jar", System.getProperty("bench.jar"), "--port", "0", "--format", "le32"),
                                arguments.stream())
                        .toList());
    }

    private static Contender peer(String name, Class<?> main, String... arguments) {
        return new Contender(
                name,
                Stream.concat(
                                Stream.of("-classpath", System.getProperty("java.class.path"), main.getName()),
                                Stream.of(arguments))
                        .toList());
    }

    @Override
    public String toString() {
        return name;
    }
}
