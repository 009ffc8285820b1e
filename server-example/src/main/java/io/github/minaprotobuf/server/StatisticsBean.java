package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.CodecStatistics;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import javax.management.JMException;
import javax.management.ObjectName;

/** Codec statistics under a name that JMX tools find: {@code io.github.minaprotobuf:type=CodecStatistics,port=9123}. */
record StatisticsBean(ObjectName name) {

    static StatisticsBean register(CodecStatistics statistics, InetSocketAddress address) {
        try {
            ObjectName name = new ObjectName("io.github.minaprotobuf:type=CodecStatistics,port=" + address.getPort());
            ManagementFactory.getPlatformMBeanServer().registerMBean(statistics, name);
            return new StatisticsBean(name);
        } catch (JMException e) {
            throw new IllegalStateException("cannot register the statistics", e);
        }
    }

    void unregister() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException e) {
            throw new IllegalStateException("cannot unregister " + name, e);
        }
    }
}
