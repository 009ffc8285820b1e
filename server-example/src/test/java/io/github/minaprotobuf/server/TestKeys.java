package io.github.minaprotobuf.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys and certificates that are made, in a folder, when a test asks for them, with the JDK's keytool. */
final class TestKeys {

    static final String PASSWORD = "only for this test";

    private static final String LOCALHOST = "san=dns:localhost,ip:127.0.0.1";

    private final Path folder;

    TestKeys(Path folder) {
        this.folder = folder;
    }

    /** A self-signed certificate for localhost, valid today, as {@code NAME.p12} and {@code NAME.pem}. */
    TestKeys create(String name, String... furtherOptions) throws Exception {
        List<String> options = new ArrayList<>(List.of(
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=" + name,
                "-ext",
                LOCALHOST));
        options.addAll(List.of(furtherOptions));
        keytool(name, options);
        Files.writeString(certificate(name), pem(load(name).getCertificate(name)));
        return this;
    }

    private static String pem(Certificate certificate) throws CertificateEncodingException {
        return "-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /** Has the authority make the certificate anew, for localhost, with those dates. */
    TestKeys sign(String name, String authority, String... dates) throws Exception {
        String request = folder.resolve(name + ".csr").toString();
        Path chain = certificate(name);
        keytool(name, List.of("-certreq", "-alias", name, "-file", request));
        List<String> options = new ArrayList<>(
                List.of("-gencert", "-rfc", "-alias", authority, "-infile", request, "-outfile", chain.toString()));
        options.addAll(List.of("-ext", LOCALHOST));
        options.addAll(List.of(dates));
        keytool(authority, options);
        Files.writeString(chain, Files.readString(certificate(authority)), StandardOpenOption.APPEND);
        keytool(name, List.of("-importcert", "-noprompt", "-alias", name, "-file", chain.toString()));
        return this;
    }

    Path folder() {
        return folder;
    }

    Path keystore(String name) {
        return folder.resolve(name + ".p12");
    }

    Path certificate(String name) {
        return folder.resolve(name + ".pem");
    }

    /** Starts the echo server with that key; it asks clients for the certificate of "client". */
    ServerProcess start(String name, String... furtherOptions) throws IOException {
        return ServerProcess.start(optionsOf(name, furtherOptions));
    }

    ServerProcess start(List<String> jvmOptions, String name, String... furtherOptions) throws IOException {
        return ServerProcess.start(jvmOptions, optionsOf(name, furtherOptions));
    }

    private String[] optionsOf(String name, String... furtherOptions) throws IOException {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        List<String> options = new ArrayList<>(List.of(
                "--tls-keystore",
                keystore(name).toString(),
                "--tls-password-file",
                password.toString(),
                "--tls-client-auth",
                "need",
                "--tls-client-ca",
                certificate("client").toString()));
        options.addAll(List.of(furtherOptions));
        return options.toArray(String[]::new);
    }

    /** For a client that trusts {@code trusted} and shows {@code own}, or nothing when that is null. */
    SSLContext clientContext(String trusted, String own) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(load(trusted));
        SSLContext context = SSLContext.getInstance("TLS");
        if (own == null) {
            context.init(null, trust.getTrustManagers(), null);
        } else {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(load(own), PASSWORD.toCharArray());
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        }
        return context;
    }

    private KeyStore load(String name) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore(name))) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private void keytool(String name, List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC")); // it ends soon
        command.addAll(options);
        command.addAll(List.of("-keystore", keystore(name).toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("keytool failed: " + output);
        }
    }
}
