package io.github.minaprotobuf.bench;

import io.github.minaprotobuf.bench.plot.Plots;
import java.nio.file.Path;

/**
 * Runs one benchmark of the echo server:
 *
 * <pre>
 *   mvn -B verify -DskipTests -pl server-example -am -Dbench.server=echo          rate, latency, CPU, memory, and peers
 *   mvn -B verify -DskipTests -pl server-example -am -Dbench.server=connections   memory as connections grow to 10,000
 *   mvn -B verify -DskipTests -pl server-example -am -Dbench.server=plots         draws all results, the codec's too
 * </pre>
 *
 * <p>Results go to {@code src/bench/results}, or where {@code -Dbench.results} says. {@code -Dbench.quick} only shows
 * that all of it works; its results prove nothing and go to {@code target/bench}. The other settings and their defaults
 * stand in the profile {@code bench} of the module's pom.
 */
public final class ServerBenchmarks {

    private ServerBenchmarks() {}

    /** @param args the benchmark's name, then the directories of this module and of the codec's */
    public static void main(String... args) throws Exception {
        String name = args[0];
        Path results = Settings.results(args[1]);
        switch (name) {
            case "echo" -> EchoRun.run(results);
            case "connections" -> ConnectionGrowth.run(results);
            case "plots" -> Plots.draw(results, Settings.results(args[2]));
            default ->
                throw new IllegalArgumentException("-Dbench.server=" + name + " is none of echo, connections, plots");
        }
    }
}
