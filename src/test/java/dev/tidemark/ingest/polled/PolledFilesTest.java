package dev.tidemark.ingest.polled;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.ingest.control.FetchStatus;
import dev.tidemark.ingest.control.Schedule;
import dev.tidemark.ingest.store.AccessSettings;
import dev.tidemark.ingest.store.FileContent;
import dev.tidemark.ingest.store.Location;
import dev.tidemark.table.RowCodec;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
    private static final String GONE = "gone";

    private static final Map<String, String> ETAGS = new ConcurrentHashMap<>();
    private static final AtomicInteger READS = new AtomicInteger();
    private static final int MAX_BYTES = 5;

    private record InMemory() implements FilePlace, FilePlace.Access {
        @Override
        public Access open() {
            return this;
        }

        @Override
        public Listing list() throws IOException {
            POLLS.incrementAndGet();
            if (UNREADABLE.containsKey("")) {
                throw new IOException("out of reach");
            }
            return new Listing(List.copyOf(FILES.keySet()), List.of());
        }

        @Override
        public FileContent read(String name, String knownEtag) throws IOException {
            if (UNREADABLE.containsKey(name)) {
                throw new IOException("cannot be read");
            }
            String content = FILES.get(name);
            String etag = ETAGS.get(name);
            if (content.equals(GONE)) {
                return new FileContent.Missing();
            }
            if (knownEtag != null && knownEtag.equals(etag)) {
                return new FileContent.Unchanged();
            }
            if (content.length() > MAX_BYTES) {
                return new FileContent.TooLarge(etag, content.length());
            }
            READS.incrementAndGet();
            return new FileContent.Whole(content.getBytes(UTF_8), etag);
        }

        @Override
        public void close() {}
    }

    private static final FileVersion V = new FileVersion("etag", "hash");
    private static final String FEED = "feed";

    private final TestingReaderOutput<PolledFile> output = new TestingReaderOutput<>();
    private SourceReader<PolledFile, PolledFilesSplit> reader;

    @TempDir
    private Path folder;

    @BeforeEach
    void emptyPlace() {
        FILES.clear();
        UNREADABLE.clear();
        ETAGS.clear();
        POLLS.set(0);
        READS.set(0);
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
        open(always(), PolledFilesSplit.nothingRead());
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
        open(PolledFiles.once(FEED, new InMemory()), PolledFilesSplit.nothingRead());
        emitUntil("a=1", "b=1", "end");
        List<PolledFilesSplit> checkpoint = reader.snapshotState(1);
        reader.close();
        output.clearEmittedRecords();

        FILES.put("b", "2");
        open(PolledFiles.once(FEED, new InMemory()), restored(checkpoint));

        emitUntil("b=2", "end");
    }

    @Test
    void aFileThatIsReadButNotEmittedIsNotInTheCheckpoint() throws Exception {
        FILES.put("a", "1");
        FILES.put("b", "1");
        open(PolledFiles.once(FEED, new InMemory()), PolledFilesSplit.nothingRead());
        await().atMost(Duration.ofMinutes(1))
                .until(() -> POLLS.get() > 0 && reader.isAvailable().isDone());
        assertThat(reader.snapshotState(1).get(0).read()).isEmpty();

        reader.pollNext(output);

        assertThat(reader.snapshotState(2).get(0).read()).containsOnlyKeys("a");
    }

    @Test
    void aFileThatCannotBeReadDoesNotStopTheOthersAndIsTriedAgain() throws Exception {
        FILES.put("a", "1");
        FILES.put("b", "1");
        UNREADABLE.put("a", true);
        open(always(), PolledFilesSplit.nothingRead());
        emitUntil("b=1");

        UNREADABLE.clear();

        emitUntil("b=1", "a=1");
    }

    @Test
    void aPlaceThatCannotBeReachedIsTriedAgain() throws Exception {
        FILES.put("a", "1");
        UNREADABLE.put("", true);
        open(always(), PolledFilesSplit.nothingRead());
        awaitPolls(3);

        UNREADABLE.clear();

        emitUntil("a=1");
    }

    @Test
    void aReplayOfAnEmptyPlaceIsAtItsEndAtOnce() throws Exception {
        open(PolledFiles.once(FEED, new InMemory()), PolledFilesSplit.nothingRead());

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
        open(PolledFiles.once(FEED, new InMemory()), PolledFilesSplit.nothingRead());

        emitUntil(all);
    }

    @Test
    void theOneSplitGoesToTheFirstReaderOnce() throws Exception {
        PolledFiles source = PolledFiles.once(FEED, new InMemory());
        TestingSplitEnumeratorContext<PolledFilesSplit> context = new TestingSplitEnumeratorContext<>(1);
        var enumerator = source.createEnumerator(context);
        enumerator.start();
        assertThat(enumerator.snapshotState(1).isAssigned()).isFalse();

        context.registerReader(0, "host");
        enumerator.addReader(0);
        enumerator.addReader(0);
        assertThat(context.getSplitAssignments().get(0).getAssignedSplits()).hasSize(1);
        assertThat(enumerator.snapshotState(2).isAssigned()).isTrue();

        enumerator.addSplitsBack(List.of(new PolledFilesSplit(Map.of("a", V))), 0);
        assertThat(context.getSplitAssignments().get(0).getAssignedSplits())
                .extracting(PolledFilesSplit::read)
                .containsExactly(Map.of(), Map.of("a", V));
    }

    @Test
    void anEnumeratorWhoseSplitIsWithAReaderGivesNoneAfterARestart() throws Exception {
        PolledFiles source = PolledFiles.once(FEED, new InMemory());
        for (PolledFilesSplit state : List.of(PolledFilesSplit.ASSIGNED, PolledFilesSplit.nothingRead())) {
            TestingSplitEnumeratorContext<PolledFilesSplit> context = new TestingSplitEnumeratorContext<>(1);
            PolledFilesSplit restored = source.getEnumeratorCheckpointSerializer()
                    .deserialize(2, source.getEnumeratorCheckpointSerializer().serialize(state));
            assertThat(restored).isEqualTo(state);
            var enumerator = source.restoreEnumerator(context, restored);
            context.registerReader(0, "host");
            enumerator.addReader(0);

            assertThat(context.getSplitAssignments()).hasSize(state.isAssigned() ? 0 : 1);
        }
    }

    @Test
    void stateOfANewerReleaseIsRefused() {
        assertThatThrownBy(() -> new PolledFilesSplit.Serializer().deserialize(3, new byte[] {1}))
                .isInstanceOf(IOException.class);
    }

    @Test
    void stateOfTheFirstReleaseIsRead() throws Exception {
        FILES.put("a", "1");
        FILES.put("b", "2");
        ETAGS.put("a", "e1");
        ByteArrayOutputStream stored = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(stored);
        out.writeBoolean(false);
        out.writeInt(1);
        RowCodec.writeString("a", out);
        RowCodec.writeString(FileVersion.of("1".getBytes(UTF_8), null).hash(), out);

        open(
                PolledFiles.once(FEED, new InMemory()),
                new PolledFilesSplit.Serializer().deserialize(1, stored.toByteArray()));

        emitUntil("b=2", "end");
        assertThat(reader.snapshotState(1).get(0).read()).containsEntry("a", FileVersion.of("1".getBytes(UTF_8), "e1"));
    }

    @Test
    void anEtagSparesReadingTheFileAgain() throws Exception {
        FILES.put("a", "1");
        ETAGS.put("a", "e1");
        open(always(), PolledFilesSplit.nothingRead());
        emitUntil("a=1");
        awaitPolls(3);
        assertThat(READS).hasValue(1);
        assertThat(output.getEmittedRecords().get(0).version()).isEqualTo("e1");

        ETAGS.put("a", "e2");
        FILES.put("a", "2");
        emitUntil("a=1", "a=2");
        assertThat(output.getEmittedRecords().get(1).version()).isEqualTo("e2");
    }

    @Test
    void anotherEtagForTheSameContentIsNotedButIsNoNews() throws Exception {
        FILES.put("a", "1");
        ETAGS.put("a", "e1");
        open(always(), PolledFilesSplit.nothingRead());
        emitUntil("a=1");

        ETAGS.put("a", "e2");

        await().atMost(Duration.ofMinutes(1)).until(() -> {
            poll();
            return "e2".equals(reader.snapshotState(1).get(0).read().get("a").etag());
        });
        assertThat(emitted()).containsExactly("a=1");
        assertThat(READS).hasValue(2);
    }

    @Test
    void aFileThatIsTooLargeIsToldOnceAndReadOnceItIsSmaller() throws Exception {
        FILES.put("a", "too large");
        FILES.put("b", "1");
        open(always(), PolledFilesSplit.nothingRead());
        emitUntil("a=", "b=1");
        awaitPolls(3);
        assertThat(output.getEmittedRecords().get(0).tooLargeBytes()).isEqualTo(9);

        FILES.put("a", "small");

        emitUntil("a=", "b=1", "a=small");
        assertThat(output.getEmittedRecords().get(2).tooLargeBytes()).isZero();
    }

    @Test
    void aFileThatWasTooLargeIsReadOnceMoreIsAllowed() throws Exception {
        FILES.put("a", "1");
        ETAGS.put("a", "e1");
        FileVersion tooLarge = FileVersion.tooLarge(1, "e1");
        open(PolledFiles.once(FEED, new InMemory()), new PolledFilesSplit(Map.of("a", tooLarge)));

        emitUntil("a=1", "end");
    }

    @Test
    void tellsHowAFetchWent() throws Exception {
        FILES.put("a", "1");
        FILES.put("b", GONE);
        open(always(), PolledFilesSplit.nothingRead());
        emitUntil("a=1");

        FetchStatus done = awaitStatus(FetchStatus.DONE);
        assertThat(done.done()).isEqualTo(2);
        assertThat(done.total()).isEqualTo(2);
        assertThat(done.message()).isEqualTo("b is not there");
        assertThat(Instant.parse(done.finishedAt())).isAfterOrEqualTo(Instant.parse(done.startedAt()));
        assertThat(Instant.parse(done.nextAt())).isAfter(Instant.parse(done.startedAt()));

        UNREADABLE.put("a", true);
        FetchStatus failed = awaitStatus(FetchStatus.FAILED);
        assertThat(failed.done()).isEqualTo(1);
        assertThat(failed.message())
                .contains("a cannot be read: cannot be read")
                .contains("b is not there");

        UNREADABLE.put("", true);
        await().atMost(Duration.ofMinutes(1)).until(() -> "out of reach"
                .equals(control().status(FEED).orElseThrow().message()));
    }

    @Test
    void aRequestIsAnsweredOnceTheFilesAreWithTheJob() throws Exception {
        open(
                PolledFiles.scheduled(FEED, new InMemory(), Schedule.every(Duration.ofDays(1)), control()),
                PolledFilesSplit.nothingRead());
        awaitStatus(FetchStatus.DONE);
        FILES.put("a", "1");

        String request = control().request(FEED);

        emitUntil("a=1");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> control().answered(FEED).isPresent());
        assertThat(control().answered(FEED)).contains(new ControlFolder.Answer(request, null));
        assertThat(POLLS).hasValue(2);
    }

    @Test
    void whatAReplayReadsWasKnownFromTheBeginning() throws Exception {
        FILES.put("a", "1");
        open(PolledFiles.once(FEED, new InMemory()), PolledFilesSplit.nothingRead());
        emitUntil("a=1", "end");

        assertThat(output.getEmittedRecords().get(0).knownAtMicros()).isEqualTo(Long.MIN_VALUE);
        assertThat(output.getEmittedRecords().get(0).readAtMicros()).isPositive();
    }

    @Test
    void aSingleFileIsOneFileOfAFolder() throws IOException {
        Path file = folder.resolve("event-types.json");
        SingleFile place = new SingleFile(new Location.Folder(file.toString()), AccessSettings.DEFAULT, 100);
        try (FilePlace.Access access = place.open()) {
            assertThat(access.list().names()).containsExactly("event-types.json");
            assertThat(access.read("event-types.json", null)).isInstanceOf(FileContent.Missing.class);

            Files.writeString(file, "own");

            FileContent.Whole read = (FileContent.Whole) access.read("event-types.json", null);
            assertThat(read.bytes()).isEqualTo("own".getBytes(UTF_8));
        }
    }

    private PolledFiles always() {
        return PolledFiles.scheduled(FEED, new InMemory(), Schedule.every(Duration.ofMillis(1)), control());
    }

    private ControlFolder control() {
        return new ControlFolder(folder.toString());
    }

    private FetchStatus awaitStatus(String state) {
        return await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> control().status(FEED),
                        s -> s.isPresent() && s.get().state().equals(state))
                .orElseThrow();
    }

    private void open(PolledFiles source, PolledFilesSplit split) {
        reader = source.createReader(new TestingReaderContext());
        reader.addSplits(List.of(split));
        reader.start();
    }

    private static PolledFilesSplit restored(List<PolledFilesSplit> checkpoint) throws IOException {
        PolledFilesSplit.Serializer serializer = new PolledFilesSplit.Serializer();
        return serializer.deserialize(serializer.getVersion(), serializer.serialize(checkpoint.get(0)));
    }

    /** Polls like Flink: again at once while there is more, else when the reader says so. */
    private void emitUntil(String... expected) {
        await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(2)).until(() -> {
            poll();
            return emitted().size() >= expected.length;
        });
        assertThat(emitted()).containsExactly(expected);
    }

    private void poll() throws Exception {
        if (reader.isAvailable().isDone()) {
            InputStatus status = InputStatus.MORE_AVAILABLE;
            while (status == InputStatus.MORE_AVAILABLE) {
                status = reader.pollNext(output);
            }
        }
    }

    private static void awaitPolls(int more) {
        int before = POLLS.get();
        await().atMost(Duration.ofMinutes(1)).until(() -> POLLS.get() >= before + more);
    }

    private List<String> emitted() {
        List<String> all = new ArrayList<>();
        for (PolledFile f : output.getEmittedRecords()) {
            all.add(f.isEndOfReplay() ? "end" : f.name() + "=" + new String(f.content(), UTF_8));
        }
        return all;
    }
}
