package io.github.minaprotobuf.osgi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.osgi.framework.wiring.BundleRevision.PACKAGE_NAMESPACE;

import com.example.Echo;
import com.google.protobuf.MessageLite;
import io.github.minaprotobuf.codec.Guide;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.ModuleFinder;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.mina.core.session.IoSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** The jar as others take it up, in a real container (Apache Felix) and as a module. */
class BundleIT {

    private static final Guide GUIDE = Guide.named("osgi.md");

    @TempDir
    private Path folder;

    private Framework container;

    @BeforeEach
    void startContainer() throws BundleException {
        // MINA logs. As in Karaf and others, that is the container's: of slf4j-api itself, 2.x asks for a mediator.
        Map<String, String> configuration = Map.of(
                Constants.FRAMEWORK_STORAGE,
                folder.resolve("storage").toString(),
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA,
                "org.slf4j;version=2.0");
        container = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow()
                .newFramework(configuration);
        container.start();
    }

    @AfterEach
    void stopContainer() throws Exception {
        container.stop();
        container.waitForStop(10_000);
    }

    @Test
    void aBundleThatUsesItEchoesOverASocket() throws Exception {
        Bundle library = install(jarOf(ProtobufCodecFactory.class));
        install(jarOf(IoSession.class));
        install(jarOf(MessageLite.class));
        Guide.Program program = GUIDE.compile(folder);
        Bundle user = install(userBundle(program));

        user.start();

        assertEquals(Bundle.RESOLVED, library.getState());
        byte[] frame = {6, 0, 0, 0, 8, 1, 0x12, 2, 'h', 'i'};
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), program.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(frame);
            assertArrayEquals(frame, socket.getInputStream().readNBytes(frame.length));
        }
    }

    @Test
    void thePageNamesTheContainerThatIsTested() {
        String felix = container.getVersion().toString();
        assertTrue(GUIDE.prose().contains("tested: Apache Felix " + felix + ","), felix);
        assertTrue(GUIDE.prose().contains("<version>" + felix + "</version>"), felix);
    }

    @Test
    void itExportsItsPackagesInItsVersion() throws Exception {
        Bundle library = install(jarOf(ProtobufCodecFactory.class));
        Version version = library.getVersion();
        String released = version.getMajor() + "." + version.getMinor() + "." + version.getMicro();

        Set<String> exports = library.adapt(BundleRevision.class).getDeclaredCapabilities(PACKAGE_NAMESPACE).stream()
                .map(BundleCapability::getAttributes)
                .map(export -> export.get(PACKAGE_NAMESPACE) + " " + export.get(Constants.VERSION_ATTRIBUTE))
                .collect(Collectors.toSet());

        assertEquals(
                Set.of(
                        "io.github.minaprotobuf.codec " + released,
                        "io.github.minaprotobuf.filter " + released,
                        "io.github.minaprotobuf.transport " + released),
                exports);
    }

    @Test
    void itImportsThePackagesOfOthersWithinARangeOfVersions() throws Exception {
        Bundle library = install(jarOf(ProtobufCodecFactory.class));

        Set<String> imports = library.adapt(BundleRevision.class).getDeclaredRequirements(PACKAGE_NAMESPACE).stream()
                .map(required -> required.getDirectives().get(Constants.FILTER_DIRECTIVE))
                .collect(Collectors.toSet());

        assertTrue(
                imports.containsAll(Set.of(
                        "(&(osgi.wiring.package=org.apache.mina.filter.codec)(version>=2.2.4)(!(version>=3.0.0)))",
                        "(&(osgi.wiring.package=com.google.protobuf)(version>=3.25.5)(!(version>=5.0.0)))")),
                imports.toString());
        assertTrue(
                imports.stream()
                        .filter(filter -> !filter.startsWith("(osgi.wiring.package=javax.")) // the JDK's have none
                        .allMatch(filter -> filter.contains("(!(version>=")),
                imports.toString());
    }

    @Test
    void itIsAModuleOfAFixedName() throws Exception {
        assertTrue(ModuleFinder.of(jarOf(ProtobufCodecFactory.class))
                .find("io.github.minaprotobuf.codec")
                .isPresent());
    }

    private Bundle install(Path jar) throws BundleException {
        return container.getBundleContext().installBundle(jar.toUri().toString());
    }

    /** What a user of the library would build: the guide's activator, its message, and the imports of both. */
    private Path userBundle(Guide.Program program) throws Exception {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        main.putValue(Constants.BUNDLE_SYMBOLICNAME, "user");
        main.putValue(Constants.BUNDLE_ACTIVATOR, "com.example.server.EchoActivator");
        main.putValue(
                Constants.IMPORT_PACKAGE,
                "org.osgi.framework, com.google.protobuf, io.github.minaprotobuf.codec, io.github.minaprotobuf.filter,"
                        + " org.apache.mina.core.filterchain, org.apache.mina.core.service,"
                        + " org.apache.mina.core.session, org.apache.mina.filter.codec,"
                        + " org.apache.mina.transport.socket.nio");
        Path jar = folder.resolve("user.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            addClasses(out, program.classes());
            addClasses(out, jarOf(Echo.class));
        }
        return jar;
    }

    private static void addClasses(JarOutputStream out, Path root) throws IOException {
        try (Stream<Path> own = Files.walk(root.resolve("com/example"))) {
            for (Path type :
                    own.filter(path -> path.toString().endsWith(".class")).toList()) {
                out.putNextEntry(new JarEntry(root.relativize(type).toString().replace('\\', '/')));
                Files.copy(type, out);
            }
        }
    }

    /** Failsafe puts the jar on the class path, not the folder that it was made of. */
    private static Path jarOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
