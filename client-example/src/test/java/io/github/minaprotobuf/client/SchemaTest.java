package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import io.github.minaprotobuf.client.TinyEchoServer.Behaviour;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON that programs read is what the schemas in the jar say. */
class SchemaTest {

    private static final String REPORT = "report/report.schema.json";
    private static final String BENCH = "bench/bench.schema.json";

    @Test
    void everyVerdictOfACheckIsValid() throws IOException {
        try (TinyEchoServer server = new TinyEchoServer(Wire.LE32, () -> new Behaviour() {
            @Override
            void received(byte[] body) throws IOException {
                send(body.length == 0 ? new byte[] {8, 7} : body);
            }
        })) {
            ClientRun run = ClientRun.of("check 1 2.1 --known-failing 1.1,2.1 --json - --port " + server.port());

            assertValid(REPORT, run.out());
        }
    }

    @Test
    void everyScenarioOfAClientIsValid() {
        assertValid(
                REPORT,
                ClientRun.of("serve --scenario C1,C4.1 --timeout 1 --json - -- true")
                        .out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--requests 20",
                "--rate 50..100 --duration 0.1",
                "--saturate --max-p99 0.0001 --rate 10 --duration 0.1",
                "--request {\"id\":7} --requests 5"
            })
    void everyKindOfBenchIsValid(String options) {
        assertValid(BENCH, ClientRun.of("bench --warmup 0 --json - " + options).out());
    }

    @ParameterizedTest
    @CsvSource({REPORT + ", {}", BENCH + ", {}", BENCH + ", '{\"schemaVersion\": 2}'"})
    void whatIsNoResultIsInvalid(String schema, String json) throws IOException {
        assertFalse(validate(schema, json).isValid());
    }

    private static void assertValid(String schema, String json) {
        try {
            assertEquals("", errors(validate(schema, json)), json);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Validator.Result validate(String schema, String json) throws IOException {
        Validator validator = new ValidatorFactory()
                .withJsonNodeFactory(new GsonNode.Factory())
                .createValidator();
        URI uri = validator.registerSchema(text(schema));
        return validator.validate(uri, json);
    }

    private static String errors(Validator.Result result) {
        return result.getErrors().stream()
                .map(error -> error.getInstanceLocation() + " " + error.getError() + "\n")
                .distinct()
                .reduce("", String::concat);
    }

    private static String text(String schema) throws IOException {
        return new String(InteropClient.class.getResourceAsStream(schema).readAllBytes(), StandardCharsets.UTF_8);
    }
}
