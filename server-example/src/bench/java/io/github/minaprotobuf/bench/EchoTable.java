package io.github.minaprotobuf.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The results for people: contenders under one load stand together, compared with Netty, the limit and tokio. */
final class EchoTable {

    private EchoTable() {}

    static String of(List<EchoRow> rows) {
        Map<String, List<EchoRow>> byLoad =
                rows.stream().collect(Collectors.groupingBy(EchoRow::load, LinkedHashMap::new, Collectors.toList()));
        StringBuilder table = new StringBuilder();
        byLoad.forEach((load, contenders) -> {
            table.append(String.format(
                    "%n%-14s %12s %8s %8s %8s %9s %9s %9s %9s %9s%n",
                    load,
                    "msg/s",
                    "x netty",
                    "x bare",
                    "x tokio",
                    "p50 us",
                    "p99 us",
                    "p99.9 us",
                    "CPU s/M",
                    "RSS MiB"));
            contenders.forEach(row -> table.append(line(row, contenders)));
        });
        return table.toString();
    }

    private static String line(EchoRow row, List<EchoRow> contenders) {
        return String.format(
                Locale.ROOT,
                "%-14s %,12.0f %8s %8s %8s %9.0f %9.0f %9.0f %9.2f %9.0f%n",
                row.server(),
                row.messagesPerSecond(),
                ratio(row, contenders, Contender.NETTY_NIO),
                ratio(row, contenders, Contender.BARE),
                ratio(row, contenders, Contender.TOKIO),
                row.p50Micros(),
                row.p99Micros(),
                row.p999Micros(),
                row.serverCpuSecondsPerMillion(),
                row.peakRssMiB());
    }

    private static String ratio(EchoRow row, List<EchoRow> contenders, String other) {
        return contenders.stream()
                .filter(contender -> contender.server().equals(other))
                .findFirst()
                .map(base -> String.format(Locale.ROOT, "%.2f", row.messagesPerSecond() / base.messagesPerSecond()))
                .orElse("");
    }
}
