package io.github.minaprotobuf.ecosystem;

import static io.github.minaprotobuf.ecosystem.EchoClient.echo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.minaprotobuf.codec.FrameFormat;
import io.github.minaprotobuf.codec.Guide;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.GenericXmlApplicationContext;
import org.springframework.core.SpringVersion;
import org.springframework.core.io.ByteArrayResource;

@DisplayName("The servers of spring.md start with their context, echo, and end with it")
@Timeout(60)
class GuideSpringTest {

    private static final Guide GUIDE = Guide.named("spring.md");

    @TempDir
    private static Path folder;

    private static ClassLoader classes;
    private static InetSocketAddress address;

    @BeforeAll
    static void compile() throws Exception {
        Guide.Program program = GUIDE.compile(folder);
        classes = program.load("EchoHandler").getClassLoader();
        address = new InetSocketAddress(InetAddress.getLoopbackAddress(), program.port());
    }

    private static String xmlWith(String text) {
        return GUIDE.blocks("xml").stream()
                .filter(block -> block.contains(text))
                .findFirst()
                .orElseThrow()
                .replace("9123", Integer.toString(address.getPort()));
    }

    private static AnnotationConfigApplicationContext startJava(String... configurations) throws Exception {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.setClassLoader(classes);
        for (String configuration : configurations) {
            context.register(classes.loadClass(configuration));
        }
        context.refresh();
        return context;
    }

    private static GenericXmlApplicationContext startXml(String xml) {
        GenericXmlApplicationContext context = new GenericXmlApplicationContext();
        context.setClassLoader(classes);
        context.load(new ByteArrayResource(xml.getBytes(StandardCharsets.UTF_8)));
        context.refresh();
        return context;
    }

    @Test
    void in_java() throws Exception {
        Set<Thread> before = minaThreads();
        assertEchoesAndEnds(startJava("EchoServerConfiguration"), FrameFormat.varint32(), before);
    }

    @Test
    void statistics_in_jmx() throws Exception {
        MBeanServer jmx = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("io.github.minaprotobuf.codec:name=codecStatistics,type=CodecStatistics");
        ConfigurableApplicationContext context = startJava("EchoServerConfiguration", "CodecStatisticsConfiguration");
        try (context;
                EchoClient client = new EchoClient(address, FrameFormat.varint32())) {
            client.ask("hi");
            assertEquals(1L, jmx.getAttribute(name, "FramesDecoded"));
        }
        assertFalse(jmx.isRegistered(name));
    }

    @Test
    void in_xml() throws Exception {
        Set<Thread> before = minaThreads();
        assertEchoesAndEnds(startXml(xmlWith("<beans")), FrameFormat.littleEndian32(), before);
    }

    @Test
    void in_xml_with_options() throws Exception {
        Set<Thread> before = minaThreads();
        String xml = xmlWith("<beans").replaceFirst("(?s)<bean id=\"codec\".*?</bean>", xmlWith("codecBuilder"));
        assertEchoesAndEnds(startXml(xml), FrameFormat.varint32(), before);
    }

    @Test
    void the_page_names_the_version_that_is_tested() {
        assertTrue(GUIDE.prose().contains("tested: " + SpringVersion.getVersion() + ","));
        assertTrue(GUIDE.prose().contains("<version>" + SpringVersion.getVersion() + "</version>"));
    }

    private static void assertEchoesAndEnds(
            ConfigurableApplicationContext context, FrameFormat format, Set<Thread> threadsBefore) throws Exception {
        try (context;
                EchoClient client = new EchoClient(address, format)) {
            assertEquals(echo("hi"), client.ask("hi"));
            context.close();
            assertTrue(client.isClosedWithoutReply());
        }
        try (ServerSocket next = new ServerSocket()) {
            next.bind(address);
        }
        Set<Thread> left = minaThreads();
        left.removeAll(threadsBefore);
        for (Thread thread : left) {
            thread.join(20_000);
            assertFalse(thread.isAlive(), thread + " is left");
        }
    }

    /** Threads of MINA's executors. */
    private static Set<Thread> minaThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread.getName().startsWith("Nio") || thread.getName().startsWith("pool-"))
                .collect(Collectors.toSet());
    }
}
