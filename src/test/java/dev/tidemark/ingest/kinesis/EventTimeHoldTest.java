package dev.tidemark.ingest.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.connector.testutils.source.reader.TestingReaderOutput;
import org.junit.jupiter.api.Test;

class EventTimeHoldTest {
    private final List<String> said = new ArrayList<>();
    private final ReaderOutput<String> output = new Saying("reader");
    private final EventTimeHold<String> hold = new EventTimeHold<>();

    @Test
    void aReaderWithoutShardsIsIdleOnceItIsToldThatThereAreNone() {
        hold.apply(output, 0);
        assertThat(said).as("a shard may come yet").isEmpty();

        hold.take(new ShardsSucceeded(List.of()));
        hold.apply(output, 0);
        hold.apply(output, 0);
        assertThat(said).containsExactly("reader idle");
    }

    @Test
    void aReaderWithShardsIsNeverIdle() {
        hold.take(new ShardsSucceeded(List.of()));
        hold.apply(output, 1);

        assertThat(said).isEmpty();
    }

    @Test
    void aShardMakesAnIdleReaderCountAgain() {
        hold.take(new ShardsSucceeded(List.of()));
        hold.apply(output, 0);
        hold.apply(output, 1);

        assertThat(said).containsExactly("reader idle", "reader active");
    }

    @Test
    void anEndedShardHoldsUntilItIsSucceeded() {
        hold.take(new ShardsSucceeded(List.of()));
        hold.apply(output, 1).releaseOutputForSplit("a");
        hold.apply(output, 0);
        hold.take(new ShardsSucceeded(List.of("other")));
        hold.apply(output, 0);
        assertThat(said).isEmpty();

        hold.take(new ShardsSucceeded(List.of("a")));
        hold.apply(output, 0);
        assertThat(said).containsExactly("a idle", "a released", "reader idle");
    }

    @Test
    void anEndedShardOfACheckpointHoldsTooAndTheReaderStaysActiveWithAnother() {
        hold.hold("a");
        hold.take(new ShardsSucceeded(List.of("a")));
        hold.apply(output, 1);

        assertThat(said).containsExactly("a idle", "a released");
    }

    private final class Saying extends TestingReaderOutput<String> {
        private final String name;

        Saying(String name) {
            this.name = name;
        }

        @Override
        public SourceOutput<String> createOutputForSplit(String splitId) {
            return new Saying(splitId);
        }

        @Override
        public void releaseOutputForSplit(String splitId) {
            said.add(splitId + " released");
        }

        @Override
        public void markIdle() {
            said.add(name + " idle");
        }

        @Override
        public void markActive() {
            said.add(name + " active");
        }
    }
}
