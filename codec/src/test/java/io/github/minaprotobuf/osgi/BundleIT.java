package io.github.minaprotobuf.osgi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.osgi.framework.wiring.BundleRevision.PACKAGE_NAMESPACE;

import com.google.protobuf.MessageLite;
import com.google.protobuf.StringValue;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.module.ModuleFinder;
import java.net.InetSocketAddress;
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
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

/** The jar as others take it up, in a real container (Apache Felix) and as a module. */
class BundleIT {

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
        Bundle user = install(userBundle());

        user.start();

        assertEquals(Bundle.RESOLVED, library.getState());
        StringValue message = StringValue.of("out of a container and back");
        try (Socket socket = connect(addressOf(user))) {
            message.writeDelimitedTo(socket.getOutputStream());
            assertEquals(message, StringValue.parseDelimitedFrom(socket.getInputStream()));
        }
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
                Set.of("io.github.minaprotobuf.codec " + released, "io.github.minaprotobuf.filter " + released),
                exports);
    }

    @Test
    void itImportsThePackagesOfOthersWithinARangeOfVersions() throws Exception {
        Bundle library = install(jarOf(ProtobufCodecFactory.class));

        Set<String> imports = library.adapt(BundleRevision.class).getDeclaredRequirements(PACKAGE_NAMESPACE).stream()
                .map(required -> required.getDirectives().get(Constants.FILTER_DIRECTIVE))
                .collect(Collectors.toSet());

        assertTrue(
                imports.contains(
                        "(&(osgi.wiring.package=org.apache.mina.filter.codec)(version>=2.2.0)(!(version>=3.0.0)))"),
                imports.toString());
        assertTrue(imports.stream().allMatch(filter -> filter.contains("(!(version>=")), imports.toString());
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

    private static InetSocketAddress addressOf(Bundle server) {
        BundleContext context = server.getBundleContext();
        return context.getService(context.getServiceReference(InetSocketAddress.class));
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    /** What a user of the library would build: one activator, and the imports that its code needs. */
    private Path userBundle() throws Exception {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        main.putValue(Constants.BUNDLE_SYMBOLICNAME, "user");
        main.putValue(Constants.BUNDLE_ACTIVATOR, EchoActivator.class.getName());
        main.putValue(
                Constants.IMPORT_PACKAGE,
                "org.osgi.framework, com.google.protobuf, io.github.minaprotobuf.codec, io.github.minaprotobuf.filter,"
                        + " org.apache.mina.core.filterchain, org.apache.mina.core.service,"
                        + " org.apache.mina.core.session, org.apache.mina.filter.codec,"
                        + " org.apache.mina.transport.socket.nio");
        Path classes = jarOf(EchoActivator.class);
        Path jar = folder.resolve("user.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> own =
                        Files.list(classes.resolve(path(EchoActivator.class)).getParent())) {
            for (Path type : own.filter(path -> path.getFileName().toString().startsWith("EchoActivator"))
                    .toList()) {
                out.putNextEntry(
                        new JarEntry(classes.relativize(type).toString().replace('\\', '/')));
                Files.copy(type, out);
            }
        }
        return jar;
    }

    private static String path(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    /** Failsafe puts the jar on the class path, not the folder that it was made of. */
    private static Path jarOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
