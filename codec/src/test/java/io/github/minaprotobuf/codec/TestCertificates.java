package io.github.minaprotobuf.codec;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Keys that are made when a test asks for them, with the JDK's keytool, and trusted by tests of that process alone. */
public final class TestCertificates {

    private static final String PASSWORD = "for this test";

    /** Made once in a process: keytool takes as long as ten handshakes. */
    private static byte[] keystore;

    private TestCertificates() {}

    /** @param folder gets the file that {@link #trustOf} reads */
    public static SSLContext contextIn(Path folder) throws Exception {
        writeKeys(folder.resolve("keys.p12"));
        return contextIn(folder, trustOf(folder));
    }

    /**
     * With a trust of one's own.
     *
     * @param folder where the keys of {@link #contextIn(Path)} are
     */
    public static SSLContext contextIn(Path folder, TrustManager... trust) throws Exception {
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(load(folder.resolve("keys.p12")), PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trust, null);
        return context;
    }

    private static synchronized void writeKeys(Path file) throws Exception {
        if (keystore == null) {
            makeKeys(file);
            keystore = Files.readAllBytes(file);
        } else {
            Files.write(file, keystore);
        }
    }

    private static void makeKeys(Path file) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-J-XX:TieredStopAtLevel=1", // it ends soon
                        "-J-XX:+UseSerialGC",
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-validity",
                        "1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD,
                        "-storetype",
                        "PKCS12")
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!keytool.waitFor(30, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new IllegalStateException("keytool failed: " + output);
        }
    }

    /** For a peer that has no key, and trusts those of {@link #contextIn}. */
    public static TrustManager[] trustOf(Path folder) throws Exception {
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(load(folder.resolve("keys.p12")));
        return trustManagers.getTrustManagers();
    }

    private static KeyStore load(Path file) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }
}
