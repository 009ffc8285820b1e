package io.github.minaprotobuf.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.minaprotobuf.codec.ProtobufCodecFactory;
import io.github.minaprotobuf.codec.ProtobufCodecFilter;
import io.github.minaprotobuf.codec.test.Sample;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.mina.core.filterchain.IoFilter;
import org.apache.mina.core.filterchain.IoFilterAdapter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.core.filterchain.IoFilterLifeCycleException;
import org.apache.mina.core.session.DummySession;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.filter.executor.ExecutorFilter;
import org.apache.mina.filter.ssl.SslFilter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A chain whose order does not work is refused when a filter is added")
class ChainOrderTest {

    private static final ProtobufCodecFactory CODEC = ProtobufCodecFactory.of(Sample.getDefaultInstance());

    /** From the socket to the handler; one of each place, so that each must stand before all that follow. */
    private static final List<Supplier<IoFilter>> IN_ORDER = List.of(
            WriteCoalescingFilter::new,
            () -> new DrainFilter(CODEC::isInsideFrame),
            () -> new TlsFilter(context()),
            OrderlyCloseFilter::new,
            () -> new ProtobufCodecFilter(CODEC));

    /** Others that may stand where the one of the same place in {@link #IN_ORDER} stands. */
    private static final List<Supplier<IoFilter>> TOO = List.of(
            WriteCoalescingFilter::new,
            () -> new ConnectionLimitFilter(1),
            () -> new SslFilter(context()),
            () -> new WriteBackpressureFilter(2, 1),
            () -> new ProtocolCodecFilter(CODEC));

    private final DummySession session = new DummySession();
    private final IoFilterChain chain = session.getFilterChain();

    @BeforeEach
    void giveItAnAddress() {
        session.setRemoteAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)); // SslFilter wants one
    }

    private static SSLContext context() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Arguments> pairs() {
        return IntStream.range(0, IN_ORDER.size())
                .boxed()
                .flatMap(first -> IntStream.range(first + 1, IN_ORDER.size())
                        .boxed()
                        .flatMap(second -> Stream.of(
                                Arguments.of(
                                        IN_ORDER.get(first).get(),
                                        IN_ORDER.get(second).get()),
                                Arguments.of(
                                        TOO.get(first).get(),
                                        IN_ORDER.get(second).get()),
                                Arguments.of(
                                        IN_ORDER.get(first).get(),
                                        TOO.get(second).get()))));
    }

    private void assertRefused(Runnable adding, IoFilter first, IoFilter second) {
        IoFilterLifeCycleException e = assertThrows(IoFilterLifeCycleException.class, adding::run);
        assertInstanceOf(IllegalStateException.class, e.getCause());
        assertEquals(
                first.getClass().getSimpleName() + " must stand before "
                        + second.getClass().getSimpleName()
                        + " in the filter chain: add it first, nearer to the socket",
                e.getCause().getMessage());
    }

    private static boolean isOurs(IoFilter filter) {
        return filter.getClass().getPackageName().startsWith("io.github.minaprotobuf");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void the_right_order_is_taken_whichever_is_added_first(IoFilter first, IoFilter second) {
        chain.addLast("first", first);
        chain.addLast("second", second);
        chain.remove("first");
        chain.addFirst("first", first);
        assertEquals(List.of(first, second), filters());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void the_wrong_order_names_both_and_the_right_one(IoFilter first, IoFilter second) {
        if (isOurs(first)) { // MINA's own filters do not ask
            chain.addLast("second", second);
            assertRefused(() -> chain.addLast("first", first), first, second);
            assertEquals(List.of(second), filters());
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void the_wrong_order_by_addFirst_and_addBefore_and_replace(IoFilter first, IoFilter second) throws Exception {
        boolean knows = second.getClass().getPackageName().endsWith("filter")
                || (second instanceof ProtobufCodecFilter && first instanceof SslFilter);
        if (isOurs(second) && knows) {
            chain.addLast("first", first);
            assertRefused(() -> chain.addFirst("second", second), first, second);
            assertRefused(() -> chain.addBefore("first", "second", second), first, second);
            chain.addFirst("placeholder", new IoFilterAdapter());
            assertRefused(() -> chain.replace("placeholder", second), first, second);
            assertFalse(chain.contains(second));
        }
    }

    @Test
    void coalescing_behind_a_filter_that_is_not_known_here() {
        IoFilter unknown = new SomeFilter();
        chain.addLast("unknown", unknown);
        IoFilter coalescing = new WriteCoalescingFilter();
        assertRefused(() -> chain.addLast("coalesce", coalescing), coalescing, unknown);
    }

    @Test
    void an_executor_may_stand_on_either_side_of_the_codec_and_nowhere_before() {
        ExecutorFilter executor = new ExecutorFilter();
        try {
            chain.addLast("executor", executor);
            chain.addLast("codec", new ProtobufCodecFilter(CODEC));
            IoFilter drain = new DrainFilter(CODEC::isInsideFrame);
            assertRefused(() -> chain.addLast("drain", drain), drain, executor);
        } finally {
            executor.destroy();
        }
    }

    private List<IoFilter> filters() {
        return chain.getAll().stream().map(IoFilterChain.Entry::getFilter).toList();
    }

    private static final class SomeFilter extends IoFilterAdapter {}
}
