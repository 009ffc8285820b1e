package io.github.minaprotobuf.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * Where the keys of TLS are.
 *
 * @param keystore a PKCS #12 file with the server's key and certificate chain
 * @param password opens the file, and the key in it
 * @param clientAuthorities a PEM file of the certificate authorities of clients; empty: those that the JDK trusts
 */
record KeyFiles(Path keystore, String password, Optional<Path> clientAuthorities) {

    /** Without the password. */
    @Override
    public String toString() {
        return "KeyFiles[" + keystore + "]";
    }

    /** @throws IOException with the file's name and the reason when one cannot be used */
    SSLContext context() throws IOException {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(serverKeys(), password.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), clientTrust(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot use the keystore " + keystore + ": " + e.getMessage(), e);
        }
    }

    private KeyStore serverKeys() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            keys.load(in, password.toCharArray());
        } catch (NoSuchFileException e) {
            throw new IOException("there is no keystore " + keystore, e);
        } catch (IOException e) {
            throw new IOException("cannot open the keystore " + keystore + ": " + e.getMessage(), e);
        }
        if (keys.size() == 0) {
            throw new IOException("the keystore " + keystore + " is empty");
        }
        return keys;
    }

    private TrustManager[] clientTrust() throws IOException, GeneralSecurityException {
        if (clientAuthorities.isEmpty()) {
            return null; // the JDK's own
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(clientAuthorities.get())) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("authority-" + trusted.size(), each);
            }
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + clientAuthorities.get(), e);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return trust.getTrustManagers();
    }
}
