package dev.tidemark.silver;

import static dev.tidemark.table.ColumnType.DATE;
import static dev.tidemark.table.ColumnType.STRING;
import static dev.tidemark.table.ColumnType.TIMESTAMP;
import static dev.tidemark.table.ColumnType.array;
import static dev.tidemark.table.ColumnType.struct;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.envelope.Envelope;
import dev.tidemark.table.Column;
import dev.tidemark.table.RawText;
import dev.tidemark.table.RowBuilder;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import dev.tidemark.table.TableSpec.Layer;
import java.util.List;

/** The table of what could not be decoded, broke a rule or came late: the raw bytes and everything wrong with them. */
public final class Quarantine {

    public static final TableSpec TABLE = TableSpec.append("quarantine", Layer.QUARANTINE)
            .column("feed", STRING, "Feed the record came by")
            .column("stage", STRING, "Stage that refused it: envelope, verify, decode, validate or window")
            .column("reason", STRING, "The first rule that it broke")
            .column(
                    "failures",
                    array(struct(
                            Column.of("reason", STRING, "The rule"),
                            Column.of("field", STRING, "The field, as a path in the body"),
                            Column.of("message", STRING, "What was found and what was expected"))),
                    "Everything that is wrong with it")
            .column("delivery_id", STRING, "The delivery in Bronze")
            .column("source_position", STRING, "Shard and sequence number, or file and line")
            .column("received_at", TIMESTAMP, "When it was received")
            .column("ingest_date", DATE, "Its day in the reporting zone")
            .column("raw_payload_encoding", STRING, "utf-8, or base64 where the bytes are no UTF-8 text")
            .column("raw_payload", STRING, "The record, byte for byte")
            .key("source_position", "stage")
            .partitionBy("ingest_date")
            .meaning("What is not in Silver, with the raw bytes, where it came from and why")
            .build();

    private Quarantine() {}

    /** The row for a refused record. {@code failures} must not be empty; the first one is the reason. */
    public static TableRow row(String stage, List<Failure> failures, Envelope e, ReportingTime time) {
        RawText raw = RawText.of(e.body());
        Object[] all = failures.stream()
                .map(f -> new Object[] {f.reason(), f.field(), f.message()})
                .toArray();
        return new RowBuilder(TABLE)
                .set("feed", e.feed())
                .set("stage", stage)
                .set("reason", failures.get(0).reason())
                .set("failures", all)
                .set("delivery_id", e.id())
                .set("source_position", e.position())
                .set("received_at", e.receivedAtMicros())
                .set("ingest_date", time.day(e.receivedAtMicros()))
                .set("raw_payload_encoding", raw.encoding())
                .set("raw_payload", raw.text())
                .build();
    }
}
