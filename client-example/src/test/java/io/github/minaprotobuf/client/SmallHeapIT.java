package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A heap that is too small is told as the client's failure, never as the server's")
class SmallHeapIT {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {20, 50, 100, 200})
    void checkRefusesACaseThatHasNoRoom(int mebibytes) throws Exception {
        ClientProcess run = run(mebibytes, "check", "3.5", "--max-body", "64MiB");

        assertEquals(4, run.exitCode(), run::toString);
        assertEquals("", run.out());
        assertTrue(
                run.err()
                        .matches(
                                "interop-client: the heap is too small for case 3.5: it takes [0-9]+MiB, with bodies of 64MiB"
                                        + " \\(--max-body\\), and has [0-9]+MiB;"
                                        + " run java -Xmx[0-9]+m, or --skip 3.5\n"),
                run::err);
    }

    @ParameterizedTest
    @CsvSource({"3.5, G1", "3.6, G1", "5.16, G1", "7.5, G1", "3.5, Serial", "3.6, Serial", "5.16, Serial", "7.5, Serial"
    })
    void theHeapThatCheckAsksForIsEnough(String id, String collector) throws Exception {
        String[] check = {"check", id, "--max-body", "16MiB"};
        ClientProcess refused = run(collector, 20, check);
        Matcher asked = Pattern.compile("-Xmx([0-9]+)m").matcher(refused.err());
        assertTrue(asked.find(), refused::err);

        // Some collectors keep a part of -Xmx for themselves.
        int enough = Integer.parseInt(asked.group(1)) * (collector.equals("Serial") ? 11 : 10) / 10;
        ClientProcess run = run(collector, enough, check);

        assertEquals(0, run.exitCode(), run::toString);
    }

    @Test
    void benchThatFindsNoRoomSaysSo() throws Exception {
        ClientProcess run = run(60, "bench", "--payload-size", "7MiB", "--connections", "8", "--duration", "1");

        assertEquals(4, run.exitCode(), run::toString);
        assertEquals("", run.out());
        assertTrue(run.err().contains("interop-client: no memory is left ("), run::err);
    }

    @Test
    void sendThatFindsNoRoomSaysSo() throws Exception {
        Path text = Files.writeString(directory.resolve("long.txt"), " ".repeat(40 << 20));

        ClientProcess run = ClientProcess.shell(
                directory, Map.of("JAVA_TOOL_OPTIONS", "-Xmx20m"), "client send --text - < " + text);

        assertEquals(4, run.exitCode(), run::toString);
        assertTrue(run.err().contains("interop-client: no memory is left ("), run::err);
    }

    private ClientProcess run(int mebibytes, String... arguments) throws Exception {
        return run("G1", mebibytes, arguments);
    }

    private ClientProcess run(String collector, int mebibytes, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("-XX:+Use" + collector + "GC", "-Xmx" + mebibytes + "m", "-jar", ClientProcess.JAR));
        command.addAll(List.of(arguments));
        return ClientProcess.run(directory, Map.of(), command.toArray(String[]::new));
    }
}
