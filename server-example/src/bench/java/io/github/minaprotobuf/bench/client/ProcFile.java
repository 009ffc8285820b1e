package io.github.minaprotobuf.bench.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux tells about a process. */
public final class ProcFile {

    private static final double CLOCK_TICKS_PER_SECOND = 100;
    private static final int FIELDS_BEFORE_UTIME = 11;
    private static final double KIB_PER_MIB = 1024;

    private ProcFile() {}

    /** Processor time of all its threads, in and outside the kernel. */
    public static double cpuSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        // The name before the last parenthesis may hold spaces.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[FIELDS_BEFORE_UTIME]) + Long.parseLong(fields[FIELDS_BEFORE_UTIME + 1]))
                / CLOCK_TICKS_PER_SECOND;
    }

    /** The most memory that it ever had resident. */
    public static double peakRssMiB(long pid) throws IOException {
        return statusMiB(pid, "VmHWM:");
    }

    /** The memory that it has resident now. */
    public static double rssMiB(long pid) throws IOException {
        return statusMiB(pid, "VmRSS:");
    }

    private static double statusMiB(long pid, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                        .filter(line -> line.startsWith(name))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / KIB_PER_MIB;
    }
}
