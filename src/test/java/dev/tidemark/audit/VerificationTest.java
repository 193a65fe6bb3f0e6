package dev.tidemark.audit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.delta.Lake;
import dev.tidemark.table.ColumnType;
import dev.tidemark.table.TableRow;
import dev.tidemark.table.TableSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerificationTest {
    @TempDir
    private Path folder;

    @Test
    void aTableOfAnotherReleaseIsRefusedByName() throws Exception {
        TableSpec older = TableSpec.upsert("gold_cpb_by_channel", TableSpec.Layer.GOLD)
                .column("channel", ColumnType.STRING, "")
                .column("bookings", ColumnType.LONG, "")
                .key("channel")
                .build();
        Lake.at(folder.toString())
                .open(older)
                .commitUpsert(List.of(TableRow.of(older, "youtube", 1L)), "tidemark/one", 1);
        Verification verification =
                new Verification(TidemarkConfig.parse(Map.of("lake.location", folder.toString())), null);

        assertThatThrownBy(verification::run)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gold_cpb_by_channel")
                .hasMessageContaining("channel, bookings")
                .hasMessageContaining("release");
    }
}
