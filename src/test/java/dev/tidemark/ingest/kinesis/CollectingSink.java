package dev.tidemark.ingest.kinesis;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Keeps records, in the order they were emitted, in a list of this JVM; without transactions. */
final class CollectingSink implements Sink<NumberedRecord> {
    private static final long serialVersionUID = 1L;
    private static final Map<String, List<NumberedRecord>> RECORDS = new ConcurrentHashMap<>();

    private final String name;

    CollectingSink(String name) {
        this.name = name;
    }

    static List<NumberedRecord> records(String name) {
        return RECORDS.getOrDefault(name, List.of());
    }

    static void clear(String name) {
        RECORDS.put(name, new CopyOnWriteArrayList<>());
    }

    @Override
    public SinkWriter<NumberedRecord> createWriter(WriterInitContext context) {
        return new SinkWriter<>() {
            @Override
            public void write(NumberedRecord record, Context context) {
                RECORDS.get(name).add(record);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }
}
