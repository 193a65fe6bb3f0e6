package dev.tidemark.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What each kind of thread of this process has used of the processors, those of the JVM itself included. A thread that
 * ends between two samples keeps what it had used at its last one.
 */
final class ThreadTimes {
    private static final Path TASKS = Path.of("/proc/self/task");
    /** Linux counts a thread's time in these, whatever the processor. */
    private static final double TICKS_PER_SECOND = 100;
    /** Places of utime and stime after the name of the command, in {@code man 5 proc}. */
    private static final int USER_TIME = 11;

    private static final int SYSTEM_TIME = 12;
    static final String COMPILATION = "compilation";
    /** The local gateway, and the sender of sample traffic. */
    static final String GATEWAY = "gateway and sender";
    /** The command's own thread. */
    static final String MAIN = "main";

    private static final Pattern NUMBER = Pattern.compile("[-# ]*\\d+$");

    private final Map<String, Sample> samples = new HashMap<>();

    /** @param name as the system has it, at most 15 characters */
    private record Sample(String name, double seconds) {}

    /** Reads the times of all threads; does nothing where the system does not tell them. */
    synchronized void sample() {
        if (!Files.isDirectory(TASKS)) {
            return;
        }
        try (Stream<Path> threads = Files.list(TASKS)) {
            threads.forEach(this::sample);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void sample(Path thread) {
        String stat;
        try {
            stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return; // it has ended since the listing
        }
        int nameEnds = stat.lastIndexOf(')');
        String[] fields = stat.substring(nameEnds + 2).split(" ");
        double seconds = (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) / TICKS_PER_SECOND;
        samples.put(
                thread.getFileName().toString(), new Sample(stat.substring(stat.indexOf('(') + 1, nameEnds), seconds));
    }

    /** Seconds by kind of thread. */
    synchronized Map<String, Double> byKind() {
        Map<String, Double> sums = new TreeMap<>();
        samples.values().forEach(s -> sums.merge(kind(s.name()), s.seconds(), Double::sum));
        return sums;
    }

    private static String kind(String thread) {
        if (thread.startsWith("GC Thread") || thread.startsWith("G1 ") || thread.startsWith("VM ")) {
            return "garbage collection and JVM";
        }
        if (thread.startsWith("C1 ") || thread.startsWith("C2 ")) {
            return COMPILATION;
        }
        if (thread.startsWith("gateway") || thread.startsWith("HttpClient") || thread.startsWith("HTTP-Dispatcher")) {
            return GATEWAY;
        }
        if (thread.equals("java")) {
            return MAIN;
        }
        return NUMBER.matcher(thread).replaceAll("");
    }
}
