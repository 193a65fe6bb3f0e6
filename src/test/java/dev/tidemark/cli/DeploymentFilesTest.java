package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.config.JobProperties;
import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.ingest.kinesis.StreamDefinitions;
import dev.tidemark.topology.Feeds;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;

/** What is deployed with agrees with the product: images, compose file, the managed service's application and role. */
class DeploymentFilesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path DOCKER = Path.of("docker");

    @Test
    void composeBuildsFromFilesThatAreThere() throws IOException {
        for (Map<String, Object> service : services().values()) {
            if (service.get("build") instanceof Map<?, ?> build) {
                Path context = DOCKER.resolve((String) build.get("context"));
                assertThat(context.resolve((String) build.get("dockerfile"))).isRegularFile();
            } else {
                assertThat((String) service.get("image"))
                        .matches(".+:[^:]*\\d[^:]*")
                        .doesNotContain("latest");
            }
            for (Object volume : (List<?>) service.getOrDefault("volumes", List.of())) {
                if (volume.toString().startsWith(".")) {
                    assertThat(DOCKER.resolve(volume.toString().split(":")[0])).isRegularFile();
                }
            }
        }
    }

    @Test
    void composeNamesServicesThatAreThereAndBindsToLoopback() throws IOException {
        Map<String, Map<String, Object>> services = services();
        assertThat(services).containsKeys("jobmanager", "taskmanager", "dashboard", "gateway", "kinesis", "store");
        List<String> ports = new ArrayList<>();
        for (Map<String, Object> service : services.values()) {
            Object dependsOn = service.getOrDefault("depends_on", List.of());
            assertThat(services.keySet())
                    .containsAll((dependsOn instanceof Map<?, ?> m ? m.keySet() : (List<?>) dependsOn)
                            .stream().map(Object::toString).toList());
            ((List<?>) service.getOrDefault("ports", List.of())).forEach(p -> ports.add(p.toString()));
        }
        assertThat(ports).hasSizeGreaterThan(3).allMatch(p -> p.startsWith("127.0.0.1:"));
    }

    @Test
    void secretsComeFromTheEnvironmentAndAreListed() throws IOException {
        Set<String> named = new TreeSet<>();
        Matcher variable =
                Pattern.compile("(?<!\\$)\\$\\{(\\w+):[?-]").matcher(Files.readString(DOCKER.resolve("compose.yaml")));
        while (variable.find()) {
            named.add(variable.group(1));
        }
        List<String> example = Files.readAllLines(DOCKER.resolve(".env.example")).stream()
                .filter(l -> !l.startsWith("#"))
                .toList();
        assertThat(example).allMatch(l -> l.endsWith("="), "no value");
        assertThat(example.stream().map(l -> l.replace("=", ""))).containsExactlyInAnyOrderElementsOf(named);
    }

    @Test
    void theCommandsOfComposeAreCommandsOfTheProduct() throws IOException {
        Map<String, Object> commands = Map.of("gateway", new GatewayCommand(), "dashboard", new DashboardCommand());
        List<String> seen = new ArrayList<>();
        for (Map<String, Object> service : services().values()) {
            if ("tidemark".equals(service.get("image"))) {
                String[] arguments = ((String) service.get("command")).split(" ");
                String[] options = Arrays.copyOfRange(arguments, 1, arguments.length);
                new CommandLine(commands.get(arguments[0])).parseArgs(options);
                seen.add(arguments[0]);
            }
        }
        assertThat(seen).containsExactlyInAnyOrder("gateway", "dashboard");
    }

    @Test
    void composeGivesTheJobAValidConfiguration() throws IOException {
        TidemarkConfig config = TidemarkConfig.parse(JobProperties.load(
                "--config", DOCKER.resolve("application_properties.json").toString()));

        String stream = StreamDefinitions.read(Path.of("kinesis/streams.json"))
                .ofFeed(Feeds.WEBHOOKS)
                .orElseThrow()
                .name();
        assertThat(config.streamArn()).endsWith(":stream/" + stream);
        assertThat(environment("kinesis").get("INITIALIZE_STREAMS").toString()).startsWith(stream + ":");
        assertThat((String) services().get("dashboard").get("command")).contains("--lake " + config.lake() + " ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"job.Dockerfile", "cli.Dockerfile", "kinesis.Dockerfile"})
    void imagesArePinnedAndMadeOfWhatIsThere(String file) throws IOException {
        for (String line : Files.readAllLines(DOCKER.resolve(file))) {
            if (line.startsWith("FROM ")) {
                assertThat(line).matches("FROM \\S+:[^ ]*\\d+\\.\\d+\\.\\d+[^ ]*( AS \\w+)?");
            } else if (line.startsWith("COPY ") && !line.contains("--from=")) {
                String[] words = line.split(" ");
                for (String source : Arrays.copyOfRange(words, 1, words.length - 1)) {
                    // the jar is there only once it is packaged
                    assertThat(source.contains("*") || Files.exists(Path.of(source)))
                            .as(line)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void theJobsImageTakesTheApplicationJar() throws IOException {
        String copied = Files.readAllLines(DOCKER.resolve("job.Dockerfile")).stream()
                .filter(l -> l.startsWith("COPY "))
                .map(l -> l.split(" ")[1])
                .findFirst()
                .orElseThrow();
        assertThat(FileSystems.getDefault()
                        .getPathMatcher("glob:" + copied)
                        .matches(Path.of("target/tidemark-0.1.0-job.jar")))
                .isTrue();
        assertThat(Files.readString(DOCKER.resolve("job.Dockerfile")))
                .contains("FROM flink:" + property("flink.version") + "-java17");
    }

    /** The launcher and the image start the same Java. */
    @Test
    void theImageOpensWhatTheLauncherOpens() throws IOException {
        Set<String> opened = new TreeSet<>();
        Matcher open = Pattern.compile("--add-opens=java.base/([\\w.]+)=")
                .matcher(Files.readString(DOCKER.resolve("cli.Dockerfile")));
        while (open.find()) {
            opened.add(open.group(1));
        }
        Matcher launcher = Pattern.compile("for package in ([^;]+);").matcher(Files.readString(Path.of("tidemark")));
        assertThat(launcher.find()).isTrue();
        assertThat(opened).containsExactlyInAnyOrder(launcher.group(1).split(" "));
    }

    @Test
    void theManagedApplicationIsTheJarWithTheSamePropertyGroups() throws IOException {
        JsonNode application = JSON.readTree(
                        Path.of("flink-conf/msf-application.json").toFile())
                .get("ApplicationConfiguration");

        assertThat(application.at("/EnvironmentProperties/PropertyGroups"))
                .isEqualTo(JSON.readTree(
                        Path.of("flink-conf/msf-property-groups.json").toFile()));
        assertThat(application
                        .at("/ApplicationCodeConfiguration/CodeContent/S3ContentLocation/FileKey")
                        .textValue())
                .endsWith("/tidemark-0.1.0-job.jar");
    }

    @Test
    void theManagedRoleReachesWhatTheJobIsConfiguredWith() throws IOException {
        Map<String, String> values = JobProperties.load(
                "--config", Path.of("flink-conf/msf-property-groups.json").toString());
        Map<String, String> resources = new HashMap<>();
        for (JsonNode statement : JSON.readTree(
                        Path.of("flink-conf/msf-role-policy.json").toFile())
                .get("Statement")) {
            resources.put(
                    statement.get("Sid").textValue(), statement.get("Resource").toString());
        }

        assertThat(resources.get("ReadWebhooks")).contains(values.get("webhooks.stream-arn"));
        assertThat(resources.get("WriteTheLake"))
                .contains(values.get("lake.location").replace("s3://", "arn:aws:s3:::") + "/*");
        for (String key : List.of("secrets.signing-keys-arn", "secrets.person-key-pepper-arn")) {
            assertThat(resources.get("ReadSecrets"))
                    .contains(values.get(key).replaceFirst("tidemark/.*", "tidemark/*"));
        }
    }

    private static String property(String name) throws IOException {
        Matcher value =
                Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)<").matcher(Files.readString(Path.of("pom.xml")));
        assertThat(value.find()).isTrue();
        return value.group(1);
    }

    private static Map<String, Object> environment(String service) throws IOException {
        @SuppressWarnings("unchecked")
        Map<String, Object> environment =
                (Map<String, Object>) services().get(service).get("environment");
        return environment;
    }

    /** The services by name, with what they merge in. */
    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> services() throws IOException {
        Map<String, Object> compose =
                (Map<String, Object>) new Load(LoadSettings.builder().build())
                        .loadFromString(Files.readString(DOCKER.resolve("compose.yaml")));
        Map<String, Map<String, Object>> services = new HashMap<>();
        ((Map<String, Map<String, Object>>) compose.get("services")).forEach((name, own) -> {
            Map<String, Object> merged = new HashMap<>();
            Stream.of(own.get("<<")).filter(Map.class::isInstance).forEach(m -> merged.putAll((Map<String, Object>) m));
            merged.putAll(own);
            services.put(name, merged);
        });
        return services;
    }
}
