package dev.tidemark.ingest.replay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.envelope.Envelope;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayFilesTest {
    /** A body counts if it says so; its event time is its {@code created_at}. */
    private static final EventClock CLOCK = e -> new String(e.body(), UTF_8).contains("broken")
            ? EventClock.NONE
            : ReplayLine.of(e.body()).madeMicros();

    @TempDir
    private Path folder;

    @Test
    void emitsEveryLineInTheOrderOfItsFile() throws Exception {
        write("a.jsonl", lines("a", 200));
        write("b.jsonl.gz", lines("b", 100));
        write("notes.txt", "not read\n");

        try (ReplayRun run = run(1, null).toTheEnd()) {
            assertThat(ids(run)).containsExactlyElementsOf(ids("a", 200, "b", 100));
            assertThat(run.emitted().get(3).position()).isEqualTo("calendly-webhooks/a.jsonl:4");
            assertThat(run.emitted()).allMatch(e -> e.id().equals(e.position()) && e.signature() == null);
            assertThat(run.emitted()).allMatch(e -> e.feed().equals("calendly-webhooks"));
            assertThat(run.emitted()).allMatch(e -> e.origin() == Envelope.Origin.PULLED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void emitsOneMarkAReaderWithTheNewestValidEventTime(int readers) throws Exception {
        write("a.jsonl", line("1", "2026-01-02T00:00:00Z") + line("2", "2026-01-05T00:00:00Z"));
        write("b.jsonl", line("3", "2026-01-04T00:00:00Z") + line("broken", "2026-01-09T00:00:00Z"));

        try (ReplayRun run = run(readers, null).toTheEnd()) {
            for (int i = 0; i < 10; i++) {
                run.poll();
            }
            assertThat(run.marks()).hasSize(readers).allMatch(m -> m.clockMicros() == micros("2026-01-05T00:00:00Z"));
            assertThat(run.emitted()).hasSize(4);
        }
    }

    @Test
    void theMarkHasTheInstantThatWasGiven() throws Exception {
        write("a.jsonl", lines("a", 3));

        try (ReplayRun run = new ReplayRun(folder, 42L, CLOCK, 1, null).toTheEnd()) {
            assertThat(run.marks()).extracting(Envelope::clockMicros).containsExactly(42L);
        }
    }

    @Test
    void aFolderThatIsNotThereOrEmptyIsAtItsEndAtOnce() throws Exception {
        try (ReplayRun none = new ReplayRun(folder.resolve("none"), null, CLOCK, 2, null).toTheEnd();
                ReplayRun empty = run(2, null).toTheEnd()) {
            assertThat(none.emitted()).isEmpty();
            assertThat(none.marks()).hasSize(2).allMatch(m -> m.clockMicros() == EventClock.NONE);
            assertThat(empty.marks()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"a.jsonl, 1, 1", "a.jsonl.gz, 1, 1", "a.jsonl, 2, 1", "a.jsonl, 1, 3"})
    void goesOnInMidFileAfterARestart(String file, int before, int after) throws Exception {
        write(file, lines("a", 500));
        ReplayRun.Checkpoint checkpoint;
        List<String> ids;
        try (ReplayRun run = run(before, null)) {
            run.pollUntil(() -> run.emitted().size() > 150);
            assertThat(run.emitted()).hasSizeLessThan(500);
            checkpoint = run.checkpoint(1, true);
            ids = new ArrayList<>(ids(run));
            run.poll();
        }

        try (ReplayRun run = run(after, checkpoint).toTheEnd()) {
            ids.addAll(ids(run));
            assertThat(ids).containsExactlyElementsOf(ids("a", 500));
            assertThat(run.emitted().get(0).position())
                    .isEqualTo("calendly-webhooks/" + file + ":"
                            + (501 - run.emitted().size()));
            assertThat(run.marks()).allMatch(m -> m.clockMicros() == micros("2026-01-01T00:08:19Z"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFinishedFileIsAnnouncedAgainIfTheNewsWasLost(boolean delivered) throws Exception {
        write("a.jsonl", lines("a", 10));
        ReplayRun.Checkpoint checkpoint;
        try (ReplayRun run = run(1, null)) {
            run.deliver();
            run.pollUntil(() -> run.emitted().size() == 10);
            checkpoint = run.checkpoint(1, delivered);
        }

        try (ReplayRun run = run(1, checkpoint).toTheEnd()) {
            assertThat(run.emitted()).isEmpty();
            assertThat(run.marks()).extracting(Envelope::clockMicros).containsExactly(micros("2026-01-01T00:00:09Z"));
        }
    }

    @Test
    void aSecondRunReadsNothingTwiceAndMarksItsEndAgain() throws Exception {
        write("a.jsonl", lines("a", 10));
        ReplayRun.Checkpoint checkpoint = toTheEnd(null, 10);

        write("b.jsonl", lines("b", 5));
        checkpoint = toTheEnd(checkpoint, 5);

        toTheEnd(checkpoint, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aChangedFileIsReadAgain(int checkpoints) throws Exception {
        write("a.jsonl", lines("a", 10));
        ReplayRun.Checkpoint checkpoint;
        try (ReplayRun run = run(1, null).toTheEnd()) {
            checkpoint = run.checkpoint(1, true);
            for (int id = 2; id <= checkpoints; id++) {
                run.complete(id - 1);
                checkpoint = run.checkpoint(id, true);
            }
        }

        write("a.jsonl", lines("c", 10));

        try (ReplayRun run = run(1, checkpoint).toTheEnd()) {
            assertThat(ids(run)).containsExactlyElementsOf(ids("c", 10));
        }
    }

    @Test
    void finishedFilesLeaveTheReadersStateWithALaterCheckpoint() throws Exception {
        write("a.jsonl", lines("a", 10));
        try (ReplayRun run = run(1, null).toTheEnd()) {
            assertThat(run.checkpoint(1, true).splits()).hasSize(1);
            run.complete(1);
            assertThat(run.checkpoint(2, true).splits()).hasSize(1);
            run.complete(2);
            assertThat(run.checkpoint(3, true).splits()).isEmpty();
        }
    }

    @Test
    void aFileThatIsGoneInMidFileIsAnErrorThatNamesIt() throws Exception {
        write("a.jsonl", lines("a", 500));
        ReplayRun.Checkpoint checkpoint;
        try (ReplayRun run = run(1, null)) {
            run.pollUntil(() -> !run.emitted().isEmpty());
            checkpoint = run.checkpoint(1, true);
        }
        Files.delete(folder.resolve("a.jsonl"));

        try (ReplayRun run = run(1, checkpoint)) {
            assertThatThrownBy(run::toTheEnd).isInstanceOf(IOException.class).hasMessageContaining("a.jsonl");
        }
    }

    @Test
    void theClockIsTheNewestReceiptOfTheFileSoFar() throws Exception {
        write(
                "a.jsonl",
                line("1", "2026-01-02T00:00:00Z")
                        + line("2", "2026-01-05T00:00:00Z")
                        + line("3", "2026-01-03T00:00:00Z"));

        try (ReplayRun run = run(1, null).toTheEnd()) {
            assertThat(run.emitted())
                    .extracting(Envelope::clockMicros)
                    .containsExactly(
                            micros("2026-01-02T00:00:00Z"),
                            micros("2026-01-05T00:00:00Z"),
                            micros("2026-01-05T00:00:00Z"));
            assertThat(run.emitted().get(2).receivedAtMicros()).isEqualTo(micros("2026-01-03T00:00:00Z"));
        }
    }

    @Test
    void aWrappedLineWasReceivedWhenItsWrappingSays() throws Exception {
        write(
                "a.jsonl",
                "{\"ingestion_time\":\"2026-01-02T03:04:05.678901\",\"source\":\"x\",\"data\":"
                        + line("1", "2026-01-02T00:00:00Z").trim() + "}\n");

        try (ReplayRun run = run(1, null).toTheEnd()) {
            Envelope e = run.emitted().get(0);
            assertThat(new String(e.body(), UTF_8) + "\n").isEqualTo(line("1", "2026-01-02T00:00:00Z"));
            assertThat(e.receivedAtMicros()).isEqualTo(micros("2026-01-02T03:04:05.678901Z"));
            assertThat(run.marks().get(0).clockMicros()).isEqualTo(micros("2026-01-02T00:00:00Z"));
        }
    }

    @Test
    void aLineThatDoesNotSayItsTimeDoesNotMoveTheClock() throws Exception {
        write("a.jsonl", "no json\n" + line("1", "2026-01-02T00:00:00Z") + "{\n");

        try (ReplayRun run = run(1, null).toTheEnd()) {
            assertThat(run.emitted().get(1).clockMicros()).isEqualTo(micros("2026-01-02T00:00:00Z"));
            assertThat(run.emitted().get(2).receivedAtMicros()).isEqualTo(micros("2026-01-02T00:00:00Z"));
            assertThat(run.emitted().get(2).clockMicros()).isEqualTo(micros("2026-01-02T00:00:00Z"));
        }
    }

    @Test
    void aLineFromTheFutureDoesNotMoveTheClock() throws Exception {
        write(
                "a.jsonl",
                line("1", "2999-01-02T00:00:00Z")
                        + line("2", "2026-01-02T00:00:00Z")
                        + line("3", "2999-01-02T00:00:00Z")
                        + line("4", "2026-01-03T00:00:00Z"));
        long now = ReportingTime.micros(Instant.now());

        try (ReplayRun run = run(1, null).toTheEnd()) {
            assertThat(run.emitted().get(1).clockMicros()).isEqualTo(micros("2026-01-02T00:00:00Z"));
            assertThat(run.emitted().get(2).clockMicros()).isEqualTo(micros("2026-01-02T00:00:00Z"));
            assertThat(run.emitted().get(2).receivedAtMicros()).isGreaterThanOrEqualTo(now);
            assertThat(run.emitted().get(3).clockMicros()).isEqualTo(micros("2026-01-03T00:00:00Z"));
        }
    }

    @Test
    void stateOfANewerReleaseIsRefused() {
        assertThatThrownBy(() -> new ReplayState.Serializer().deserialize(2, new byte[0]))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new ReplaySplit.Serializer().deserialize(2, new byte[0]))
                .isInstanceOf(IOException.class);
    }

    private ReplayRun.Checkpoint toTheEnd(ReplayRun.Checkpoint from, int lines) throws Exception {
        try (ReplayRun run = run(2, from).toTheEnd()) {
            assertThat(run.emitted()).hasSize(lines);
            return run.checkpoint(1, true);
        }
    }

    private ReplayRun run(int readers, ReplayRun.Checkpoint from) throws Exception {
        return new ReplayRun(folder, null, CLOCK, readers, from);
    }

    private void write(String name, String text) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(name));
                OutputStream out = name.endsWith(".gz") ? new GZIPOutputStream(file) : file) {
            out.write(text.getBytes(UTF_8));
        }
    }

    private static String lines(String id, int count) {
        StringBuilder text = new StringBuilder();
        Instant t = Instant.parse("2026-01-01T00:00:00Z");
        for (int i = 0; i < count; i++) {
            text.append(line(id + i, t.plusSeconds(i).toString()));
        }
        return text.toString();
    }

    private static String line(String id, String createdAt) {
        return "{\"id\":\"" + id + "\",\"created_at\":\"" + createdAt + "\"}\n";
    }

    private static List<String> ids(ReplayRun run) {
        return run.emitted().stream()
                .map(e -> new String(e.body(), UTF_8).split("\"")[3])
                .toList();
    }

    private static List<String> ids(Object... idsAndCounts) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < idsAndCounts.length; i += 2) {
            for (int n = 0; n < (Integer) idsAndCounts[i + 1]; n++) {
                ids.add(idsAndCounts[i] + "" + n);
            }
        }
        return ids;
    }

    private static long micros(String time) {
        return ReportingTime.micros(Instant.parse(time));
    }
}
