package io.github.minaprotobuf.client.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** TLS 1.2 and 1.3 on the server's side. */
public final class ServerTls {

    private static final String ALIAS = "server";

    private final SSLContext context;
    private final Certificate certificate;

    private ServerTls(KeyManager[] keys, Certificate certificate) throws GeneralSecurityException {
        this.certificate = certificate;
        context = SSLContext.getInstance("TLS");
        context.init(keys, null, null);
    }

    /**
     * With a key from PEM files.
     *
     * @throws IOException with a message fit for the user, when a file cannot be used
     */
    public static ServerTls of(Path certificate, Path key) throws IOException {
        try {
            return new ServerTls(
                    Tls.keys(certificate, key),
                    Tls.certificates(certificate).iterator().next());
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + e.getFile(), e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("cannot use " + certificate + " and " + key + ": " + e.getMessage(), e);
        }
    }

    /**
     * With a key of its own, made now, and a certificate for these hosts, signed by nobody else. The JDK makes such with its
     * keytool alone.
     *
     * @throws IOException with a message fit for the user, when it cannot be made
     */
    public static ServerTls selfSigned(List<String> hosts) throws IOException {
        Path folder = Files.createTempDirectory("interop-client");
        Path store = folder.resolve("key.p12");
        String password = HexFormat.of().formatHex(SecureRandom.getSeed(16));
        try {
            keytool(store, hosts, password);
            KeyStore made = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(store)) {
                made.load(in, password.toCharArray());
            }
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(made, password.toCharArray());
            return new ServerTls(factory.getKeyManagers(), made.getCertificate(ALIAS));
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot make a certificate: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(store);
            Files.deleteIfExists(folder);
        }
    }

    private static void keytool(Path store, List<String> hosts, String password) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1", // it ends soon
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=interop-client",
                "-ext",
                hosts.stream().map(ServerTls::alternativeName).collect(Collectors.joining(",", "san=", "")),
                "-alias",
                ALIAS,
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass:env",
                "STORE_PASSWORD");
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("STORE_PASSWORD", password);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("cannot make a certificate: keytool says " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while keytool makes a certificate");
        }
    }

    private static String alternativeName(String host) {
        return (host.contains(":") || host.matches("[0-9.]+") ? "ip:" : "dns:") + host;
    }

    /** For a server that does without {@link #secure}. */
    public SSLContext context() {
        return context;
    }

    /** What clients see. */
    public Certificate certificate() {
        return certificate;
    }

    /** @throws IOException when the handshake fails, or does not end within the socket's timeout */
    public Socket secure(Socket accepted) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(accepted, null, true);
        socket.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        socket.startHandshake();
        return socket;
    }
}
