package dev.tidemark.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.domain.bookings.WebhookSecrets;
import dev.tidemark.ingest.replay.EventClock;
import dev.tidemark.testing.StateType;
import dev.tidemark.testing.StateTypes;
import dev.tidemark.topology.Feeds;
import dev.tidemark.topology.LocalEnvironment;
import dev.tidemark.topology.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.State;
import org.apache.flink.api.common.state.StateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a release wrote into checkpoints, every later one reads: for each type of state and each version of its layout
 * there is a file {@code src/test/resources/state/TYPE-vVERSION.bin}, which is never written again.
 *
 * <p>For a new type, name it in the {@link StateTypes} of its package; for a new layout, raise its version and say by
 * {@link StateType#before} what the older ones could not tell. Then {@code mvn surefire:test -Dtest=StateBytesTest
 * -Dtidemark.state.write=true} writes the files that are missing, to be committed.
 */
class StateBytesTest {
    private static final Path FOLDER = Path.of("src/test/resources/state");
    private static final boolean WRITE = Boolean.getBoolean("tidemark.state.write");
    private static final String US = "dev.tidemark";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(US);
    private static final List<StateType<?>> TYPES = declared();

    @BeforeAll
    static void writeWhatIsMissing() throws IOException {
        for (StateType<?> type : WRITE ? TYPES : List.<StateType<?>>of()) {
            if (!Files.exists(file(type, type.version()))) {
                Files.write(file(type, type.version()), type.write());
            }
        }
    }

    static List<StateType<?>> types() {
        return TYPES;
    }

    static Stream<Arguments> versions() {
        return TYPES.stream().flatMap(t -> Stream.iterate(1, v -> v <= t.version(), v -> v + 1)
                .map(v -> Arguments.of(t, v)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("versions")
    <T> void isReadInEveryVersion(StateType<T> type, int version) throws IOException {
        Path file = file(type, version);
        assertThat(file)
                .as("the bytes of version %d are not kept; see the comment on this test how to write them", version)
                .exists();

        assertThat(type.read(version, Files.readAllBytes(file)))
                .usingRecursiveComparison()
                .isEqualTo(type.value(version));
    }

    @ParameterizedTest
    @MethodSource("types")
    <T> void isStillWrittenAsItsVersionSays(StateType<T> type) throws IOException {
        byte[] now = type.write();

        // maps and sets are written in any order, so that the same bytes may stand elsewhere
        assertThat(sorted(now))
                .as("%s has another layout than its version %d had: raise its version", type, type.version())
                .isEqualTo(sorted(Files.readAllBytes(file(type, type.version()))));
        assertThat(type.read(type.version(), now)).usingRecursiveComparison().isEqualTo(type.value(type.version()));
    }

    @ParameterizedTest
    @MethodSource("types")
    <T> void isReadToItsLastByte(StateType<T> type) throws IOException {
        byte[] now = type.write();

        assertThatThrownBy(() -> type.read(type.version(), Arrays.copyOf(now, now.length - 1)))
                .isInstanceOfAny(IOException.class, IllegalStateException.class);
    }

    @Test
    void everySerializerHasItsBytesKept() {
        Set<String> kept = TYPES.stream().map(t -> name(t.serializer())).collect(Collectors.toSet());

        assertThat(MAIN.stream()
                        .filter(c -> !c.getModifiers().contains(JavaModifier.ABSTRACT))
                        .filter(c -> c.isAssignableTo(TypeSerializer.class)
                                || c.isAssignableTo(SimpleVersionedSerializer.class))
                        .map(JavaClass::getName))
                .isNotEmpty()
                .allSatisfy(c -> assertThat(kept).contains(c));
    }

    @Test
    void everyTypeInAStateHasItsBytesKept() {
        Set<String> kept = TYPES.stream()
                .map(t -> t.value(t.version()).getClass().getName())
                .collect(Collectors.toSet());

        assertThat(MAIN.stream()
                        .flatMap(c -> c.getFields().stream())
                        .filter(f -> f.getRawType().isAssignableTo(State.class)
                                || f.getRawType().isAssignableTo(StateDescriptor.class))
                        .flatMap(StateBytesTest::typesIn)
                        .filter(name -> name.startsWith(US)))
                .isNotEmpty()
                .allSatisfy(c -> assertThat(kept).contains(c));
    }

    @Test
    void everyKeyOfStateHasItsBytesKept(@TempDir Path folder) {
        Set<Object> kept = TYPES.stream().map(StateType::serializer).collect(Collectors.toSet());
        Configuration conf = new Configuration();
        LocalEnvironment.requireTypedState(conf);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(conf);
        TidemarkConfig config = TidemarkConfig.parse(Map.of("lake.location", folder.toString()));
        Pipeline.build(
                env,
                Feeds.replay(folder, config, e -> EventClock.NONE, null, true),
                config,
                new WebhookSecrets(List.of("key"), new byte[32]));

        assertThat(env.getStreamGraph().getStreamNodes().stream()
                        .map(StreamNode::getStateKeySerializer)
                        .filter(s -> s != null
                                && !s.getClass().getPackageName().equals("org.apache.flink.api.common.typeutils.base")))
                .isNotEmpty()
                .allSatisfy(s -> assertThat(kept).contains(s));
    }

    @Test
    void noFileIsLeftOver() throws IOException {
        Set<String> known = versions()
                .map(a -> file((StateType<?>) a.get()[0], (int) a.get()[1])
                        .getFileName()
                        .toString())
                .collect(Collectors.toCollection(TreeSet::new));

        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(f -> f.getFileName().toString()).filter(n -> n.endsWith(".bin")))
                    .containsExactlyInAnyOrderElementsOf(known);
        }
    }

    private static Path file(StateType<?> type, int version) {
        return FOLDER.resolve(type.name() + "-v" + version + ".bin");
    }

    private static byte[] sorted(byte[] bytes) {
        byte[] sorted = bytes.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static String name(Object serializer) {
        return serializer instanceof Class<?> c
                ? c.getName()
                : serializer.getClass().getName();
    }

    private static Stream<String> typesIn(JavaField stateField) {
        return stateField.getType() instanceof JavaParameterizedType p
                ? p.getActualTypeArguments().stream().map(JavaType::getName)
                : Stream.empty();
    }

    private static List<StateType<?>> declared() {
        List<StateType<?>> types = new ArrayList<>();
        for (JavaClass c : new ClassFileImporter()
                .withImportOption(new ImportOption.OnlyIncludeTests())
                .importPackages(US)) {
            if (c.isAssignableTo(StateTypes.class) && !c.isInterface()) {
                try {
                    types.addAll(((StateTypes) c.reflect().getConstructor().newInstance()).types());
                } catch (Exception e) {
                    throw new IllegalStateException(c.getName() + " does not say its types of state", e);
                }
            }
        }
        return types;
    }
}
