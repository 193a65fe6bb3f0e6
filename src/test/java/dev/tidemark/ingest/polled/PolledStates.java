package dev.tidemark.ingest.polled;

import dev.tidemark.testing.StateType;
import dev.tidemark.testing.StateTypes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Files that were read; the first release knew neither ETags, large files nor since when a file is known. */
public final class PolledStates implements StateTypes {
    private static final byte[] CONTENT = {0, 1, -1, 'x'};

    @Override
    public List<StateType<?>> types() throws IOException {
        return List.of(
                StateType.tagged(
                                "PolledFile",
                                PolledFile.Serializer.INSTANCE,
                                new PolledFile("a.json", "v-\u00e9", 1_772_359_200_123_456L, 7, CONTENT, 9))
                        .before(1, new PolledFile("a.json", "v-\u00e9", 1_772_359_200_123_456L, CONTENT)),
                StateType.beside("PolledFilesSplit", new PolledFilesSplit.Serializer(), split("\"etag\""))
                        .before(1, split(null)),
                StateType.beside(
                        "PolledFilesSplit-assigned", new PolledFilesSplit.Serializer(), PolledFilesSplit.ASSIGNED));
    }

    private static PolledFilesSplit split(String etag) {
        return new PolledFilesSplit(new TreeMap<>(
                Map.of("a.json", new FileVersion(etag, "0123abcd"), "b-\u00e9.json", new FileVersion(null, "ff"))));
    }
}
