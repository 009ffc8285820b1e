package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.example.Echo;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The echo server, in a process in which other threads misbehave. The first argument says how. */
final class ServerWithHelpers {

    private static final Logger LOG = LoggerFactory.getLogger(ServerWithHelpers.class);

    /** What a handshake meets in MINA's threads for TLS when there is no memory. */
    private static final class NoMemory extends X509ExtendedKeyManager {
        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            throw new OutOfMemoryError("of a handshake");
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            throw new UnsupportedOperationException();
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            throw new UnsupportedOperationException();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            throw new UnsupportedOperationException();
        }
    }

    private ServerWithHelpers() {}

    public static void main(String... args) throws Exception {
        Thread helper = new Thread(() -> {
            try {
                Await.until("the server runs", () -> Thread.getDefaultUncaughtExceptionHandler() != null);
                misbehave(args[0]);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        helper.setDaemon(true);
        helper.start();
        EchoServer.main("--port", "0", "--format", "varint32");
    }

    private static void misbehave(String how) throws Exception {
        switch (how) {
            case "die" -> throw new OutOfMemoryError("of a helper");
            case "TLS" -> {
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(new KeyManager[] {new NoMemory()}, null, null);
                ProtobufAcceptor tls = EchoServer.start(
                        ProtobufAcceptor.builder(ProtobufCodecFactory.of(Echo.getDefaultInstance()))
                                .tls(context),
                        new InetSocketAddress("127.0.0.1", 0));
                LOG.info("TLS on {}", tls.getLocalAddress().getPort());
            }
            case "log" -> {
                for (int i = 0; i < 1_000; i++) {
                    LOG.info("{}{}", i, "x".repeat(1_000));
                }
                System.out.println("logged");
            }
            default -> throw new IllegalArgumentException(how);
        }
    }
}
