package io.github.minaprotobuf.ecosystem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.minaprotobuf.codec.Guide;
import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No native-image runs here: what it would read is compared to what running programs do on a JVM. */
@DisplayName("The metadata for native-image")
@Timeout(300)
class NativeImageMetadataTest {

    private static final String METADATA =
            "/META-INF/native-image/io.github.minaprotobuf/mina-protobuf-codec/reachability-metadata.json";

    /** The JDK's own type that the codec has JMX call. All else of the JDK is GraalVM's to know. */
    private static final String DESCRIPTORS = "com.sun.management.UnixOperatingSystemMXBean";

    /** Runs the README's quick start, and all else of the codec that is reached by reflection. */
    private static final String RUNS_ALL = """
            import com.example.Echo;
            import io.github.minaprotobuf.codec.ProtobufCodecFactory;
            import io.github.minaprotobuf.codec.ProtobufCodecFilter;
            import io.github.minaprotobuf.transport.ProtobufAcceptor;
            import java.lang.management.ManagementFactory;
            import java.net.InetSocketAddress;
            import java.util.Arrays;
            import javax.management.MBeanAttributeInfo;
            import javax.management.MBeanServer;
            import javax.management.ObjectName;
            import org.apache.mina.core.session.IoSession;
            import org.apache.mina.filter.executor.ExecutorFilter;
            import org.apache.mina.transport.socket.nio.NioSocketConnector;

            public class RunsAll {
                public static void main(String[] args) throws Exception {
                    EchoServer.main(args);
                    EchoClient.main(args);

                    ProtobufCodecFactory codec = ProtobufCodecFactory.of(Echo.getDefaultInstance());
                    ProtobufAcceptor acceptor = ProtobufAcceptor.builder(codec).build();
                    acceptor.getFilterChain().addLast("executor", new ExecutorFilter());
                    acceptor.setHandler(new EchoServer());
                    acceptor.bind(new InetSocketAddress("127.0.0.1", 0));
                    NioSocketConnector connector = new NioSocketConnector();
                    connector.getFilterChain().addLast("protobuf", new ProtobufCodecFilter(codec));
                    connector.setHandler(new EchoClient());
                    IoSession session = connector.connect(acceptor.getLocalAddress()).awaitUninterruptibly().getSession();
                    session.write(Echo.newBuilder().setText("hi").build());
                    session.getCloseFuture().awaitUninterruptibly();

                    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
                    ObjectName name = new ObjectName("test:type=Codec");
                    beans.registerMBean(codec.statistics(), name);
                    for (MBeanAttributeInfo attribute : beans.getMBeanInfo(name).getAttributes()) {
                        beans.getAttribute(name, attribute.getName());
                    }
                    System.exit(0);
                }
            }
            """;

    @TempDir
    private Path classes;

    @Test
    void names_what_running_programs_reach_by_reflection_and_nothing_else() throws Exception {
        List<String> program = new ArrayList<>(Guide.readme().blocks("java").stream()
                .filter(block -> block.contains("public class Echo"))
                .toList());
        program.add(RUNS_ALL);
        Guide.readme().compile(classes, program);
        String classPath = classes + File.pathSeparator + System.getProperty("java.class.path");

        Map<String, Set<String>> reached = ReflectionTrace.of(classPath, "RunsAll");
        reached.entrySet().removeIf(it -> isTheBusinessOfOthers(it.getKey()) || isDoneByTheJdk(it));

        assertEquals(reached, named());
    }

    private static boolean isTheBusinessOfOthers(String type) {
        return !type.startsWith("io.github.minaprotobuf.")
                && !type.startsWith("org.apache.mina.")
                && !type.equals(DESCRIPTORS);
    }

    /** Lambdas are made so, and sets of an enum, on a JVM; native-image makes both of its own. */
    private static boolean isDoneByTheJdk(Map.Entry<String, Set<String>> reached) {
        return reached.getKey().contains("$$Lambda") || reached.getValue().equals(Set.of("values()"));
    }

    @Test
    void names_classes_and_members_that_exist() throws Exception {
        for (JsonObject entry : entries()) {
            Class<?> type = Class.forName(entry.get("type").getAsString());
            assertNotNull(Class.forName(
                    entry.getAsJsonObject("condition").get("typeReached").getAsString()));
            for (JsonElement each : members(entry)) {
                JsonObject member = each.getAsJsonObject();
                Class<?>[] parameters = classes(parameters(member));
                String name = member.get("name").getAsString();
                assertNotNull(
                        name.equals("<init>") ? type.getConstructor(parameters) : type.getMethod(name, parameters));
            }
        }
    }

    /** As in {@link ReflectionTrace}. */
    private static Map<String, Set<String>> named() throws IOException {
        Map<String, Set<String>> named = new TreeMap<>();
        for (JsonObject entry : entries()) {
            Set<String> members = new TreeSet<>();
            for (JsonElement each : members(entry)) {
                JsonObject member = each.getAsJsonObject();
                members.add(member.get("name").getAsString() + "(" + String.join(",", parameters(member)) + ")");
            }
            named.put(entry.get("type").getAsString(), members);
        }
        return named;
    }

    private static List<JsonObject> entries() throws IOException {
        try (InputStream in = ProtobufCodecFactory.class.getResourceAsStream(METADATA);
                Reader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(text).getAsJsonObject().getAsJsonArray("reflection").asList().stream()
                    .map(JsonElement::getAsJsonObject)
                    .toList();
        }
    }

    private static JsonArray members(JsonObject entry) {
        return entry.has("methods") ? entry.getAsJsonArray("methods") : new JsonArray();
    }

    private static List<String> parameters(JsonObject member) {
        return member.has("parameterTypes")
                ? member.getAsJsonArray("parameterTypes").asList().stream()
                        .map(JsonElement::getAsString)
                        .toList()
                : List.of();
    }

    private static Class<?>[] classes(List<String> names) throws ClassNotFoundException {
        Class<?>[] classes = new Class<?>[names.size()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = Class.forName(names.get(i));
        }
        return classes;
    }
}
