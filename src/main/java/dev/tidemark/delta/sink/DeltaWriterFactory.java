package dev.tidemark.delta.sink;

import dev.tidemark.delta.LakeOptions;
import dev.tidemark.table.Catalog;
import dev.tidemark.table.TableRow;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/**
 * Makes the operator that writes rows to data files. Give it its producer's parallelism, so that the two are chained and
 * rows pass without being serialized. Rows of an upserted table must come keyed: all changes of one key through one
 * subtask.
 *
 * <p>Use: {@code rows.transform("write-bronze", CommittableTypeInfo.INSTANCE, new DeltaWriterFactory(...))}.
 */
public final class DeltaWriterFactory extends AbstractStreamOperatorFactory<Committable>
        implements OneInputStreamOperatorFactory<TableRow, Committable> {
    private static final long serialVersionUID = 1L;

    private final String lakeLocation;
    private final Catalog catalog;
    private final LakeOptions options;

    /**
     * @param lakeLocation where the tables are, the same for all subtasks and the committer
     * @param catalog the tables that rows may belong to
     */
    public DeltaWriterFactory(String lakeLocation, Catalog catalog, LakeOptions options) {
        this.lakeLocation = lakeLocation;
        this.catalog = catalog;
        this.options = options;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends StreamOperator<Committable>> T createStreamOperator(
            StreamOperatorParameters<Committable> parameters) {
        return (T) new DeltaWriter(parameters, lakeLocation, catalog, options);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
        return DeltaWriter.class;
    }
}
