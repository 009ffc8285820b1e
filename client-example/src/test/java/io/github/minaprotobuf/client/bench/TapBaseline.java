package io.github.minaprotobuf.client.bench;

import io.github.minaprotobuf.client.InteropClient;
import io.github.minaprotobuf.server.EchoServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Compares the benchmark's closed loop through the tap, which prints each frame to /dev/null, with the same through {@link
 * PlainRelay}, in turns; echo server and relays are JVMs of their own. Arguments: further options of the tap. Exits with 1
 * when the median of the ratios is under 0.5.
 */
final class TapBaseline {

    private static final int ROUNDS = 5;
    private static final double LEAST = 0.5;

    private TapBaseline() {}

    public static void main(String... args) throws Exception {
        double ratio = median(List.of(args));
        System.out.printf(Locale.ROOT, "median of the ratios %.2f, at least %.1f wanted%n", ratio, LEAST);
        System.exit(ratio >= LEAST ? 0 : 1);
    }

    private static double median(List<String> tapOptions) throws Exception {
        int server = freePort();
        int relay = freePort();
        int tap = freePort();
        List<String> tapArguments =
                new ArrayList<>(List.of("tap", "--listen", "127.0.0.1:" + tap, "--target", "127.0.0.1:" + server));
        tapArguments.addAll(tapOptions);
        List<Process> processes = new ArrayList<>();
        try {
            processes.add(java(EchoServer.class, List.of("--port", "" + server)));
            processes.add(java(PlainRelay.class, List.of("" + relay, "" + server)));
            processes.add(java(InteropClient.class, tapArguments));
            for (int port : new int[] {server, relay, tap}) {
                awaitListener(port);
            }
            return median(relay, tap);
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
    }

    private static double median(int relay, int tap) throws InterruptedException {
        double[] ratios = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            double plain = BenchBaseline.bench(relay);
            double tapped = BenchBaseline.bench(tap);
            ratios[i] = tapped / plain;
            System.out.printf(
                    Locale.ROOT, "relay %,.0f a second, tap %,.0f a second, ratio %.2f%n", plain, tapped, ratios[i]);
        }
        return BenchBaseline.median(ratios);
    }

    private static Process java(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectOutput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static void awaitListener(int port) throws InterruptedException {
        while (true) {
            try (Socket connected = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (connected.isConnected()) {
                    return;
                }
            } catch (IOException e) {
                Thread.sleep(50);
            }
        }
    }
}
