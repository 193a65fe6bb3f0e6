package dev.tidemark.delta;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a commit in a table's log says of itself.
 *
 * @param version the version it made
 * @param timestampMillis when, milliseconds since the epoch; 0 if it does not say
 * @param transactionApp the writer's application id, or null for a commit without a transaction id
 * @param transaction the writer's transaction id: of our job, the checkpoint; -1 without
 * @param complete up to which transaction of the writer all tables of the lake held all its rows then ({@link
 *     TransactionId#complete}); -1 without
 */
public record CommitInfo(long version, long timestampMillis, String transactionApp, long transaction, long complete) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where the commit of a version is. */
    static String path(String table, long version) {
        return table + "/_delta_log/" + String.format(Locale.ROOT, "%020d.json", version);
    }

    static CommitInfo read(FileIO files, String table, long version) throws IOException {
        long timestamp = 0;
        String app = null;
        long transaction = -1;
        OptionalLong complete = OptionalLong.empty();
        try (SeekableInputStream in =
                        files.newInputFile(path(table, version), 0).newStream();
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // file actions can be long and many; they are not looked at
                if (line.startsWith("{\"commitInfo\"") || line.startsWith("{\"txn\"")) {
                    JsonNode action = json(line, table, version);
                    timestamp = Math.max(
                            timestamp,
                            action.path("commitInfo").path("timestamp").asLong());
                    if (action.has("txn")) {
                        String id = action.get("txn").path("appId").asText();
                        long number = action.get("txn").path("version").asLong();
                        if (TransactionId.tellsComplete(id)) {
                            complete = OptionalLong.of(number);
                        } else {
                            app = id;
                            transaction = number;
                        }
                    }
                }
            }
        }
        return new CommitInfo(version, timestamp, app, transaction, complete.orElse(transaction));
    }

    private static JsonNode json(String text, String table, long version) throws IOException {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw Damage.ofCommit(table, version, e);
        }
    }

    /** The greatest value of a column, as the statistics of the files that a commit added say; empty if none does. */
    static Optional<String> greatest(FileIO files, String table, long version, String column) throws IOException {
        String greatest = null;
        try (SeekableInputStream in =
                        files.newInputFile(path(table, version), 0).newStream();
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{\"add\"")) {
                    String stats =
                            json(line, table, version).path("add").path("stats").asText("{}");
                    JsonNode value =
                            json(stats, table, version).path("maxValues").path(column);
                    if (value.isTextual() && (greatest == null || value.asText().compareTo(greatest) > 0)) {
                        greatest = value.asText();
                    }
                }
            }
        }
        return Optional.ofNullable(greatest);
    }
}
