package io.github.minaprotobuf.bench;

import io.github.minaprotobuf.codec.DecodeCosts;
import java.nio.file.Path;

/**
 * Runs one benchmark of the codec:
 *
 * <pre>
 *   mvn -B verify -pl codec -Dbench.codec=jmh      time and allocation per frame, beside the peers
 *   mvn -B verify -pl codec -Dbench.codec=frames   decode time as frames grow from 64 B to 1 GiB
 *   mvn -B verify -pl codec -Dbench.codec=costs    heap and time that the costliest legal bodies take; prints a table
 * </pre>
 *
 * <p>Results go to {@code src/bench/results}, or where {@code -Dbench.results} says. {@code -Dbench.quick} only shows
 * that all of it works; its results prove nothing and go to {@code target/bench}. The other settings and their defaults
 * stand in the profile {@code bench} of the module's pom.
 */
public final class CodecBenchmarks {

    private CodecBenchmarks() {}

    /** @param args the benchmark's name, then the directory of the module */
    public static void main(String... args) throws Exception {
        String name = args[0];
        Path results = Settings.results(args[1]);
        switch (name) {
            case "jmh" -> JmhRun.run(results);
            case "frames" -> FrameGrowth.run(results);
            case "costs" ->
                DecodeCosts.process(Settings.isQuick() ? 1 << 16 : 1 << 20, 5)
                        .inheritIO()
                        .start()
                        .waitFor();
            default -> throw new IllegalArgumentException("-Dbench.codec=" + name + " is none of jmh, frames, costs");
        }
    }
}
