package io.github.minaprotobuf.protocols.wirecode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Sources whose lines are counted. */
final class WireCode {

    static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    private static final Path JAVA = MODULE.resolve("src/test/java/io/github/minaprotobuf/protocols/wirecode");
    private static final Path RUST = MODULE.resolve("src/test/rust/wire-code/src");

    private WireCode() {}

    /** The row of {@code types.md}: with this library, with Netty, with tokio-util. */
    static List<String> row(Protocol protocol) throws IOException {
        String name = nameInJava(protocol);
        return List.of(
                protocol.toString(),
                lines(JAVA.resolve(name + "WithMina.java")),
                lines(JAVA.resolve(name + "WithNetty.java")),
                lines(RUST.resolve(protocol.nameInRust() + ".rs")));
    }

    private static String nameInJava(Protocol protocol) {
        return switch (protocol) {
            case MUMBLE -> "Mumble";
            case MYSQL_X -> "MySqlX";
            case RIAK -> "Riak";
            case ESPHOME -> "EspHome";
        };
    }

    /** How many lines of code stand between the two that say where wire code begins and ends. */
    private static String lines(Path source) throws IOException {
        List<String> code =
                Files.readAllLines(source).stream().map(String::strip).toList();
        return Long.toString(
                code.subList(code.indexOf("// wire code begins"), code.indexOf("// wire code ends")).stream()
                        .filter(line -> !line.isEmpty() && !line.startsWith("//"))
                        .count());
    }
}
