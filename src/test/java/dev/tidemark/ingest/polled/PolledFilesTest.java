package dev.tidemark.ingest.polled;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolledFilesTest {
    /** The place of the test that runs; static, because a source serializes its place. */
    private static final Map<String, String> FILES = new ConcurrentSkipListMap<>();

    private static final Map<String, Boolean> UNREADABLE = new ConcurrentHashMap<>();
    private static final AtomicInteger POLLS = new AtomicInteger();

    private record InMemory() implements FilePlace {
        @Override
        public List<String> list() throws IOException {
            POLLS.incrementAndGet();
            if (UNREADABLE.containsKey("")) {
                throw new IOException("out of reach");
            }
            return List.copyOf(FILES.keySet());
        }

        @Override
        public byte[] read(String name) throws IOException {
            if (UNREADABLE.containsKey(name)) {
                throw new IOException("cannot be read");
            }
            return FILES.get(name).getBytes(UTF_8);
        }
    }

    private final TestingReaderOutput<PolledFile> output = new TestingReaderOutput<>();
    private SourceReader<PolledFile, PolledFilesSplit> reader;

    @TempDir
    private Path folder;

    @BeforeEach
    void emptyPlace() {
        FILES.clear();
        UNREADABLE.clear();
        POLLS.set(0);
    }

    @AfterEach
    void close() throws Exception {
        if (reader != null) {
            reader.close();
        }
    }

    @Test
    void emitsEachFileOnceAndAChangedOneAgain() throws Exception {
        FILES.put("a", "1");
        FILES.put("b", "1");
        open(PolledFiles.every(Duration.ofMillis(1), new InMemory()), PolledFilesSplit.nothingRead());
        emitUntil("a=1", "b=1");
        awaitPolls(3);

        FILES.put("a", "2");
        emitUntil("a=1", "b=1", "a=2");

        FILES.put("a", "1");
        emitUntil("a=1", "b=1", "a=2", "a=1");
        awaitPolls(3);
        emitUntil("a=1", "b=1", "a=2", "a=1");
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        FILES.put("a", "1");
        FILES.put("b", "1");
        open(PolledFiles.once(new InMemory()), PolledFilesSplit.nothingRead());
        emitUntil("a=1", "b=1", "end");
        List<PolledFilesSplit> checkpoint = reader.snapshotState(1);
        reader.close();
        output.clearEmittedRecords();

        FILES.put("b", "2");
        open(PolledFiles.once(new InMemory()), restored(checkpoint));

        emitUntil("b=2", "end");
    }

    @Test
    void aFileThatIsReadButNotEmittedIsNotInTheCheckpoint() throws Exception {
        FILES.put("a", "1");
        FILES.put("b", "1");
        open(PolledFiles.once(new InMemory()), PolledFilesSplit.nothingRead());
        await().until(() -> POLLS.get() > 0 && reader.isAvailable().isDone());
        assertThat(reader.snapshotState(1).get(0).read()).isEmpty();

        reader.pollNext(output);

        assertThat(reader.snapshotState(2).get(0).read()).containsOnlyKeys("a");
    }

    @Test
    void aFileThatCannotBeReadDoesNotStopTheOthersAndIsTriedAgain() throws Exception {
        FILES.put("a", "1");
        FILES.put("b", "1");
        UNREADABLE.put("a", true);
        open(PolledFiles.every(Duration.ofMillis(1), new InMemory()), PolledFilesSplit.nothingRead());
        emitUntil("b=1");

        UNREADABLE.clear();

        emitUntil("b=1", "a=1");
    }

    @Test
    void aPlaceThatCannotBeReachedIsTriedAgain() throws Exception {
        FILES.put("a", "1");
        UNREADABLE.put("", true);
        open(PolledFiles.every(Duration.ofMillis(1), new InMemory()), PolledFilesSplit.nothingRead());
        awaitPolls(3);

        UNREADABLE.clear();

        emitUntil("a=1");
    }

    @Test
    void aReplayOfAnEmptyPlaceIsAtItsEndAtOnce() throws Exception {
        open(PolledFiles.once(new InMemory()), PolledFilesSplit.nothingRead());

        emitUntil("end");
    }

    @Test
    void moreFilesThanAreReadAheadAllCome() throws Exception {
        String[] all = new String[51];
        for (int i = 0; i < 50; i++) {
            FILES.put("f%02d".formatted(i), "x");
            all[i] = "f%02d=x".formatted(i);
        }
        all[50] = "end";
        open(PolledFiles.once(new InMemory()), PolledFilesSplit.nothingRead());

        emitUntil(all);
    }

    @Test
    void theOneSplitGoesToTheFirstReaderOnce() throws Exception {
        PolledFiles source = PolledFiles.once(new InMemory());
        TestingSplitEnumeratorContext<PolledFilesSplit> context = new TestingSplitEnumeratorContext<>(1);
        var enumerator = source.createEnumerator(context);
        enumerator.start();
        assertThat(enumerator.snapshotState(1).isAssigned()).isFalse();

        context.registerReader(0, "host");
        enumerator.addReader(0);
        enumerator.addReader(0);
        assertThat(context.getSplitAssignments().get(0).getAssignedSplits()).hasSize(1);
        assertThat(enumerator.snapshotState(2).isAssigned()).isTrue();

        enumerator.addSplitsBack(List.of(new PolledFilesSplit(Map.of("a", "v"))), 0);
        assertThat(context.getSplitAssignments().get(0).getAssignedSplits())
                .extracting(PolledFilesSplit::read)
                .containsExactly(Map.of(), Map.of("a", "v"));
    }

    @Test
    void anEnumeratorWhoseSplitIsWithAReaderGivesNoneAfterARestart() throws Exception {
        PolledFiles source = PolledFiles.once(new InMemory());
        for (PolledFilesSplit state : List.of(PolledFilesSplit.ASSIGNED, PolledFilesSplit.nothingRead())) {
            TestingSplitEnumeratorContext<PolledFilesSplit> context = new TestingSplitEnumeratorContext<>(1);
            PolledFilesSplit restored = source.getEnumeratorCheckpointSerializer()
                    .deserialize(1, source.getEnumeratorCheckpointSerializer().serialize(state));
            assertThat(restored).isEqualTo(state);
            var enumerator = source.restoreEnumerator(context, restored);
            context.registerReader(0, "host");
            enumerator.addReader(0);

            assertThat(context.getSplitAssignments()).hasSize(state.isAssigned() ? 0 : 1);
        }
    }

    @Test
    void stateOfANewerReleaseIsRefused() {
        assertThatThrownBy(() -> new PolledFilesSplit.Serializer().deserialize(2, new byte[] {1}))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aSingleFileHasAFallback() throws IOException {
        Path file = folder.resolve("event-types.json");
        SingleFile place = new SingleFile(file.toString(), "shipped".getBytes(UTF_8));
        assertThat(place.list()).hasSize(1);
        assertThat(place.read(place.list().get(0))).isEqualTo("shipped".getBytes(UTF_8));
        assertThat(new SingleFile(null, null).list()).isEmpty();

        Files.writeString(file, "own");

        assertThat(place.list()).containsExactly("event-types.json");
        assertThat(place.read("event-types.json")).isEqualTo("own".getBytes(UTF_8));
    }

    private void open(PolledFiles source, PolledFilesSplit split) {
        reader = source.createReader(new TestingReaderContext());
        reader.addSplits(List.of(split));
        reader.start();
    }

    private static PolledFilesSplit restored(List<PolledFilesSplit> checkpoint) throws IOException {
        PolledFilesSplit.Serializer serializer = new PolledFilesSplit.Serializer();
        return serializer.deserialize(1, serializer.serialize(checkpoint.get(0)));
    }

    /** Polls like Flink: again at once while there is more, else when the reader says so. */
    private void emitUntil(String... expected) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> {
                    if (reader.isAvailable().isDone()) {
                        InputStatus status = InputStatus.MORE_AVAILABLE;
                        while (status == InputStatus.MORE_AVAILABLE) {
                            status = reader.pollNext(output);
                        }
                    }
                    return emitted().size() >= expected.length;
                });
        assertThat(emitted()).containsExactly(expected);
    }

    private static void awaitPolls(int more) {
        int before = POLLS.get();
        await().atMost(Duration.ofSeconds(30)).until(() -> POLLS.get() >= before + more);
    }

    private List<String> emitted() {
        List<String> all = new ArrayList<>();
        for (PolledFile f : output.getEmittedRecords()) {
            all.add(f.isEndOfReplay() ? "end" : f.name() + "=" + new String(f.content(), UTF_8));
        }
        return all;
    }
}
