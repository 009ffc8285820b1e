package io.github.minaprotobuf.server;

import io.github.minaprotobuf.codec.CodecStatistics;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.ObjectName;

/** Codec statistics under a name that JMX tools find: {@code io.github.minaprotobuf:type=CodecStatistics,port=9123}. */
record StatisticsBean(ObjectName name) {

    static StatisticsBean register(CodecStatistics statistics, InetSocketAddress address) {
        String name = "io.github.minaprotobuf:type=CodecStatistics,port=" + address.getPort();
        try {
            StatisticsBean bean = new StatisticsBean(new ObjectName(name));
            ManagementFactory.getPlatformMBeanServer().registerMBean(statistics, bean.name);
            return bean;
        } catch (InstanceAlreadyExistsException e) {
            throw new IllegalStateException("the JMX name " + name + " is taken", e);
        } catch (JMException e) {
            throw new IllegalStateException("cannot register " + name + ": " + e.getMessage(), e);
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
