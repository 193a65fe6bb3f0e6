package dev.tidemark.topology;

import dev.tidemark.config.TidemarkConfig;
import dev.tidemark.delta.LakeOptions;
import dev.tidemark.delta.sink.CommitCadence;
import dev.tidemark.delta.sink.Committable;
import dev.tidemark.delta.sink.CommittableTypeInfo;
import dev.tidemark.delta.sink.DeltaCommitterFactory;
import dev.tidemark.delta.sink.DeltaWriterFactory;
import dev.tidemark.delta.sink.TableRowTypeInfo;
import dev.tidemark.table.Catalog;
import dev.tidemark.table.TableRow;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The ends of the graph: a writer chained to every operator that makes rows, and one committer for all tables.
 */
final class LakeSink {
    /** Names this job in the tables' transactions; it must never change, or a restart would commit again. */
    private static final String APPLICATION = "tidemark";

    private final String location;
    private final LakeOptions options;
    private final CommitCadence cadence;
    private final Catalog catalog;

    LakeSink(TidemarkConfig config, Catalog catalog) {
        this.location = config.lake();
        this.options = LakeOptions.DEFAULT.withS3(config.s3());
        this.cadence = new CommitCadence(config.bronzeCommitInterval(), config.silverCommitInterval());
        this.catalog = catalog;
    }

    TypeInformation<TableRow> rowType() {
        return new TableRowTypeInfo(catalog);
    }

    /** Writes rows to files; with its producer's parallelism, so that the two are chained. */
    DataStream<Committable> write(Operators operator, DataStream<TableRow> rows) {
        return operator.set(rows.transform(
                        operator.uid(),
                        CommittableTypeInfo.INSTANCE,
                        new DeltaWriterFactory(location, catalog, options))
                .setParallelism(rows.getParallelism()));
    }

    /** Commits what was written: a table once a checkpoint, or as seldom as the configuration says. */
    void commit(DataStream<Committable> committables) {
        Operators.COMMIT_TABLES.set(committables
                .transform(
                        Operators.COMMIT_TABLES.uid(),
                        Types.VOID,
                        new DeltaCommitterFactory(location, catalog, options, cadence, APPLICATION))
                .setParallelism(1)
                .setMaxParallelism(1));
    }
}
