package io.github.minaprotobuf.client.cli;

import io.github.minaprotobuf.client.wire.ServerTls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that say what is shown to clients that connect over TLS. */
final class ListenerTlsOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--listen-tls",
            description =
                    "clients speak TLS with the tap, which can thus read inside of it; without the next two options,"
                            + " with a certificate made for this run, which nobody trusts by itself")
    private boolean tls;

    @Option(
            names = "--listen-cert",
            paramLabel = "FILE",
            description = "PEM file with the certificate that clients see, and its chain")
    private Path certificate;

    @Option(
            names = "--listen-key",
            paramLabel = "FILE",
            description = "PEM file with its private key, PKCS #8, not encrypted")
    private Path key;

    /** @param host for which a certificate is made, where none is given */
    Optional<ServerTls> settings(String host) {
        if (!tls && (certificate != null || key != null)) {
            throw new ParameterException(command.commandLine(), "--listen-cert and --listen-key need --listen-tls");
        }
        if ((certificate == null) != (key == null)) {
            throw new ParameterException(command.commandLine(), "--listen-cert and --listen-key need each other");
        }
        try {
            if (!tls) {
                return Optional.empty();
            }
            return Optional.of(
                    certificate == null ? ServerTls.selfSigned(List.of(host)) : ServerTls.of(certificate, key));
        } catch (IOException e) {
            throw new ParameterException(command.commandLine(), "--listen-tls: " + e.getMessage(), e);
        }
    }
}
