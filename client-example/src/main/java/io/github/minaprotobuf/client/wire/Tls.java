package io.github.minaprotobuf.client.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS 1.2 and 1.3 on the client's side, from PEM files. */
public final class Tls {

    private static final char[] NO_PASSWORD = {};

    /** How the JDK's message begins when the other side has sent an alert. */
    private static final String ALERT = "Received fatal alert: ";

    private final SSLContext context;
    private final String name;
    private final boolean insecure;

    private Tls(SSLContext context, String name, boolean insecure) {
        this.context = context;
        this.name = name;
        this.insecure = insecure;
    }

    /**
     * @param authorities whom to trust; null: whom the JDK trusts
     * @param certificate what to show, with {@code key}; null: nothing
     * @param name what to ask for, and to find in the certificate; null: the host
     * @param insecure trusts whoever answers
     * @throws IOException with a message fit for the user, when a file cannot be used
     */
    public static Tls of(Path authorities, Path certificate, Path key, String name, boolean insecure)
            throws IOException {
        try {
            TrustManager[] trust = authorities == null ? null : trust(certificates(authorities));
            return new Tls(context(trust, certificate, key, insecure), name, insecure);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + e.getFile(), e);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("cannot use the files of --cacert, --cert or --key: " + e.getMessage(), e);
        }
    }

    /** As {@link #of}, and trusts that certificate alone. */
    public static Tls trusting(Certificate authority, Path certificate, Path key, String name, boolean insecure)
            throws IOException {
        try {
            return new Tls(context(trust(List.of(authority)), certificate, key, insecure), name, insecure);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("cannot use the files of --cert or --key: " + e.getMessage(), e);
        }
    }

    private static SSLContext context(TrustManager[] trust, Path certificate, Path key, boolean insecure)
            throws IOException, GeneralSecurityException {
        KeyManager[] keys = certificate == null ? null : keys(certificate, key);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, insecure ? new TrustManager[] {new TrustAnyone()} : trust, null);
        return context;
    }

    /** @throws IOException when the handshake fails, or does not end within the socket's timeout */
    public Socket secure(Socket plain, String host) throws IOException {
        String expected = name == null ? host : name;
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, expected, plain.getPort(), true);
        socket.setSSLParameters(configured(socket.getSSLParameters()));
        socket.startHandshake();
        return socket;
    }

    /** For a connection that is not to block. */
    public SSLEngine engine(String host, int port) {
        SSLEngine engine = context.createSSLEngine(name == null ? host : name, port);
        engine.setUseClientMode(true);
        engine.setSSLParameters(configured(engine.getSSLParameters()));
        return engine;
    }

    private SSLParameters configured(SSLParameters parameters) {
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        if (!insecure) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (name != null) {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        }
        return parameters;
    }

    /** Whether the server has ended the handshake. */
    static boolean isRefusal(IOException e) {
        return String.valueOf(e.getMessage()).startsWith(ALERT);
    }

    /** Why TLS failed, for the user. */
    static String reason(IOException e) {
        boolean wantsAnother = isRefusal(e) && e.getMessage().contains("certificate");
        return e.getMessage() + (wantsAnother ? "; the server asks for a certificate that it trusts" : "");
    }

    private static TrustManager[] trust(Collection<? extends Certificate> authorities)
            throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (Certificate each : authorities) {
            trusted.setCertificateEntry("authority-" + trusted.size(), each);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    static KeyManager[] keys(Path certificate, Path key) throws IOException, GeneralSecurityException {
        Certificate[] chain = certificates(certificate).toArray(Certificate[]::new);
        if (chain.length == 0) {
            throw new IOException("there is no certificate in " + certificate);
        }
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("own", privateKey(key, chain[0].getPublicKey().getAlgorithm()), NO_PASSWORD, chain);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(own, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    static Collection<? extends Certificate> certificates(Path pem) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(pem)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in);
        }
    }

    private static PrivateKey privateKey(Path pem, String algorithm) throws IOException, GeneralSecurityException {
        String base64 = Files.readString(pem).replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance(algorithm)
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
    }

    /** For {@code --insecure}. Extends the class whose subclasses the JDK does not wrap into checks of its own. */
    private static final class TrustAnyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
