package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.wire.Target;
import io.github.minaprotobuf.client.wire.Wire;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say which server is meant. Without a port, it is one that the client starts itself. */
final class TargetOptions {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int LARGEST_PORT = 65_535;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--host",
            defaultValue = LOOPBACK,
            paramLabel = "HOST",
            description = "where the server is (default: ${DEFAULT-VALUE})")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "its port; without one, an echo server is started in process, on a free loopback port")
    private Integer port;

    @Option(
            names = "--format",
            defaultValue = "le32",
            paramLabel = "FORMAT",
            converter = WireConverter.class,
            description = WireConverter.FORMATS)
    private Wire wire;

    @Option(
            names = "--type-id",
            paramLabel = "NUMBER",
            description = "for formats with a type: the id of what is sent (default: what --types says, or else 1)")
    private Long typeId;

    @Option(
            names = "--no-probe",
            description = "does not try other formats on new connections when the first exchange fails")
    private boolean noProbe;

    @Option(
            names = "--connect-timeout",
            defaultValue = "5",
            paramLabel = "SECONDS",
            converter = SecondsConverter.class,
            description = "how long to wait for each connection, and for its TLS handshake (default: ${DEFAULT-VALUE})")
    private Duration connectTimeout;

    @Option(
            names = "--max-body",
            defaultValue = "8MiB",
            paramLabel = "SIZE",
            converter = MaxBodyConverter.class,
            description = "the longest body that the server takes, in bytes or with KiB, MiB, GiB, from 128KiB to"
                    + " 1GiB (default: ${DEFAULT-VALUE})")
    private int maxBody;

    @Mixin
    private ClientTlsOptions tls;

    /**
     * Finds the server, or starts one.
     *
     * @param knownId the type id of what is sent, unless an option says another
     * @throws UnreachableException when nobody accepts a connection there, or TLS fails
     */
    ServerUnderTest open(OptionalLong knownId) throws UnreachableException {
        validate();
        OptionalLong id = typeId().isPresent() ? typeId() : knownId;
        if (id.isPresent()) {
            wire = sending(id.getAsLong());
        }
        return inProcess() ? start() : existing();
    }

    /** The id that the option says. */
    OptionalLong typeId() {
        return typeId == null ? OptionalLong.empty() : OptionalLong.of(typeId);
    }

    /** Whether other formats may be tried on the server. */
    boolean mayTryFormats() {
        return !noProbe;
    }

    private Wire sending(long id) {
        try {
            return wire.sendingType(id);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    /** Whether {@link #open} starts a server, in this process. */
    boolean inProcess() {
        return port == null;
    }

    /** The longest body that the server takes, in bytes. */
    int maxBody() {
        return maxBody;
    }

    private void validate() {
        if (inProcess() && !host.equals(LOOPBACK)) {
            throw new ParameterException(command.commandLine(), "--host " + host + " needs a --port");
        }
        if (port != null && (port < 1 || port > LARGEST_PORT)) {
            throw new ParameterException(command.commandLine(), "--port " + port + " is not in 1.." + LARGEST_PORT);
        }
    }

    private ServerUnderTest start() throws UnreachableException {
        try {
            return EchoInProcess.start(wire, maxBody, connectTimeout, tls.inProcess());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command.commandLine(), e.getMessage() + "; name a server of that format with --port", e);
        } catch (IOException e) {
            throw new UnreachableException("an echo server in process", e);
        }
    }

    private ServerUnderTest existing() throws UnreachableException {
        Target target = new Target(host, port, wire, connectTimeout, tls.settings(host + ":" + port));
        try {
            target.probe();
        } catch (IOException e) {
            throw new UnreachableException(target.address(), e);
        }
        return new ServerUnderTest(target, Optional.empty());
    }
}
