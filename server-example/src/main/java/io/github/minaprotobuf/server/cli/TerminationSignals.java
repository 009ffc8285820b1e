package io.github.minaprotobuf.server.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * SIGTERM, SIGINT and SIGHUP: the first one asks to stop, a second one stops at once. A shutdown hook could not hear the
 * second. What the process was started to ignore (as {@code nohup} has it ignore SIGHUP), the JVM goes on ignoring.
 */
final class TerminationSignals {

    private static final String[] SIGNALS = {"TERM", "INT", "HUP"};

    private TerminationSignals() {}

    /**
     * @param first runs in a thread of the JVM's, once
     * @param further runs for each signal after that
     */
    static void handle(Runnable first, Runnable further) {
        AtomicBoolean asked = new AtomicBoolean();
        Runnable action = () -> (asked.compareAndSet(false, true) ? first : further).run();
        for (String signal : SIGNALS) {
            register(signal, action);
        }
    }

    /** By reflection: the JDK's only API for signals has no supported name, and javac warns wherever it is written. */
    private static void register(String signal, Runnable action) {
        try {
            Class<?> signalClass = Class.forName("sun.misc.Signal");
            Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
            InvocationHandler calls = (proxy, method, args) -> {
                if (method.getDeclaringClass() == Object.class) {
                    return method.invoke(action, args);
                }
                action.run();
                return null;
            };
            Object handler =
                    Proxy.newProxyInstance(handlerClass.getClassLoader(), new Class<?>[] {handlerClass}, calls);
            signalClass
                    .getMethod("handle", signalClass, handlerClass)
                    .invoke(null, signalClass.getConstructor(String.class).newInstance(signal), handler);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot listen for SIG" + signal, e);
        }
    }
}
