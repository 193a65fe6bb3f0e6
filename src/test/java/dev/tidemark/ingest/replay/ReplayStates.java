package dev.tidemark.ingest.replay;

import dev.tidemark.testing.StateType;
import dev.tidemark.testing.StateTypes;
import java.util.List;

/** A file half read, and the files that a replay knows. */
public final class ReplayStates implements StateTypes {
    private static final ReplaySplit HALF_READ = new ReplaySplit(
            "b-\u00e9.jsonl",
            "/in/b-\u00e9.jsonl",
            1_000,
            17,
            1_772_359_200_123_456L,
            1_772_359_100_000_000L,
            false,
            0);
    private static final ReplaySplit READ =
            new ReplaySplit("a.jsonl.gz", "/in/a.jsonl.gz", 2_000, 40, 3, EventClock.NONE, true, 0xCAFE_BABEL);

    @Override
    public List<StateType<?>> types() {
        ReplayState state = new ReplayState();
        put(state, READ, ReplayState.Place.FINISHED);
        put(state, HALF_READ, ReplayState.Place.WITH_READER);
        put(state, ReplaySplit.unread("c.jsonl", "/in/c.jsonl", 5), ReplayState.Place.WAITING);
        return List.of(
                StateType.beside("ReplaySplit", new ReplaySplit.Serializer(), HALF_READ),
                StateType.beside("ReplayState", new ReplayState.Serializer(), state));
    }

    private static void put(ReplayState state, ReplaySplit split, ReplayState.Place place) {
        state.files.put(split.name(), new ReplayState.Known(split, place));
    }
}
