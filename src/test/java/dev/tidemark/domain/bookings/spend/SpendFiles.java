package dev.tidemark.domain.bookings.spend;

import dev.tidemark.domain.bookings.SpendDay;
import dev.tidemark.ingest.polled.PolledFile;
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
        SpendFolder place = new SpendFolder(folder.toString());
        Map<SpendKey, SpendRevisions> all = new LinkedHashMap<>();
        for (String name : place.list()) {
            PolledFile file = new PolledFile(name, "v", 0, place.read(name));
            for (SpendRows.Checked c : SpendRows.read(file, 0).rows()) {
                if (c.row() != null) {
                    all.compute(SpendKey.of(c.row()), (key, before) -> {
                        SpendRevisions r = before == null ? SpendRevisions.NONE : before;
                        SpendRevisions after = r.with(c.row().asOfDay(), c.row().spendCents());
                        return after == null ? before : after;
                    });
                }
            }
        }
        List<SpendDay> days = new ArrayList<>();
        all.forEach((key, r) ->
                days.add(new SpendDay(key.spendDay(), key.channel(), r.currentCents(), r.currentAsOfDay())));
        return days;
    }
}
