package io.github.minaprotobuf.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.client.wire.Wire;
import io.github.minaprotobuf.transport.ProtobufAcceptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
class TlsCheckTest {

    private static final String LOCALHOST = "san=dns:localhost,ip:127.0.0.1";

    @TempDir
    private static Path folder;

    private static KeyFiles sound;
    private static KeyFiles misnamed;
    private static KeyFiles authority;
    private static KeyFiles expired;
    private static KeyFiles client;

    @BeforeAll
    static void createKeys() throws Exception {
        sound = KeyFiles.create(folder, "sound", "-ext", LOCALHOST);
        misnamed = KeyFiles.create(folder, "misnamed", "-ext", "san=dns:elsewhere.example");
        authority = KeyFiles.create(folder, "authority", "-ext", "bc:c");
        expired = KeyFiles.create(folder, "expired")
                .signedBy(authority, "-ext", LOCALHOST, "-startdate", "-10d", "-validity", "3");
        client = KeyFiles.create(folder, "client");
    }

    private static ProtobufAcceptor serverWith(KeyFiles keys, String... versions) throws Exception {
        return serverWith(keys, false, versions);
    }

    /** Trusts the certificate of {@link #client} alone. */
    private static ProtobufAcceptor serverThatAsksForACertificate(String version) throws Exception {
        return serverWith(sound, true, version);
    }

    private static ProtobufAcceptor serverWith(KeyFiles keys, boolean needClientAuth, String... versions)
            throws Exception {
        SSLContext context = keys.serverContext(client);
        SSLParameters parameters = new SSLParameters(null, versions.length == 0 ? null : versions);
        parameters.setNeedClientAuth(needClientAuth);
        return InProcessServer.start(Wire.LE32, acceptor -> acceptor.tls(context, parameters));
    }

    private static ClientRun check(ProtobufAcceptor server, String options) {
        return ClientRun.of("check --port " + server.getLocalAddress().getPort() + " " + options);
    }

    private static void assertUnreachable(ClientRun run, String reason) {
        assertEquals(3, run.exitCode(), run::err);
        assertTrue(run.err().contains(reason), run::err);
        assertEquals(1, run.err().lines().count(), run::err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    @Execution(ExecutionMode.CONCURRENT)
    void everyCasePassesOverTls(String version) throws Exception {
        try (ProtobufAcceptor server = serverWith(sound, version)) {
            ClientRun run = check(server, "--tls --cacert " + sound.certificate());

            assertEquals(Set.of(), run.failed(), run::out);
            assertEquals(0, run.exitCode(), run::out);
        }
    }

    @Test
    void aServerThatNobodyVouchesForIsRefused() throws Exception {
        try (ProtobufAcceptor server = serverWith(sound)) {
            assertUnreachable(
                    check(server, "1.1 --tls --cacert " + client.certificate()), "TLS: PKIX path building failed");
            assertUnreachable(check(server, "1.1 --tls"), "TLS: PKIX path building failed");
            assertEquals(0, check(server, "1.1 --tls --insecure").exitCode());
        }
    }

    @Test
    void aServerOfAnotherNameIsRefused() throws Exception {
        try (ProtobufAcceptor server = serverWith(misnamed)) {
            assertUnreachable(
                    check(server, "1.1 --tls --cacert " + misnamed.certificate()),
                    "TLS: No subject alternative names matching IP address 127.0.0.1 found");
            assertEquals(
                    0,
                    check(server, "1.1 --tls --sni elsewhere.example --cacert " + misnamed.certificate())
                            .exitCode());
        }
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        try (ProtobufAcceptor server = serverWith(expired)) {
            assertUnreachable(
                    check(server, "1.1 --tls --cacert " + authority.certificate()),
                    "TLS: PKIX path validation failed: java.security.cert.CertPathValidatorException:"
                            + " validity check failed");
        }
    }

    @Test
    void aServerThatSpeaksNoTlsIsRefused() throws Exception {
        try (ProtobufAcceptor server = InProcessServer.start(Wire.LE32)) {
            assertUnreachable(check(server, "1.1 --tls --insecure --connect-timeout 1"), "TLS: Read timed out");
        }
    }

    @Test
    void aServerThatSpeaksTlsToAClientThatDoesNotFailsTheCaseWithAHint() throws Exception {
        try (ProtobufAcceptor server = serverWith(sound)) {
            ClientRun run = check(server, "1.1");

            assertEquals(1, run.exitCode(), run::out);
            assertTrue(run.text().contains("what came begins like TLS: an alert: try --tls"), run::out);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aServerThatWantsACertificateGetsOne(String version) throws Exception {
        try (ProtobufAcceptor server = serverThatAsksForACertificate(version)) {
            String trust = "1.1 --tls --cacert " + sound.certificate();
            ClientRun run = check(server, trust + " --cert " + client.certificate() + " --key " + client.key());

            assertEquals(0, run.exitCode(), run::out);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aServerThatWantsACertificateAndGetsNoneOrAStrangersRefuses(String version) throws Exception {
        try (ProtobufAcceptor server = serverThatAsksForACertificate(version)) {
            String trust = "1.1 --tls --cacert " + sound.certificate();
            String stranger = " --cert " + misnamed.certificate() + " --key " + misnamed.key();

            for (String shown : List.of("", stranger)) {
                assertUnreachable(
                        check(server, trust + shown),
                        "TLS: Received fatal alert: bad_certificate; the server asks for a certificate that it trusts");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--insecure", "--cacert no-such-file", "--tls --cert only.pem"})
    void optionsThatMakeNoSenseTogetherAreWrongUsage(String options) {
        assertEquals(2, ClientRun.of("check --port 1 " + options).exitCode());
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        assertUnreachable(ClientRun.of("check --port 1 --tls --cacert no-such-file"), "there is no file no-such-file");
    }
}
