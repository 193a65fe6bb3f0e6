package dev.tidemark.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.testing.ProductCommand;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A session cluster of Flink: a job manager and a task manager, each in a JVM of its own that has Flink and its logging on
 * the class path and nothing else. Bound to loopback, on free ports. As on Managed Service for Apache Flink, a program that
 * sets checkpointing, parallelism or the state backend itself is refused.
 */
final class FlinkCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Pattern LISTENING = Pattern.compile("Rest endpoint listening at 127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern RPC =
            Pattern.compile("Actor system started at pekko\\.tcp://flink@127\\.0\\.0\\.1:(\\d+)");

    /** What Flink's own scripts open to it. */
    private static final List<String> OPENS = List.of(
            "--add-exports=java.rmi/sun.rmi.registry=ALL-UNNAMED",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--add-opens=java.base/java.net=ALL-UNNAMED",
            "--add-opens=java.base/java.io=ALL-UNNAMED",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-opens=java.base/java.text=ALL-UNNAMED",
            "--add-opens=java.base/java.time=ALL-UNNAMED",
            "--add-opens=java.base/java.util=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
            "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED");

    private final Path folder;
    private final List<Process> processes = new ArrayList<>();
    private final Map<String, String> environment;
    private FlinkRest rest;

    private FlinkCluster(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /**
     * Starts a cluster with two slots and waits until it offers them.
     *
     * @param folder keeps configuration, logs, checkpoints and savepoints
     * @param environment variables of both JVMs; of this JVM's own none is passed on
     */
    static FlinkCluster start(Path folder, Map<String, String> environment) throws IOException {
        FlinkCluster cluster = new FlinkCluster(Files.createDirectories(folder), environment);
        try {
            cluster.start();
        } catch (Exception | AssertionError e) {
            cluster.close();
            throw new AssertionError("the cluster did not start:\n" + cluster.logs(), e);
        }
        return cluster;
    }

    FlinkRest rest() {
        return rest;
    }

    /** All that both JVMs have logged. */
    String logs() throws IOException {
        return log("jobmanager") + log("taskmanager");
    }

    private void start() throws IOException {
        Map<String, String> conf = settings();
        launch("jobmanager", "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint", conf);
        conf.put("jobmanager.rpc.port", found(RPC));
        rest = new FlinkRest(URI.create("http://127.0.0.1:" + found(LISTENING)));
        launch("taskmanager", "org.apache.flink.runtime.taskexecutor.TaskManagerRunner", conf);
        await().atMost(PATIENCE)
                .until(() -> rest.get("/overview").path("slots-available").asInt() == 2);
    }

    private Map<String, String> settings() {
        Map<String, String> conf = new LinkedHashMap<>();
        conf.put("jobmanager.rpc.address", "127.0.0.1");
        conf.put("jobmanager.rpc.port", "0");
        conf.put("jobmanager.bind-host", "127.0.0.1");
        conf.put("rest.address", "127.0.0.1");
        conf.put("rest.bind-address", "127.0.0.1");
        conf.put("rest.bind-port", "0");
        conf.put("taskmanager.host", "127.0.0.1");
        conf.put("taskmanager.bind-host", "127.0.0.1");
        conf.put("taskmanager.numberOfTaskSlots", "2");
        // Flink's scripts reckon these from the size of the process
        conf.put("taskmanager.cpu.cores", "2");
        conf.put("taskmanager.memory.framework.heap.size", "128 mb");
        conf.put("taskmanager.memory.framework.off-heap.size", "128 mb");
        conf.put("taskmanager.memory.jvm-metaspace.size", "256 mb");
        conf.put("taskmanager.memory.jvm-overhead.min", "192 mb");
        conf.put("taskmanager.memory.jvm-overhead.max", "192 mb");
        conf.put("taskmanager.memory.task.heap.size", "512 mb");
        conf.put("taskmanager.memory.task.off-heap.size", "128 mb");
        conf.put("taskmanager.memory.network.min", "64 mb");
        conf.put("taskmanager.memory.network.max", "64 mb");
        conf.put("taskmanager.memory.managed.size", "128 mb");
        conf.put("io.tmp.dirs", folder.resolve("tmp").toString());
        // what the service owns
        conf.put("execution.program-config.enabled", "false");
        conf.put("parallelism.default", "2");
        conf.put("state.backend.type", "rocksdb");
        conf.put("execution.checkpointing.incremental", "true");
        conf.put("execution.checkpointing.interval", "1 s");
        conf.put(
                "execution.checkpointing.dir",
                folder.resolve("checkpoints").toUri().toString());
        return conf;
    }

    private void launch(String role, String main, Map<String, String> conf) throws IOException {
        Path home = Files.createDirectories(folder.resolve(role));
        Files.createDirectories(folder.resolve("tmp"));
        Files.write(
                home.resolve("config.yaml"),
                conf.entrySet().stream()
                        .map(e -> e.getKey() + ": \"" + e.getValue() + '"')
                        .toList());
        Path logging = Files.writeString(
                home.resolve("log4j2.properties"),
                """
                rootLogger.level = info
                rootLogger.appenderRef.console.ref = console
                appender.console.type = Console
                appender.console.name = console
                appender.console.layout.type = PatternLayout
                appender.console.layout.pattern = %d{HH:mm:ss} %-5p %c %m%n%throwable
                logger.delta.name = io.delta.kernel
                logger.delta.level = error
                """);
        List<String> command = new ArrayList<>(List.of(ProductCommand.java(), "-Xmx768m", "-XX:+UseSerialGC"));
        command.addAll(OPENS);
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + folder.resolve("tmp"),
                "-Dlog4j2.configurationFile=" + logging.toUri(),
                "-cp",
                classPath(),
                main,
                "--configDir",
                home.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(logFile(role).toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        processes.add(process);
    }

    /** What is on the class path of a cluster. */
    static String classPath() throws IOException {
        return Files.readString(Path.of("target", "flink", "classpath.txt"));
    }

    private String found(Pattern pattern) {
        String[] port = new String[1];
        await().atMost(PATIENCE).until(() -> {
            String log = log("jobmanager");
            assertThat(processes).allMatch(Process::isAlive);
            Matcher matcher = pattern.matcher(log);
            if (matcher.find()) {
                port[0] = matcher.group(1);
            }
            return port[0] != null;
        });
        return port[0];
    }

    private Path logFile(String role) {
        return folder.resolve(role + ".log");
    }

    private String log(String role) throws IOException {
        return Files.exists(logFile(role)) ? Files.readString(logFile(role)) : "";
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        for (Process process : processes) {
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
