package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.TinyEchoServer.Behaviour;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("In a locale whose charset is ASCII, the client reads and writes UTF-8")
@EnabledOnOs(OS.LINUX)
class LocaleIT {

    private static final Map<String, String> ASCII = Map.of("LC_ALL", "C");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client send --json '{\"text\": \"héllo €\"}'",
                "printf '%s' '{\"text\": \"héllo €\"}' | client send --json -",
            })
    void aMessageIsSentAndShownAsItWasWritten(String line) throws Exception {
        assertEquals(new ClientProcess(0, "{\n  \"text\": \"héllo €\"\n}\n", ""), shell(line));
    }

    @Test
    void theTextFormatToo() throws Exception {
        assertEquals(
                new ClientProcess(0, "text: \"héllo\"\ntags {\n  key: \"€\"\n  value: \"\"\n}\n", ""),
                shell("client send --text 'text: \"héllo\" tags { key: \"€\" }'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "client send --text \"text: '$(printf '\\351')'\" # argument 3 is not UTF-8: byte E9 at offset 7",
                "printf 'text: \"\\351\"' | client send # stdin is not UTF-8: byte E9 at offset 7",
                "client check 1.1 --json é.json # cannot name the file 'é.json' in this locale",
                "client check 1.1 --cacert é.pem # cannot name the file 'é.pem' in this locale",
                "client check é # no case 'é'",
            })
    void whatCannotBeReadIsRefused(String line, String message) throws Exception {
        ClientProcess run = shell(line);

        assertEquals(2, run.exitCode(), run::err);
        assertTrue(run.err().contains(message), run::err);
        assertEquals(2, run.err().lines().count(), run::err);
    }

    @Test
    void reportsAreTheSameAsInUtf8() throws Exception {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, DropsEmptyMessages::new)) {
            String line = "client check 1 --seed 1 --known-failing 1.2,1.1 --port " + server.port();

            assertEquals(reports(Map.of("LC_ALL", "C.UTF-8"), line), reports(ASCII, line));
        }
    }

    private String reports(Map<String, String> locale, String line) throws Exception {
        StringBuilder reports = new StringBuilder();
        for (String report : new String[] {"--json", "--html", "--junit-report"}) {
            Path file = directory.resolve("report");
            ClientProcess run = ClientProcess.shell(directory, locale, line + " " + report + " " + file);
            assertEquals(1, run.exitCode(), run::toString);
            reports.append(Files.readString(file)).append(run.out());
        }
        return reports.toString()
                .replaceAll("[0-9.]+ s\\b|\"?(seconds|time|started)\"?[:=] ?\"?[-0-9T:.Z]+|20[-0-9T:]+Z", "");
    }

    private ClientProcess shell(String line) throws IOException, InterruptedException {
        return ClientProcess.shell(directory, ASCII, line);
    }

    private static final class DropsEmptyMessages extends Behaviour {
        @Override
        void received(byte[] body) throws IOException {
            send(body.length == 0 ? new byte[] {8, 7} : body);
        }
    }
}
