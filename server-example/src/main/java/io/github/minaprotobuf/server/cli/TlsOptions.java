package io.github.minaprotobuf.server.cli;

import io.github.minaprotobuf.server.TlsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of TLS. A password never stands on the command line, where every user of the machine can read it. */
final class TlsOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--tls-keystore",
            paramLabel = "FILE",
            description = "speak TLS, with the key and certificates of this PKCS #12 file")
    private Path keystore;

    @Option(
            names = "--tls-password-file",
            paramLabel = "FILE",
            description = "the keystore's password is the first line of this file")
    private Path passwordFile;

    @Option(
            names = "--tls-password-env",
            paramLabel = "NAME",
            description = "the keystore's password is in this environment variable")
    private String passwordVariable;

    @Option(
            names = "--tls-client-auth",
            defaultValue = "none",
            paramLabel = "none|want|need",
            description = "whether clients have to show a certificate")
    private TlsSettings.ClientAuth clientAuth;

    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            description = "PEM file with the authorities of client certificates (default: those that the JDK trusts)")
    private Path clientAuthorities;

    @Option(
            names = "--tls-versions",
            defaultValue = "TLSv1.3,TLSv1.2",
            split = ",",
            paramLabel = "VERSION",
            description = "versions to speak")
    private List<String> versions;

    /**
     * @throws ParameterException when options are missing or contradict each other
     * @throws IOException when the password cannot be had
     */
    Optional<TlsSettings> settings() throws IOException {
        if (!TlsSettings.DEFAULT_VERSIONS.containsAll(versions)) {
            throw wrongUsage("--tls-versions " + versions + " are not all of " + TlsSettings.DEFAULT_VERSIONS);
        }
        if (keystore == null) {
            if (passwordFile != null
                    || passwordVariable != null
                    || clientAuthorities != null
                    || clientAuth != TlsSettings.ClientAuth.NONE
                    || command.commandLine().getParseResult().hasMatchedOption("--tls-versions")) {
                throw wrongUsage("options of TLS need --tls-keystore");
            }
            return Optional.empty();
        }
        if ((passwordFile == null) == (passwordVariable == null)) {
            throw wrongUsage("--tls-keystore needs one of --tls-password-file and --tls-password-env");
        }
        String password = passwordFile == null ? fromEnvironment() : fromFile();
        return Optional.of(
                new TlsSettings(keystore, password, clientAuth, Optional.ofNullable(clientAuthorities), versions));
    }

    private String fromEnvironment() {
        String password = System.getenv(passwordVariable);
        if (password == null) {
            throw wrongUsage("--tls-password-env: there is no environment variable " + passwordVariable);
        }
        return password;
    }

    private String fromFile() throws IOException {
        try {
            return Files.readString(passwordFile).lines().findFirst().orElse("");
        } catch (NoSuchFileException e) {
            throw new IOException("there is no password file " + passwordFile, e);
        }
    }

    private ParameterException wrongUsage(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
