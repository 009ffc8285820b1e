package io.github.minaprotobuf.ecosystem;

import com.sun.jdi.ArrayReference;
import com.sun.jdi.Bootstrap;
import com.sun.jdi.ClassObjectReference;
import com.sun.jdi.IncompatibleThreadStateException;
import com.sun.jdi.Method;
import com.sun.jdi.ObjectReference;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.StackFrame;
import com.sun.jdi.StringReference;
import com.sun.jdi.Value;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.connect.LaunchingConnector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.event.VMDisconnectEvent;
import com.sun.jdi.request.BreakpointRequest;
import com.sun.jdi.request.ClassPrepareRequest;
import com.sun.jdi.request.EventRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a program reaches by reflection, as a debugger with breakpoints on the JDK's own methods sees it. GraalVM has an
 * agent for that, which runs on GraalVM alone.
 */
final class ReflectionTrace {

    private static final Map<String, Set<String>> STOPS = Map.of(
            "java.lang.Class",
            Set.of(
                    "forName",
                    "newInstance",
                    "getConstructor",
                    "getConstructors",
                    "getDeclaredConstructor",
                    "getDeclaredConstructors",
                    "getMethod",
                    "getMethods",
                    "getDeclaredMethod",
                    "getDeclaredMethods",
                    "getField",
                    "getFields",
                    "getDeclaredField",
                    "getDeclaredFields"),
            "java.lang.reflect.Method",
            Set.of("invoke"),
            "java.lang.reflect.Constructor",
            Set.of("newInstance"));

    /** To each type that is looked at, which of its methods and constructors are called, as {@code name(types)}. */
    private final Map<String, Set<String>> reached = new TreeMap<>();

    private final VirtualMachine machine;

    private ReflectionTrace(VirtualMachine machine) {
        this.machine = machine;
    }

    /** Runs the program to its end. */
    static Map<String, Set<String>> of(String classPath, String main) throws Exception {
        LaunchingConnector connector = Bootstrap.virtualMachineManager().defaultConnector();
        Map<String, Connector.Argument> arguments = connector.defaultArguments();
        arguments.get("options").setValue("-XX:TieredStopAtLevel=1 -cp \"" + classPath + "\"");
        arguments.get("main").setValue(main);
        VirtualMachine machine = connector.launch(arguments);
        Process process = machine.process();
        try {
            ReflectionTrace trace = new ReflectionTrace(machine);
            trace.run();
            if (process.waitFor() != 0) {
                throw new AssertionError(
                        main + ": " + new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
            }
            return trace.reached;
        } finally {
            process.destroyForcibly();
        }
    }

    private void run() throws InterruptedException {
        for (String type : STOPS.keySet()) {
            machine.classesByName(type).forEach(this::stopIn);
            ClassPrepareRequest later = machine.eventRequestManager().createClassPrepareRequest();
            later.addClassFilter(type);
            later.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
            later.enable();
        }
        while (true) {
            EventSet events = machine.eventQueue().remove();
            for (Event event : events) {
                if (event instanceof VMDisconnectEvent) {
                    return;
                }
                if (event instanceof ClassPrepareEvent prepared) {
                    stopIn(prepared.referenceType());
                } else if (event instanceof BreakpointEvent stop) {
                    note(stop);
                }
            }
            events.resume(); // the first is that of the start
        }
    }

    private void stopIn(ReferenceType type) {
        for (Method method : type.methods()) {
            if (method.isPublic() && STOPS.get(type.name()).contains(method.name())) {
                BreakpointRequest stop = machine.eventRequestManager().createBreakpointRequest(method.location());
                stop.setSuspendPolicy(EventRequest.SUSPEND_EVENT_THREAD);
                stop.enable();
            }
        }
    }

    private void note(BreakpointEvent stop) {
        try {
            StackFrame frame = stop.thread().frame(0);
            ObjectReference subject = frame.thisObject();
            if (subject == null) { // forName
                if (frame.getArgumentValues().get(0) instanceof StringReference name) {
                    called(name.value());
                }
            } else if (subject instanceof ClassObjectReference type) {
                called(nameOf(type));
            } else {
                String name = subject.referenceType().name().endsWith("Method")
                        ? ((StringReference) field(subject, "name")).value()
                        : "<init>";
                String parameters = ((ArrayReference) field(subject, "parameterTypes"))
                        .getValues().stream().map(ReflectionTrace::nameOf).collect(Collectors.joining(","));
                called(nameOf(field(subject, "clazz"))).add(name + "(" + parameters + ")");
            }
        } catch (IncompatibleThreadStateException e) {
            throw new AssertionError(e);
        }
    }

    private Set<String> called(String type) {
        return reached.computeIfAbsent(type, it -> new TreeSet<>());
    }

    private static Value field(ObjectReference subject, String name) {
        return subject.getValue(subject.referenceType().fieldByName(name));
    }

    private static String nameOf(Value type) {
        return ((ClassObjectReference) type).reflectedType().name();
    }
}
