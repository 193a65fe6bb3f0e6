package dev.tidemark.domain.bookings.spend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.gold.Contribution;
import dev.tidemark.ingest.control.ControlFolder;
import dev.tidemark.ingest.control.FetchStatus;
import dev.tidemark.ingest.control.Schedule;
import dev.tidemark.ingest.polled.PolledFile;
import dev.tidemark.ingest.polled.PolledFiles;
import dev.tidemark.ingest.store.AccessSettings;
import dev.tidemark.ingest.store.Location;
import dev.tidemark.silver.Quarantine;
import dev.tidemark.table.TableRow;
import dev.tidemark.testing.FileServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.connector.testutils.source.reader.TestingReaderContext;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.apache.flink.connector.testutils.source.reader.TestingSplitEnumeratorContext;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spend that is wrong in every way, from a web server through the source into the operator that accepts it. */
class SpendFeedTest {
    private static final OutputTag<Contribution> DELIVERIES =
            new OutputTag<>("deliveries", TypeInformation.of(Contribution.class));
    private static final OutputTag<TableRow> ROWS = new OutputTag<>("rows", TypeInformation.of(TableRow.class));
    private static final String GOOD = "[{\"date\":\"2026-01-14\",\"channel\":\"x_paid_ads\",\"spend\":1}]";

    private final FileServer server = new FileServer();
    private final CountDownLatch never = new CountDownLatch(1);
    private final TestingReaderOutput<PolledFile> files = new TestingReaderOutput<>();
    private OneInputStreamOperatorTestHarness<PolledFile, SpendRow> accept;
    private SourceReader<PolledFile, ?> reader;

    @TempDir
    private Path lake;

    @BeforeEach
    void open() throws Exception {
        accept = ProcessFunctionTestHarnesses.forProcessFunction(
                new AcceptSpend(ROWS, DELIVERIES, List.of(), new ReportingTime(ZoneOffset.UTC)));
    }

    @AfterEach
    void close() throws Exception {
        reader.close();
        never.countDown();
        server.close();
        accept.close();
    }

    @Test
    void badRowsGoToQuarantineAndTheOthersOn() throws Exception {
        serve("a.json");
        file("a.json", "[{\"date\":\"2026-01-14\",\"channel\":\"x\",\"spend\":-1}," + GOOD.substring(1));

        FetchStatus status = fetch();

        assertThat(status.state()).isEqualTo(FetchStatus.DONE);
        assertThat(status.message()).isNull();
        assertThat(channels()).containsExactly("x");
        assertThat(refused()).containsExactly("negative_spend a.json@\"a.json\":1");
    }

    @Test
    void filesThatAreNoArrayOfRowsGoToQuarantineWhole() throws Exception {
        serve("a.json", "b.json", "c.json", "d.json");
        file("a.json", "");
        file("b.json", "[{\"date\":");
        file("c.json", "{\"date\":\"2026-01-14\"}");
        file("d.json", GOOD);

        FetchStatus status = fetch();

        assertThat(status.state()).isEqualTo(FetchStatus.DONE);
        assertThat(channels()).containsExactly("x");
        assertThat(refused())
                .containsExactly(
                        "invalid_json a.json@\"a.json\":0",
                        "invalid_json b.json@\"b.json\":0",
                        "invalid_json c.json@\"c.json\":0");
    }

    @Test
    void aMissingFileIsToldAndTheOthersGoOn() throws Exception {
        serve("a.json", "b.json");
        file("b.json", GOOD);

        FetchStatus status = fetch();

        assertThat(status.state()).isEqualTo(FetchStatus.DONE);
        assertThat(status.message()).isEqualTo("a.json is not there");
        assertThat(channels()).containsExactly("x");
    }

