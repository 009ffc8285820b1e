package io.github.minaprotobuf.client;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Keys with certificates, self-signed at first, made by the JDK's keytool when a test asks for them. */
record KeyFiles(Path keystore, Path certificate, Path key) {

    static final String PASSWORD = "only for this test";

    static KeyFiles create(Path folder, String name, String... furtherOptions) throws Exception {
        KeyFiles files = new KeyFiles(
                folder.resolve(name + ".p12"), folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
        List<String> options = new ArrayList<>(
                List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=" + name));
        options.addAll(List.of(furtherOptions));
        files.keytool(options);
        KeyStore made = files.load();
        writePem(files.certificate, "CERTIFICATE", made.getCertificate("key").getEncoded());
        writePem(
                files.key,
                "PRIVATE KEY",
                made.getKey("key", PASSWORD.toCharArray()).getEncoded());
        return files;
    }

    /** Has the authority sign this certificate anew, with those extensions and dates. */
    KeyFiles signedBy(KeyFiles authority, String... options) throws Exception {
        Path request = keystore.resolveSibling(keystore.getFileName() + ".csr");
        keytool(List.of("-certreq", "-file", request.toString()));
        List<String> signing = new ArrayList<>(
                List.of("-gencert", "-rfc", "-infile", request.toString(), "-outfile", certificate.toString()));
        signing.addAll(List.of(options));
        authority.keytool(signing);
        Files.writeString(certificate, Files.readString(authority.certificate), StandardOpenOption.APPEND);
        keytool(List.of("-importcert", "-noprompt", "-file", certificate.toString()));
        return this;
    }

    private void keytool(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC")); // it ends soon
        command.addAll(options);
        command.addAll(List.of(
                "-alias", "key", "-keystore", keystore.toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException("keytool failed: " + output);
        }
    }

    /** For a server with this key, which trusts the certificate of that client. */
    SSLContext serverContext(KeyFiles client) throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(load(), PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", client.load().getCertificate("key"));
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private KeyStore load() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static void writePem(Path file, String label, byte[] encoded) throws IOException {
        Files.writeString(
                file,
                "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(encoded) + "\n-----END "
                        + label + "-----\n");
    }
}
