package dev.tidemark.dashboard;

import dev.tidemark.delta.TableReader;
import dev.tidemark.delta.TableRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Predicate;

/** Rows to go through one after the other. */
interface RowSource {

    /**
     * Calls for each row until the call says false.
     *
     * @throws IOException if the table can't be read
     */
    void forEach(Predicate<Object[]> each) throws IOException;

    /** The rows of a table as they are read. */
    static RowSource of(TableReader reader) {
        return each -> {
            try (TableRows rows = reader.rows()) {
                while (rows.hasNext()) {
                    if (!each.test(rows.next())) {
                        return;
                    }
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        };
    }
}
