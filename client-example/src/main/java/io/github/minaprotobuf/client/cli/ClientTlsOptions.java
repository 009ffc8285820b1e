package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.wire.ServerTls;
import io.github.minaprotobuf.client.wire.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say whom to trust, and what to show, on a connection over TLS. */
final class ClientTlsOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--tls",
            description = "speaks TLS 1.2 or 1.3; a server in process shows a certificate made for the run")
    private boolean tls;

    @Option(
            names = "--cacert",
            paramLabel = "FILE",
            description = "PEM file with the authorities to trust (default: those that the JDK trusts)")
    private Path authorities;

    @Option(names = "--cert", paramLabel = "FILE", description = "PEM file with a certificate to show, and its chain")
    private Path certificate;

    @Option(names = "--key", paramLabel = "FILE", description = "PEM file with its private key, PKCS #8, not encrypted")
    private Path key;

    @Option(
            names = "--sni",
            paramLabel = "NAME",
            description = "the name to ask for, and to find in the certificate (default: the host)")
    private String name;

    @Option(names = "--insecure", description = "trusts whoever answers")
    private boolean insecure;

    /**
     * Of a server somewhere.
     *
     * @throws UnreachableException when a file cannot be used
     */
    Optional<Tls> settings(String address) throws UnreachableException {
        requireCompanions();
        try {
            return tls ? Optional.of(Tls.of(authorities, certificate, key, name, insecure)) : Optional.empty();
        } catch (IOException e) {
            throw new UnreachableException(address, e);
        }
    }

    /** Of the server that this process is about to start, with a certificate made for this run, which this trusts. */
    Optional<BothSides> inProcess() throws IOException {
        requireCompanions();
        if (authorities != null) {
            throw wrongUsage(
                    "--cacert needs a --port: the server in process shows a certificate of its own, which is trusted");
        }
        if (!tls) {
            return Optional.empty();
        }
        ServerTls server = ServerTls.selfSigned(name == null ? List.of("127.0.0.1") : List.of("127.0.0.1", name));
        return Optional.of(new BothSides(server, Tls.trusting(server.certificate(), certificate, key, name, insecure)));
    }

    /** What a server and its client in one process need. */
    record BothSides(ServerTls server, Tls client) {}

    private void requireCompanions() {
        if (!tls && isAnyButTlsGiven()) {
            throw wrongUsage("--cacert, --cert, --key, --sni and --insecure need --tls");
        }
        if ((certificate == null) != (key == null)) {
            throw wrongUsage("--cert and --key need each other");
        }
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    private boolean isAnyButTlsGiven() {
        return authorities != null || certificate != null || key != null || name != null || insecure;
    }
}
