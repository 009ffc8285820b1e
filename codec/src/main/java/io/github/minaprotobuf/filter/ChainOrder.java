package io.github.minaprotobuf.filter;

import java.util.List;
import org.apache.mina.core.filterchain.IoFilter;
import org.apache.mina.core.filterchain.IoFilterChain;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.filter.executor.ExecutorFilter;
import org.apache.mina.filter.ssl.SslFilter;

/**
 * The one place that says in which order the filters of a chain work. Each filter of this package asks it when it joins a
 * chain. Filters that are not named here may stand anywhere, but not before a {@link WriteCoalescingFilter}.
 */
final class ChainOrder {

    /** From the socket to the handler; those of one line may stand in any order. */
    private static final List<List<Class<? extends IoFilter>>> FROM_THE_SOCKET = List.of(
            List.of(WriteCoalescingFilter.class),
            List.of(ConnectionLimitFilter.class, DrainFilter.class),
            List.of(SslFilter.class),
            List.of(OrderlyCloseFilter.class, WriteBackpressureFilter.class),
            List.of(ProtocolCodecFilter.class, ExecutorFilter.class));

    private ChainOrder() {}

    /**
     * To be called from {@code onPostAdd}, when the filter has its place; MINA then takes it out of the chain again.
     *
     * @throws IllegalStateException when the chain cannot work; names two filters and their right order
     */
    static void check(IoFilterChain chain, IoFilter added) {
        List<IoFilter> filters =
                chain.getAll().stream().map(IoFilterChain.Entry::getFilter).toList();
        int place = filters.indexOf(added);
        if (added instanceof WriteCoalescingFilter && place > 0) {
            throw wrongOrder(added, filters.get(0));
        }
        for (int i = 0; i < filters.size(); i++) {
            IoFilter other = filters.get(i);
            if (i < place && mustPrecede(added, other)) {
                throw wrongOrder(added, other);
            }
            if (i > place && mustPrecede(other, added)) {
                throw wrongOrder(other, added);
            }
        }
    }

    private static boolean mustPrecede(IoFilter first, IoFilter second) {
        int firstLine = lineOf(first);
        int secondLine = lineOf(second);
        return firstLine >= 0 && secondLine >= 0 && firstLine < secondLine;
    }

    private static int lineOf(IoFilter filter) {
        for (int i = 0; i < FROM_THE_SOCKET.size(); i++) {
            if (FROM_THE_SOCKET.get(i).stream().anyMatch(type -> type.isInstance(filter))) {
                return i;
            }
        }
        return -1;
    }

    private static IllegalStateException wrongOrder(IoFilter first, IoFilter second) {
        return new IllegalStateException(nameOf(first) + " must stand before " + nameOf(second)
                + " in the filter chain: add it first, nearer to the socket");
    }

    private static String nameOf(IoFilter filter) {
        String name = filter.getClass().getSimpleName();
        return name.isEmpty() ? filter.getClass().getName() : name;
    }
}
