package io.github.minaprotobuf.client.peers;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a peer is built or run with, by the name of its Debian package. */
public enum Tool {
    PROTOC("protobuf-compiler", "protoc", "--version"),
    PYTHON_PROTOBUF("python3-protobuf", "/usr/bin/python3", "-c", "import google.protobuf"),
    GO("golang-go", "go", "version"),
    PROTOC_GEN_GO("protoc-gen-go-1-5", "sh", "-c", "command -v protoc-gen-go"),
    GO_PROTOBUF("golang-google-protobuf-dev", "test", "-d", "/usr/share/gocode/src/google.golang.org/protobuf/proto"),
    CPP("g++", "g++", "--version"),
    CPP_PROTOBUF(
            "libprotobuf-dev",
            "sh",
            "-c",
            "echo '#include <google/protobuf/util/delimited_message_util.h>' | g++ -E -x c++ -"),
    NODE("nodejs", "node", "--version"),
    NPM("npm", "npm", "--version"),
    CARGO("cargo", "sh", "-c", "\"${CARGO:-cargo}\" --version"),
    FUTURES("librust-futures-util-dev", crate("futures-util")),
    PROST("librust-prost-dev", crate("prost")),
    TOKIO("librust-tokio-dev", crate("tokio")),
    TOKIO_UTIL("librust-tokio-util-dev", crate("tokio-util"));

    private static final Map<Tool, Boolean> FOUND = new ConcurrentHashMap<>();

    private final String debianPackage;
    private final List<String> probe;

    /** @param probe a command that succeeds where the tool is there */
    Tool(String debianPackage, String... probe) {
        this.debianPackage = debianPackage;
        this.probe = List.of(probe);
    }

    /** The name of its Debian package. */
    @Override
    public String toString() {
        return debianPackage;
    }

    boolean isThere() {
        return FOUND.computeIfAbsent(this, Tool::probe);
    }

    private static String[] crate(String name) {
        return new String[] {"sh", "-c", "ls -d /usr/share/cargo/registry/" + name + "-[0-9]*"};
    }

    private boolean probe() {
        try {
            return new ProcessBuilder(probe)
                            .redirectErrorStream(true)
                            .redirectOutput(new File("/dev/null"))
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
