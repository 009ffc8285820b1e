package io.github.minaprotobuf.protocols;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.minaprotobuf.protocols.esphome.ConnectRequest;
import io.github.minaprotobuf.protocols.esphome.DeviceInfoRequest;
import io.github.minaprotobuf.protocols.esphome.DisconnectRequest;
import io.github.minaprotobuf.protocols.esphome.HelloRequest;
import io.github.minaprotobuf.protocols.esphome.ListEntitiesRequest;
import io.github.minaprotobuf.protocols.esphome.SubscribeStatesRequest;
import io.github.minaprotobuf.protocols.esphome.WaterHeaterCommandRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The client is npm's esphome-client, run by Node. Where Node or npm is not installed the test is skipped; in CI, it fails.
 * Its own table of ids goes on to 148: a water heater is listed with 132, says its state with 133, and is commanded with 134.
 */
@DisplayName("A client of ESPHome's native API talks to a device of this codec")
@Timeout(180)
class EspHomeIT {

    private static final Path SOURCES = Path.of("src", "test", "peers", "esphome");

    @TempDir
    private static Path folder;

    private static EspHomeServer device;
    private static JsonObject told;

    @BeforeAll
    static void run_the_client() throws Exception {
        for (String file : List.of("package.json", "client.js")) {
            Files.copy(SOURCES.resolve(file), folder.resolve(file));
        }
        requireTool("node");
        requireTool("npm");
        run("npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error");
        device = new EspHomeServer();
        String printed = run("node", "client.js", Integer.toString(device.port()));
        told = JsonParser.parseString(printed.substring(printed.strip().lastIndexOf('\n') + 1)) // behind any warnings
                .getAsJsonObject();
    }

    @AfterAll
    static void stop_the_device() {
        if (device != null) {
            device.close();
        }
    }

    @Test
    void the_client_asks_in_the_order_of_the_protocol_and_takes_its_leave() throws Exception {
        assertTrue(device.awaitClosed());
        assertEquals(
                List.of(
                        HelloRequest.class,
                        ConnectRequest.class,
                        ListEntitiesRequest.class,
                        DeviceInfoRequest.class,
                        SubscribeStatesRequest.class,
                        WaterHeaterCommandRequest.class,
                        DisconnectRequest.class),
                device.receivedTypes());
        device.assertNothingWasWrong();
    }

    @Test
    void it_learns_what_the_device_is_and_has() {
        assertEquals("cellar", told("device").get("name").getAsString());
        assertEquals(
                List.of("sensor-outside", "water_heater-boiler"),
                told.getAsJsonArray("entities").asList().stream()
                        .map(entity -> entity.getAsJsonObject().get("id").getAsString())
                        .toList());
    }

    @Test
    void a_state_comes_without_being_asked_for_each_time() {
        assertEquals(-3.5f, told("sensor").get("state").getAsFloat());
    }

    @Test
    void a_command_and_the_state_that_follows_it_have_ids_of_two_bytes() {
        WaterHeaterCommandRequest command = (WaterHeaterCommandRequest) device.received().stream()
                .filter(WaterHeaterCommandRequest.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertEquals(EspHomeServer.HEATER, command.getKey());
        assertEquals(55, command.getTargetTemperature());
        assertEquals(55, told("heater").get("targetTemperature").getAsInt());
    }

    private static JsonObject told(String name) {
        return told.getAsJsonObject(name);
    }

    private static void requireTool(String tool) throws Exception {
        try {
            run(tool, "--version");
        } catch (IOException e) {
            String message = tool + " is not installed here";
            if ("true".equals(System.getenv("CI"))) {
                fail(message);
            }
            Assumptions.abort(message);
        }
    }

    /** Runs it to its end, and gives what it printed. */
    private static String run(String... command) throws Exception {
        Path out = folder.resolve("out.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            boolean succeeded = process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
            assertTrue(succeeded, () -> String.join(" ", command) + " failed:\n" + read(out));
        } finally {
            process.destroyForcibly();
        }
        return read(out);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
