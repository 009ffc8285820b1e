package io.github.minaprotobuf.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("2,000 sessions that each declare 32 MiB, send 64 KiB and stall, in a heap of 256 MiB")
class StalledSessionsTest {

    @Test
    @Timeout(120)
    void the_budget_refuses_what_it_must_and_a_sound_session_goes_on() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StalledSessions.class.getName(),
                        "2000")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(10, TimeUnit.SECONDS);
        System.out.print(output);
        assertEquals(0, process.exitValue(), output);
    }
}