    @Test
    void aServerErrorOrAHangFailsTheFetchButNotTheOtherFiles() throws Exception {
        serve("a.json", "b.json", "c.json");
        server.answer("/spend/a.json", FileServer.status(500));
        server.answer("/spend/b.json", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('[');
            exchange.getResponseBody().flush();
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        file("c.json", GOOD);

        FetchStatus status = fetch();

        assertThat(status.state()).isEqualTo(FetchStatus.FAILED);
        assertThat(status.done()).isEqualTo(1);
        assertThat(status.message())
                .contains("a.json cannot be read: the server answered 500")
                .contains("b.json cannot be read: the server sent 1 bytes, then nothing");
        assertThat(channels()).containsExactly("x");
        assertThat(refused()).isEmpty();
    }

    @Test
    void anIndexThatIsBrokenFailsTheFetch() throws Exception {
        server.put("/spend/file_index.json", "{\"files\":", null);

        FetchStatus status = fetch();

        assertThat(status.state()).isEqualTo(FetchStatus.FAILED);
        assertThat(status.message()).startsWith("file_index.json in " + server.address("/spend") + " is no JSON");
    }

    @Test
    void namesThatLeadElsewhereAreNotAskedFor() throws Exception {
        server.put("/secret.json", GOOD, null);
        server.put(
                "/spend/file_index.json",
                "{\"files\": [\"../secret.json\", \"/secret.json\", \"..%2fsecret.json\", \"a.json\"]}",
                null);
        file("a.json", GOOD);

        FetchStatus status = fetch();

        assertThat(status.state()).isEqualTo(FetchStatus.DONE);
        assertThat(status.message())
                .contains("\"../secret.json\", which is no file name")
                .contains("..%2fsecret.json is not there");
        assertThat(channels()).containsExactly("x");
        assertThat(server.requests()).noneMatch(r -> r.path().equals("/secret.json"));
    }

    @Test
    void aFileThatIsTooLargeGoesToQuarantine() throws Exception {
        serve("a.json", "b.json");
        file("a.json", "[" + " ".repeat(2_000) + "]");
        file("b.json", GOOD);

        FetchStatus status = fetch();

        assertThat(status.state()).isEqualTo(FetchStatus.DONE);
        assertThat(channels()).containsExactly("x");
        assertThat(refused()).containsExactly("file_too_large a.json@\"a.json\":0");
    }

    private void serve(String... names) {
        server.put("/spend/file_index.json", "{\"files\": [\"" + String.join("\", \"", names) + "\"]}", null);
    }

    private void file(String name, String content) {
        server.put("/spend/" + name, content, "\"" + name + "\"");
    }

    /** The first fetch, and everything that it brought, through the operator. */
    private FetchStatus fetch() throws Exception {
        SpendPlace place = new SpendPlace(
                Location.parse(server.address("/spend").toString()),
                new AccessSettings(null, null, false, Duration.ofSeconds(10), Duration.ofMillis(500)),
                1_000);
        ControlFolder control = new ControlFolder(lake.toString());
        PolledFiles source = PolledFiles.scheduled("ad-spend", place, Schedule.every(Duration.ofDays(1)), control);
        reader = start(source);
        FetchStatus ended = await().atMost(Duration.ofMinutes(1))
                .until(
                        () -> {
                            reader.pollNext(files);
                            return control.status("ad-spend").orElse(null);
                        },
                        s -> s != null && !s.state().equals(FetchStatus.RUNNING));
        for (PolledFile file : files.getEmittedRecords()) {
            accept.processElement(new StreamRecord<>(file));
        }
        return ended;
    }

    /** The type of the split is the source's own affair. */
    private static <S extends SourceSplit, E> SourceReader<PolledFile, S> start(Source<PolledFile, S, E> source)
            throws Exception {
        TestingSplitEnumeratorContext<S> context = new TestingSplitEnumeratorContext<>(1);
        SplitEnumerator<S, E> enumerator = source.createEnumerator(context);
        enumerator.start();
        context.registerReader(0, "host");
        enumerator.addReader(0);
        SourceReader<PolledFile, S> reader = source.createReader(new TestingReaderContext());
        reader.addSplits(context.getSplitAssignments().get(0).getAssignedSplits());
        return reader;
    }

    private List<String> channels() {
        return accept.extractOutputValues().stream().map(SpendRow::channel).toList();
    }

    private List<String> refused() {
        if (accept.getSideOutput(ROWS) == null) {
            return List.of();
        }
        return accept.getSideOutput(ROWS).stream()
                .map(StreamRecord::getValue)
                .filter(r -> r.table().equals("quarantine"))
                .map(r -> value(r, "reason") + " " + value(r, "source_position"))
                .toList();
    }

    private static Object value(TableRow row, String column) {
        return row.values()[Quarantine.TABLE.ordinal(column)];
    }
}
