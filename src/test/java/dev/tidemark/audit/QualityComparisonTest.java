package dev.tidemark.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.domain.bookings.kpi.DataQuality;
import dev.tidemark.table.TableSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class QualityComparisonTest {
    private static final TableSpec TABLE = new DataQuality(new ReportingTime(ZoneOffset.UTC)).spec();
    private static final String FIRST = "2026-03-02T10:00:00Z";
    private static final String SECOND = "2026-03-02T11:00:00Z";

    @Test
    void whichDeliveryOfAKeyWasTheFirstDoesNotMatter() {
        assertThat(differences(
                        List.of(row(FIRST, 2, 2, 0, 0, 0), row(SECOND, 2, 1, 1, 0, 0)),
                        List.of(row(FIRST, 2, 1, 1, 0, 0), row(SECOND, 2, 1, 0, 1, 0))))
                .isEmpty();
    }

    @Test
    void theSplitOverAllRowsDoes() {
        assertThat(differences(
                        List.of(row(FIRST, 2, 2, 0, 0, 0), row(SECOND, 2, 2, 0, 0, 0)),
                        List.of(row(FIRST, 2, 1, 1, 0, 0), row(SECOND, 2, 2, 0, 0, 0))))
                .containsExactly(
                        new Difference(DataQuality.NAME, "(all rows)", "accepted + superseded", "4", "3"),
                        new Difference(DataQuality.NAME, "(all rows)", "duplicates", "0", "1"));
    }

    @Test
    void whatWasReceivedAndRefusedIsComparedHourByHour() {
        assertThat(differences(
                        List.of(row(FIRST, 3, 2, 0, 0, 1), row(SECOND, 2, 2, 0, 0, 0)),
                        List.of(row(FIRST, 2, 2, 0, 0, 0), row(SECOND, 3, 2, 0, 0, 1))))
                .extracting(Difference::key, Difference::column, Difference::found, Difference::expected)
                .containsExactly(
                        quality(FIRST, "received", "3", "2"),
                        quality(FIRST, "quarantined", "1", "0"),
                        quality(SECOND, "received", "2", "3"),
                        quality(SECOND, "quarantined", "0", "1"));
    }

    private static Tuple quality(String hour, String column, String found, String expected) {
        return tuple("hour=" + hour + " feed=webhooks", column, found, expected);
    }

    @Test
    void anHourThatIsMissingIsNamed() {
        assertThat(differences(List.<Object[]>of(row(FIRST, 1, 0, 0, 0, 1)), List.of()))
                .extracting(Difference::key, Difference::column)
                .containsExactly(tuple("hour=" + FIRST + " feed=webhooks", null));
    }

    private static List<Difference> differences(List<Object[]> found, List<Object[]> expected) {
        return QualityComparison.differences(TABLE, found, expected);
    }

    private static Object[] row(
            String hour, long received, long accepted, long duplicates, long superseded, long quarantined) {
        Object[] row = new Object[TABLE.width()];
        row[TABLE.ordinal("hour")] = ReportingTime.micros(Instant.parse(hour));
        row[TABLE.ordinal("feed")] = "webhooks";
        row[TABLE.ordinal("received")] = received;
        row[TABLE.ordinal("accepted")] = accepted;
        row[TABLE.ordinal("duplicates")] = duplicates;
        row[TABLE.ordinal("superseded")] = superseded;
        row[TABLE.ordinal("quarantined")] = quarantined;
        return row;
    }
}
