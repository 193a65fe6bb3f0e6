package dev.tidemark.audit;

import dev.tidemark.delta.FileReading;
import dev.tidemark.delta.TableFile;
import dev.tidemark.delta.TableReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is made of each data file of a table, kept, so that the next version reads only the files that it adds. Not for
 * several threads at a time.
 */
final class PerFile<T> {
    private final long mostRows;
    private Map<String, T> kept = Map.of();

    /** @param mostRows a version with more rows is not kept */
    PerFile(long mostRows) {
        this.mostRows = mostRows;
    }

    /**
     * What is made of each file of a version, in the order of the files.
     *
     * @param make is called in any thread, with the rows of one file
     * @throws IOException if a file can't be read
     */
    Map<TableFile, T> of(TableReader reader, FileReading reading, Function<List<Object[]>, T> make) throws IOException {
        List<TableFile> files = reader.dataFiles();
        Map<String, T> made = new HashMap<>();
        List<TableFile> added = new ArrayList<>();
        for (TableFile file : files) {
            T known = kept.get(file.id());
            if (known == null) {
                added.add(file);
            } else {
                made.put(file.id(), known);
            }
        }
        reading.readEach(reader, added, make, (file, of) -> made.put(file.id(), of));
        kept = files.stream().mapToLong(TableFile::rows).sum() > mostRows ? Map.of() : made;
        Map<TableFile, T> byFile = new LinkedHashMap<>();
        files.forEach(file -> byFile.put(file, made.get(file.id())));
        return byFile;
    }
}
