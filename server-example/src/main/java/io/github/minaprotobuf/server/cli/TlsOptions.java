package io.github.minaprotobuf.server.cli;

import io.github.minaprotobuf.transport.ProtobufAcceptorBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options of TLS. A password never stands on the command line, where every user of the machine can read it. */
final class TlsOptions {

    private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    private enum ClientAuth {
        NONE,
        WANT,
        NEED
    }

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
    private ClientAuth clientAuth;

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
     * Has the acceptor speak TLS, if the options say so.
     *
     * @throws ParameterException when options are missing or contradict each other
     * @throws IOException with the file's name and the reason when one cannot be used
     */
    void applyTo(ProtobufAcceptorBuilder acceptor) throws IOException {
        if (!VERSIONS.containsAll(versions)) {
            throw wrongUsage("--tls-versions " + versions + " are not all of " + VERSIONS);
        }
        if (keystore != null) {
            KeyFiles files = new KeyFiles(keystore, password(), Optional.ofNullable(clientAuthorities));
            acceptor.tls(files.context(), parameters());
        } else if (passwordFile != null
                || passwordVariable != null
                || clientAuthorities != null
                || clientAuth != ClientAuth.NONE
                || command.commandLine().getParseResult().hasMatchedOption("--tls-versions")) {
            throw wrongUsage("options of TLS need --tls-keystore");
        }
    }

    private SSLParameters parameters() {
        SSLParameters parameters = new SSLParameters(null, versions.toArray(String[]::new));
        switch (clientAuth) {
            case NONE -> parameters.setNeedClientAuth(false);
            case WANT -> parameters.setWantClientAuth(true);
            case NEED -> parameters.setNeedClientAuth(true);
        }
        return parameters;
    }

    private String password() throws IOException {
        if ((passwordFile == null) == (passwordVariable == null)) {
            throw wrongUsage("--tls-keystore needs one of --tls-password-file and --tls-password-env");
        }
        return passwordFile == null ? passwordFromEnvironment() : passwordFromFile();
    }

    private String passwordFromEnvironment() {
        String password = System.getenv(passwordVariable);
        if (password == null) {
            throw wrongUsage("--tls-password-env: there is no environment variable " + passwordVariable);
        }
        return password;
    }

    private String passwordFromFile() throws IOException {
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
