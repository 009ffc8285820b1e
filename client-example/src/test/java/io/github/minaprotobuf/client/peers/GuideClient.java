package io.github.minaprotobuf.client.peers;

import io.github.minaprotobuf.client.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The client of one language in the guide {@code peers.md}: its files and its commands, as they stand there. */
public final class GuideClient {

    private static final Path GUIDES = Path.of("..", "codec", "src", "site", "markdown");
    private static final Pattern FILE = Pattern.compile("(?s)`([\\w./]+)`:\n\n```\\w+\n(.*?)```");
    private static final Pattern COMMANDS = Pattern.compile("(?s)```sh\n(.*?)\n([^\n]+) le32 9123 1,2,3\n```");
    private static final Duration BUILD = Duration.ofMinutes(4);

    private final Path folder;
    private final String program;

    private GuideClient(Path folder, String program) {
        this.folder = folder;
        this.program = program;
    }

    /** Writes the files of that section into the folder, and runs all its commands but the last. */
    public static GuideClient build(String section, Path folder) throws Exception {
        writeFiles(Files.readString(Path.of("..", "README.md")), folder); // its echo.proto
        String page = Files.readString(GUIDES.resolve("peers.md"));
        String text = page.split("(?m)^## " + Pattern.quote(section) + "$")[1].split("(?m)^## ")[0];
        writeFiles(text, folder);
        Matcher commands = COMMANDS.matcher(text);
        if (!commands.find()) {
            throw new IllegalStateException("no commands under " + section);
        }
        try (PeerProcess build = PeerProcess.start(folder, List.of("sh", "-ec", commands.group(1)))) {
            if (build.awaitExit(BUILD) != 0) {
                throw new IllegalStateException(section + ": " + build.output());
            }
        }
        return new GuideClient(folder, commands.group(2));
    }

    /** Runs the last command, in that format, against the server at that loopback port. */
    public PeerProcess start(Wire wire, int port) throws IOException {
        return PeerProcess.start(folder, List.of("sh", "-c", "exec " + program + " " + wire + " " + port + " 1,2,3"));
    }

    /** The last command for {@code serve}, which fills in what stands in braces. */
    public List<String> command() {
        return List.of(
                "sh",
                "-c",
                "cd \"$0\" && exec " + program + " \"$@\"",
                folder.toString(),
                "{format}",
                "{port}",
                "{ids}");
    }

    private static void writeFiles(String text, Path folder) throws IOException {
        for (Matcher file = FILE.matcher(text); file.find(); ) {
            Path path = folder.resolve(Path.of(file.group(1)).getFileName());
            Files.writeString(path, file.group(2));
        }
    }
}
