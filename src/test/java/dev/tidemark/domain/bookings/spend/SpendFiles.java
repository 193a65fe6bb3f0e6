package dev.tidemark.domain.bookings.spend;

import dev.tidemark.domain.bookings.SpendDay;
import dev.tidemark.ingest.polled.FilePlace;
import dev.tidemark.ingest.polled.PolledFile;
import dev.tidemark.ingest.store.AccessSettings;
import dev.tidemark.ingest.store.FileContent;
import dev.tidemark.ingest.store.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a spend folder by the rules alone, without Flink. */
public final class SpendFiles {
    private SpendFiles() {}

    /** What counts once all files of a folder are read. */
    public static List<SpendDay> current(Path folder) throws IOException {
        SpendPlace place =
                new SpendPlace(new Location.Folder(folder.toString()), AccessSettings.DEFAULT, Integer.MAX_VALUE);
        Map<SpendKey, SpendRevisions> all = new LinkedHashMap<>();
        try (FilePlace.Access access = place.open()) {
            for (String name : access.list().names()) {
                byte[] content = ((FileContent.Whole) access.read(name, null)).bytes();
                SpendRows.of(new PolledFile(name, "v", 0, content), 0).forEach(c -> {
                    if (c.row() != null) {
                        take(c.row(), all);
                    }
                });
            }
        }
        List<SpendDay> days = new ArrayList<>();
        all.forEach((key, r) ->
                days.add(new SpendDay(key.spendDay(), key.channel(), r.currentCents(), r.currentAsOfDay())));
        return days;
    }

    private static void take(SpendRow row, Map<SpendKey, SpendRevisions> all) {
        all.compute(SpendKey.of(row), (key, before) -> {
            SpendRevisions r = before == null ? SpendRevisions.NONE : before;
            SpendRevisions after = r.with(row.asOfDay(), row.spendCents());
            return after == null ? before : after;
        });
    }
}
