package io.github.minaprotobuf.client.bench;

import io.github.minaprotobuf.client.wire.Target;
import io.github.minaprotobuf.client.wire.Tls;
import java.security.KeyManagementException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

/**
 * What makes the engines of connections to one target. The codec's TLS filter asks for engines without saying whom they
 * will talk to; these know, and so ask for that name and find it in the certificate.
 */
final class TargetContext extends SSLContext {

    private TargetContext(SSLContextSpi engines, SSLContext provider) {
        super(engines, provider.getProvider(), provider.getProtocol());
    }

    static TargetContext of(Tls tls, Target target) {
        try {
            return new TargetContext(new Engines(tls, target), SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without TLS", e);
        }
    }

    private static final class Engines extends SSLContextSpi {
        private final Tls tls;
        private final Target target;

        Engines(Tls tls, Target target) {
            this.tls = tls;
            this.target = target;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return tls.engine(target.host(), target.port());
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return engineCreateSSLEngine();
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("has keys and trust of its own");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            throw new UnsupportedOperationException("engines only");
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw new UnsupportedOperationException("engines only");
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            throw new UnsupportedOperationException("engines only");
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            throw new UnsupportedOperationException("engines only");
        }
    }
}
