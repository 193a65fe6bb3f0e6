package dev.tidemark.delta;

import dev.tidemark.contract.ReportingTime;
import dev.tidemark.delta.encode.BufferPool;
import dev.tidemark.domain.bookings.BookingTables;
import dev.tidemark.domain.bookings.decode.PersonKeys;
import dev.tidemark.generate.GeneratorOptions;
import dev.tidemark.generate.Traffic;
import dev.tidemark.table.RowCodec;
import dev.tidemark.testing.GeneratedEvents;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Rows of Silver into a Parquet file; the baseline writes the same rows as bytes, one after another. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RowFileBenchmark {
    private static final int ROWS = 5_000;

    private final BufferPool buffers = new BufferPool();
    private final TableLayout layout = new TableLayout(BookingTables.SILVER_EVENTS);
    private final RowCodec codec = new RowCodec(BookingTables.SILVER_EVENTS);
    private List<Object[]> rows;

    @Setup
    public void setUp() {
        GeneratorOptions options = GeneratorOptions.builder().bookings(ROWS).build();
        rows = GeneratedEvents.accepted(
                        new Traffic(options),
                        options.start(),
                        new PersonKeys(new byte[32]),
                        new ReportingTime(ZoneOffset.UTC))
                .stream()
                .limit(ROWS)
                .map(e -> e.silver())
                .toList();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int baseline() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        for (Object[] row : rows) {
            codec.write(row, out);
        }
        return bytes.size();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Object write() throws IOException {
        RowFile file =
                new RowFile(layout, new ParquetExport.StreamFile("rows", OutputStream.nullOutputStream()), buffers);
        for (Object[] row : rows) {
            file.write(row);
        }
        return file.finish();
    }
}
