package dev.tidemark.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is in the application jar, and what must not be. */
class JobJarITCase {
    private static final long MOST_BYTES = 80L << 20;
    private static final String OWN = "dev/tidemark/";
    private static final String SHADED = OWN + "shaded/";

    private static JarFile jar;
    private static List<String> entries;

    @BeforeAll
    static void open() throws IOException {
        jar = new JarFile(ApplicationJar.file().toFile());
        entries = jar.stream().map(JarEntry::getName).toList();
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    @Test
    void itIsSmallEnoughToUpload() throws IOException {
        // the service takes at most 512 MB
        assertThat(Files.size(ApplicationJar.file())).isLessThan(MOST_BYTES);
    }

    @Test
    void itNamesItsEntryPoint() throws IOException {
        assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class")).isEqualTo("dev.tidemark.TidemarkJob");
        assertThat(entries).contains("dev/tidemark/TidemarkJob.class");
    }

    @Test
    void nothingIsInItTwiceNorSigned() {
        assertThat(entries).doesNotHaveDuplicates();
        assertThat(entries).noneMatch(e -> e.matches("META-INF/[^/]*\\.(SF|DSA|RSA|EC)"));
    }

    /** Of Flink there is only what a cluster does not have on its class path. */
    @Test
    void itHasNothingOfTheCluster() {
        classes()
                .noneMatch(c -> c.startsWith("org/slf4j/")
                        || c.startsWith("org/apache/logging/")
                        || c.startsWith("org/apache/log4j/")
                        || c.startsWith("org/rocksdb/"));
        classes()
                .filteredOn(c -> c.startsWith("org/apache/flink/"))
                .isNotEmpty()
                .allMatch(c -> c.startsWith("org/apache/flink/connector/base/"));
    }

    @Test
    void itHasNothingOfCommandLineAndDashboard() {
        assertThat(entries).noneMatch(e -> e.startsWith("dashboard/") || e.startsWith("gateway/"));
        classes()
                .noneMatch(c -> c.startsWith("io/javalin/")
                        || c.startsWith("org/eclipse/jetty/")
                        || c.startsWith("kotlin/")
                        || c.startsWith("picocli/")
                        || c.startsWith(OWN + "cli/")
                        || c.startsWith(OWN + "dashboard/"));
    }

    @Test
    void whatAClusterMayHaveHasAnotherName() {
        classes()
                .noneMatch(c -> c.startsWith("com/fasterxml/")
                        || c.startsWith("io/netty/")
                        || c.startsWith("org/apache/hadoop/")
                        || c.startsWith("org/apache/parquet/")
                        || c.startsWith("org/apache/http/")
                        || c.startsWith("org/apache/commons/")
                        || c.startsWith("com/google/protobuf/")
                        || c.startsWith("io/airlift/"));
        classes().anyMatch(c -> c.startsWith(SHADED + "hadoop/conf/"));
    }

    @Test
    void noPartOfItIsASnapshot() throws IOException {
        Set<String> versions = new TreeSet<>();
        for (String entry : entries) {
            if (entry.matches("META-INF/maven/.*/pom\\.properties")) {
                Properties artifact = new Properties();
                artifact.load(jar.getInputStream(jar.getEntry(entry)));
                versions.add(artifact.getProperty("artifactId") + " " + artifact.getProperty("version"));
            }
        }
        assertThat(versions).isNotEmpty().noneMatch(v -> v.contains("SNAPSHOT"));
    }

    @Test
    void everyServiceNamesClassesThatAreThere() throws IOException {
        Set<String> known = new HashSet<>(entries);
        List<String> services =
                entries.stream().filter(e -> e.matches("META-INF/services/.+")).toList();
        assertThat(services).anyMatch(s -> s.endsWith("software.amazon.awssdk.http.SdkHttpService"));
        for (String service : services) {
            // of a library that is not inside; nobody asks for it
            if (service.contains("reactor.blockhound")) {
                continue;
            }
            String text = new String(jar.getInputStream(jar.getEntry(service)).readAllBytes(), UTF_8);
            assertThat(text.lines().map(l -> l.replaceAll("#.*", "").strip()).filter(l -> !l.isEmpty()))
                    .as(service)
                    .isNotEmpty()
                    .allMatch(c -> known.contains(c.replace('.', '/') + ".class"));
        }
    }

    /** Our classes refer to nothing but what is inside, in Flink or in the JDK. */
    @Test
    void noClassOfOursMissesAnything() throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(said, true, UTF_8);
        ToolProvider.findFirst("jdeps")
                .orElseThrow()
                .run(
                        out,
                        out,
                        "--multi-release",
                        "17",
                        "--missing-deps",
                        "-cp",
                        FlinkCluster.classPath(),
                        ApplicationJar.file().toString());
        List<String> missing = said.toString(UTF_8).lines().map(String::strip).toList();
        // libraries refer to optional parts that are not here: the tool has looked
        assertThat(missing).anyMatch(l -> l.startsWith("dev.tidemark.shaded.") && l.endsWith("not found"));
        assertThat(missing.stream().filter(l -> l.startsWith("dev.tidemark.") && !l.startsWith("dev.tidemark.shaded.")))
                .isEmpty();
    }

    private static ListAssert<String> classes() {
        return assertThat(entries.stream()
                .filter(e -> e.endsWith(".class"))
                .map(e -> e.replaceFirst("^META-INF/versions/\\d+/", ""))
                .toList());
    }
}
