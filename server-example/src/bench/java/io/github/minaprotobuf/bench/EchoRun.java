package io.github.minaprotobuf.bench;

import com.google.gson.Gson;
import io.github.minaprotobuf.bench.client.LoadClient;
import io.github.minaprotobuf.bench.client.Measurement;
import io.github.minaprotobuf.bench.client.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Echo servers as whole processes, all driven by the same client. They take turns (A B C, A B C, ...), so that a slow
 * minute of the machine hits all; each turn has a fresh server and a fresh client.
 */
final class EchoRun {

    private static final Gson GSON = new Gson();

    private EchoRun() {}

    static void run(Path results) throws IOException {
        List<Contender> contenders = Settings.selected("servers", Contender.all());
        List<EchoRow> rows = new ArrayList<>();
        for (Load load : Settings.selected("loads", Load.ALL)) {
            measure(load, contenders).forEach((contender, turns) -> rows.add(row(load, contender, turns)));
        }
        System.out.print(EchoTable.of(rows));
        ResultFile.write(results.resolve("echo.json"), rows, "jvmArgs", "oursArgs");
    }

    private static Map<Contender, List<Measurement>> measure(Load load, List<Contender> contenders) throws IOException {
        Map<Contender, List<Measurement>> turns = new LinkedHashMap<>();
        int rounds = Settings.isQuick() ? 1 : (int) Settings.number("rounds");
        for (int round = 0; round < rounds; round++) {
            for (Contender contender : contenders) {
                Measurement turn = measure(load, contender);
                turns.computeIfAbsent(contender, key -> new ArrayList<>()).add(turn);
                System.out.printf(
                        Locale.ROOT,
                        "%-10s round %d  %-14s %,12.0f msg/s%n",
                        load,
                        round + 1,
                        contender,
                        turn.messagesPerSecond());
            }
        }
        return turns;
    }

    private static Measurement measure(Load load, Contender contender) throws IOException {
        try (ServerProcess server = ServerProcess.start(contender)) {
            Task task = new Task(
                    server.port(),
                    server.pid(),
                    load.payloadBytes(),
                    load.connections(),
                    load.inFlight(),
                    seconds("warmupSeconds"),
                    seconds("seconds"));
            try (ChildProcess client = ChildProcess.java(List.of(
                    "-Xmx512m",
                    "-classpath",
                    System.getProperty("java.class.path"),
                    LoadClient.class.getName(),
                    GSON.toJson(task)))) {
                return GSON.fromJson(client.readLine(), Measurement.class);
            }
        }
    }

    private static double seconds(String setting) {
        return Settings.isQuick() ? 1 : Settings.number(setting);
    }

    private static EchoRow row(Load load, Contender contender, List<Measurement> turns) {
        return new EchoRow(
                load.toString(),
                contender.toString(),
                median(turns, Measurement::messagesPerSecond),
                median(turns, Measurement::p50Micros),
                median(turns, Measurement::p99Micros),
                median(turns, Measurement::p999Micros),
                median(turns, Measurement::serverCpuSecondsPerMillion),
                median(turns, Measurement::serverPeakRssMiB),
                turns);
    }

    private static double median(List<Measurement> turns, ToDoubleFunction<Measurement> value) {
        return Statistics.median(turns.stream().mapToDouble(value).toArray());
    }
}
