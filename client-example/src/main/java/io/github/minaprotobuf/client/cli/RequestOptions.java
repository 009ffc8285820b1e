package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.send.Form;
import io.github.minaprotobuf.client.send.MessageType;
import io.github.minaprotobuf.client.send.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say what to send: any number of messages, in the order in which they are given. */
final class RequestOptions {

    private static final String STDIN = "-";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @ArgGroup(multiplicity = "0..*")
    private List<Written> written = new ArrayList<>();

    /** One message, or many in a file. */
    static final class Written {
        @Option(
                names = "--json",
                paramLabel = "JSON",
                description = "a message as JSON, as in '{\"text\": \"hi\"}'; - reads it from stdin")
        private String json;

        @Option(
                names = "--text",
                paramLabel = "TEXT",
                description = "a message in text format, as in 'id: 1 text: \"hi\"'; - reads it from stdin")
        private String text;

        @Option(
                names = "--lines",
                paramLabel = "FILE",
                description = "many messages, each a line of JSON; - is stdin. \"@type\": \"NAME\" in a line names"
                        + " its type, where that is not --type")
        private String lines;

        @Option(
                names = "--hex",
                paramLabel = "HEX",
                description = "bytes as they are, header and all; a reply is waited for as for a message")
        private String hex;
    }

    /**
     * At least one; what stdin holds, in text format, where no option says any.
     *
     * @param type of those that do not name theirs
     * @param byName finds a type that a message names
     */
    List<Request> requests(MessageType type, Function<String, MessageType> byName) throws IOException {
        try {
            List<Request> requests = new ArrayList<>();
            for (Written each : written) {
                requests.addAll(requests(each, type, byName));
            }
            if (written.isEmpty()) {
                requests.add(Request.message(stdin(), Form.TEXT, type));
            }
            if (requests.isEmpty()) {
                throw new IllegalArgumentException("there is no message to send");
            }
            return requests;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private List<Request> requests(Written each, MessageType type, Function<String, MessageType> byName)
            throws IOException {
        if (each.json != null) {
            return List.of(Request.message(orStdin(each.json), Form.JSON, type));
        }
        if (each.text != null) {
            return List.of(Request.message(orStdin(each.text), Form.TEXT, type));
        }
        if (each.hex != null) {
            return List.of(Request.raw(bytes(each.hex), type));
        }
        return lines(each.lines, type, byName);
    }

    private List<Request> lines(String file, MessageType type, Function<String, MessageType> byName)
            throws IOException {
        List<Request> requests = new ArrayList<>();
        int number = 0;
        for (String line : content(file).lines().toList()) {
            number++;
            if (!line.isBlank()) {
                try {
                    requests.add(Request.line(line, type, byName));
                } catch (IllegalArgumentException | ParameterException e) {
                    throw new IllegalArgumentException(file + ", line " + number + ": " + e.getMessage(), e);
                }
            }
        }
        return requests;
    }

    private static String content(String file) throws IOException {
        if (file.equals(STDIN)) {
            return stdin();
        }
        try {
            return Utf8.decode(file, Files.readAllBytes(Path.of(file)));
        } catch (IOException e) {
            throw new IllegalArgumentException(FileProblem.of(Path.of(file), e), e);
        }
    }

    private static byte[] bytes(String hex) {
        try {
            return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--hex " + hex + " is not hex: " + e.getMessage(), e);
        }
    }

    private static String orStdin(String text) throws IOException {
        return text.equals(STDIN) ? stdin() : text;
    }

    private static String stdin() throws IOException {
        return Utf8.decode("stdin", System.in.readAllBytes());
    }
}
