package io.github.minaprotobuf.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The server's command line: options, readiness line, signals. */
@Command(
        name = "echo-server",
        description = "Sends each length-prefixed protobuf message back to its sender.",
        mixinStandardHelpOptions = true,
        versionProvider = EchoServerCommand.Version.class,
        showDefaultValues = true,
        usageHelpAutoWidth = true)
final class EchoServerCommand implements Callable<Integer> {

    @Option(names = "--host", defaultValue = "127.0.0.1", paramLabel = "ADDRESS", description = "address to listen on")
    private String host;

    @Option(names = "--port", defaultValue = "9123", paramLabel = "PORT",
            description = "port to listen on; 0 picks a free one")
    private int port;

    @Option(names = "--format", defaultValue = "le32", paramLabel = "FORMAT", converter = WireFormatConverter.class,
            description = "what stands before each message: le32, be32, varint32 or grpc")
    private WireFormat format;

    @Option(names = "--max-frame", defaultValue = "64MiB", paramLabel = "SIZE", converter = FrameLengthConverter.class,
            description = "longest message, in bytes or with KiB, MiB, GiB")
    private int maxFrame;

    static void main(String... args) {
        System.exit(new CommandLine(new EchoServerCommand()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        EchoServer server;
        try {
            server = EchoServer.builder().host(host).port(port).format(format).maxFrameLength(maxFrame).start();
        } catch (IOException | RuntimeException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            System.err.println("echo-server: cannot listen on " + host + ":" + port + ": " + reason.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "shutdown"));
        InetSocketAddress address = server.address();
        System.out.println("listening on " + host + ":" + address.getPort() + " " + format);
        new CountDownLatch(1).await();
        return CommandLine.ExitCode.OK;
    }

    private static void stop(EchoServer server) {
        server.close();
        System.out.flush();
        // A clean stop on SIGTERM is a success; without this the JVM exits with 128 + the signal's number.
        Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
    }

    private static final class WireFormatConverter implements CommandLine.ITypeConverter<WireFormat> {
        @Override
        public WireFormat convert(String value) {
            try {
                return WireFormat.parse(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private static final class FrameLengthConverter implements CommandLine.ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            try {
                return ByteSize.parseInt(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = EchoServerCommand.class.getPackage().getImplementationVersion();
            return new String[] {"echo-server " + (version == null ? "(not packaged)" : version)};
        }
    }
}
