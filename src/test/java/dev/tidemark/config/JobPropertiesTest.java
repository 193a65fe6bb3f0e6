package dev.tidemark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobPropertiesTest {
    private static final Path EXAMPLE = Path.of("flink-conf/msf-property-groups.json");

    @TempDir
    private Path folder;

    @Test
    void withoutArgumentsThePropertyGroupsOfTheServiceCount() throws IOException {
        Map<String, String> values = JobProperties.load(EXAMPLE);

        assertThat(TidemarkConfig.parse(values).signingKeysSecret()).startsWith("arn:aws:secretsmanager:");
        assertThat(JobProperties.load(folder.resolve("none"), "--config", EXAMPLE.toString()))
                .isEqualTo(values);
    }

    @Test
    void aFileOfPropertiesCountsInsteadOfTheGroups() throws IOException {
        Path file = Files.writeString(folder.resolve("job.properties"), "lake.location = /lake\n");

        assertThat(JobProperties.load(EXAMPLE, "--config", file.toString()))
                .containsExactly(Map.entry("lake.location", "/lake"));
    }

    @Test
    void theShippedMinimalFileIsValid() throws IOException {
        Map<String, String> values = JobProperties.load(EXAMPLE, "--config", "flink-conf/tidemark.properties");

        assertThat(TidemarkConfig.parse(values).streamArn()).isNotNull();
    }

    @Test
    void whatIsMissingOrWrongIsNamed() throws IOException {
        assertThat(refused(folder.resolve("none"))).contains("there is no configuration: give --config FILE");
        assertThat(refused(folder.resolve("none"), "--config", "absent.json")).contains("absent.json cannot be read");
        assertThat(refused(Files.writeString(folder.resolve("other.json"), "[{\"PropertyGroupId\": \"Other\"}]")))
                .contains("no property group 'Tidemark'");
        assertThat(refused(Files.writeString(folder.resolve("cut.json"), "[{")))
                .contains("cut.json are not valid JSON", "write them as");
        assertThat(refused(EXAMPLE, "--conf", "x")).contains("write them as --config FILE");
    }

    private static String refused(Path groups, String... arguments) {
        Throwable[] thrown = new Throwable[1];
        assertThatThrownBy(() -> JobProperties.load(groups, arguments))
                .isInstanceOf(ConfigException.class)
                .satisfies(e -> thrown[0] = e);
        return thrown[0].getMessage();
    }
}
