package io.github.minaprotobuf.server;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** What a server process (started with {@code --jmx}) holds, seen from outside: through JMX and in /proc. */
final class ServerProbe implements AutoCloseable {

    private static final String SESSION = "org.apache.mina.transport.socket.nio.NioSocketSession";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What each connection takes of, and has to give back: objects of sessions are counted after a garbage collection. */
    record Holdings(int sessions, int descriptors, long retainedBytes) {
        boolean isWithin(Holdings others) {
            return sessions <= others.sessions
                    && descriptors <= others.descriptors
                    && retainedBytes <= others.retainedBytes;
        }
    }

    private record Live(long bytes, int sessions) {}

    static {
        // RMI waits for ever on a server that does not answer any more.
        System.setProperty("sun.rmi.transport.tcp.responseTimeout", Long.toString(PATIENCE.toMillis()));
    }

    private final Path process;
    private final int port;
    private final JMXConnector connector;
    private final MBeanServerConnection beans;

    private ServerProbe(ServerProcess server, JMXConnector connector) throws IOException {
        this.process = Path.of("/proc", Long.toString(server.pid()));
        this.port = server.address().getPort();
        this.connector = connector;
        this.beans = connector.getMBeanServerConnection();
    }

    @SuppressWarnings("BanJNDI") // JMX of a process that the test started
    static ServerProbe attach(ServerProcess server) throws Exception {
        VirtualMachine machine = VirtualMachine.attach(Long.toString(server.pid()));
        try {
            JMXServiceURL address = new JMXServiceURL(machine.startLocalManagementAgent());
            return new ServerProbe(server, JMXConnectorFactory.connect(address));
        } finally {
            machine.detach();
        }
    }

    Holdings holdings() throws Exception {
        return new Holdings(live().sessions, descriptors(), statistic("RetainedBytes"));
    }

    /** Waits until the server holds no more than that. */
    void awaitHoldings(Holdings expected) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Holdings now = holdings();
        while (!now.isWithin(expected)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after " + PATIENCE.toSeconds() + " s still " + now + ", not " + expected);
            }
            Thread.sleep(20);
            now = holdings();
        }
    }

    /** Bytes of objects that a full garbage collection leaves. */
    long heapAfterGc() throws Exception {
        return live().bytes;
    }

    /** Bytes of direct buffers. */
    long directBytes() throws Exception {
        return (Long) beans.getAttribute(new ObjectName("java.nio:type=BufferPool,name=direct"), "MemoryUsed");
    }

    /** One of {@code CodecStatistics}. */
    long statistic(String attribute) throws Exception {
        return (Long) beans.getAttribute(
                new ObjectName("io.github.minaprotobuf:type=CodecStatistics,port=" + port), attribute);
    }

    private Live live() throws Exception {
        String histogram = (String) beans.invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
        long bytes = 0;
        int sessions = 0;
        for (String line : histogram.lines().toList()) {
            String[] columns = line.trim().split("\\s+"); // number, instances, bytes, class; at the end Total, ...
            if (columns[0].equals("Total")) {
                bytes = Long.parseLong(columns[2]);
            } else if (columns.length >= 4 && columns[3].equals(SESSION)) {
                sessions = Integer.parseInt(columns[1]);
            }
        }
        return new Live(bytes, sessions);
    }

    /** Open descriptors, without the sockets of JMX itself. */
    private int descriptors() throws IOException {
        Set<String> ofJmx = socketsOfOtherPorts();
        int count = 0;
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path each : descriptors) {
                if (!ofJmx.contains(target(each))) {
                    count++;
                }
            }
        }
        return count;
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return "closed meanwhile";
        }
    }

    /** The server's own sockets, listening and connected, all have its port. */
    private Set<String> socketsOfOtherPorts() throws IOException {
        String own = String.format(":%04X", port);
        Set<String> others = new HashSet<>();
        for (String table : List.of("net/tcp", "net/tcp6")) {
            for (String line : Files.readAllLines(process.resolve(table))) {
                String[] columns = line.trim().split("\\s+");
                if (!columns[1].endsWith(own)) {
                    others.add("socket:[" + columns[9] + "]");
                }
            }
        }
        return others;
    }

    @Override
    public void close() throws IOException {
        connector.close();
    }
}
