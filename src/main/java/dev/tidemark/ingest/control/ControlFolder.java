package dev.tidemark.ingest.control;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.ingest.store.AccessSettings;
import dev.tidemark.ingest.store.FileContent;
import dev.tidemark.ingest.store.Location;
import dev.tidemark.ingest.store.WritableStore;
import java.io.IOException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The folder {@code _control} of a lake, on disk or on S3: {@code fetch-FEED} asks for a fetch, a new content of it asks
 * again; {@code status-FEED.json} tells how the last one went or goes; {@code answer-FEED.json} tells which request was
 * answered last.
 */
public final class ControlFolder implements Serializable, AutoCloseable {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();
    /** What these small files may have at most. */
    private static final int MAX_BYTES = 1 << 20;

    private final Location folder;
    private final AccessSettings settings;
    private transient WritableStore store;

    /**
     * The folder of a lake.
     *
     * @param lake where the tables are: a folder or {@code s3://bucket/prefix}
     */
    public ControlFolder(String lake) {
        this(lake, AccessSettings.DEFAULT);
    }

    /**
     * The folder of a lake.
     *
     * @param lake where the tables are: a folder or {@code s3://bucket/prefix}
     * @param settings how S3 is reached
     * @throws IllegalArgumentException if the lake is neither
     */
    public ControlFolder(String lake, AccessSettings settings) {
        this.folder = Location.parse(lake).child("_control");
        this.settings = settings;
    }

    /**
     * Which request was answered.
     *
     * @param request the request's text
     * @param failure why the fetch failed, or null if it went well
     */
    public record Answer(String request, String failure) {}

    /** Asks for a fetch; returns the request's text, by which its answer is known. */
    public String request(String feed) throws IOException {
        String request = Instant.now() + " " + UUID.randomUUID();
        write("fetch-" + feed, request.getBytes(StandardCharsets.UTF_8));
        return request;
    }

    /** What the last request says, or null if nobody ever asked; another text is another request. */
    public String requested(String feed) throws IOException {
        byte[] content = read("fetch-" + feed);
        return content == null ? null : new String(content, StandardCharsets.UTF_8);
    }

    /** Tells that a fetch that began after a request has ended. */
    public void answer(String feed, Answer answer) throws IOException {
        write("answer-" + feed + ".json", JSON.writeValueAsBytes(answer));
    }

    /** The last answer, or empty if no request was answered yet. */
    public Optional<Answer> answered(String feed) throws IOException {
        byte[] content = read("answer-" + feed + ".json");
        return content == null ? Optional.empty() : Optional.of(JSON.readValue(content, Answer.class));
    }

    /** Tells how a fetch goes. */
    public void report(FetchStatus status) throws IOException {
        write("status-" + status.feed() + ".json", JSON.writeValueAsBytes(status));
    }

    /** How the last fetch went, or empty if there was none. */
    public Optional<FetchStatus> status(String feed) throws IOException {
        byte[] content = read("status-" + feed + ".json");
        return content == null ? Optional.empty() : Optional.of(JSON.readValue(content, FetchStatus.class));
    }

    /**
     * Leaves a note of something that is no fetch, as {@code status-NAME.json}; it replaces the one before.
     *
     * @param json a small JSON document
     */
    public void leaveNote(String name, byte[] json) throws IOException {
        write("status-" + name + ".json", json);
    }

    /** The note of that name, or empty if there is none. */
    public Optional<byte[]> note(String name) throws IOException {
        return Optional.ofNullable(read("status-" + name + ".json"));
    }

    private synchronized void write(String name, byte[] content) throws IOException {
        store().write(name, content);
    }

    private synchronized byte[] read(String name) throws IOException {
        return store().read(name, null, MAX_BYTES) instanceof FileContent.Whole whole ? whole.bytes() : null;
    }

    private WritableStore store() {
        if (store == null) {
            store = WritableStore.open(folder, settings);
        }
        return store;
    }

    /** Gives connections back; what is used again afterwards opens new ones. */
    @Override
    public synchronized void close() {
        if (store != null) {
            store.close();
            store = null;
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
