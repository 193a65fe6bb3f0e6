package dev.tidemark.delta.sink;

import dev.tidemark.delta.LakeOptions;
import dev.tidemark.table.Catalog;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/**
 * Makes the operator that commits to all tables of a lake. There must be one of it: {@code
 * committables.transform("commit-tables", Types.VOID, new DeltaCommitterFactory(...)).setParallelism(1).setMaxParallelism(1)}
 * with the union of all writers' outputs. It gives nothing out.
 */
public final class DeltaCommitterFactory extends AbstractStreamOperatorFactory<Void>
        implements OneInputStreamOperatorFactory<Committable, Void> {
    private static final long serialVersionUID = 1L;

    private final String lakeLocation;
    private final Catalog catalog;
    private final LakeOptions options;
    private final CommitCadence cadence;
    private final String name;

    /**
     * @param cadence how often each layer is committed
     * @param name names this job among others that write to the same tables; it must stay the same from restart to
     *     restart
     */
    public DeltaCommitterFactory(
            String lakeLocation, Catalog catalog, LakeOptions options, CommitCadence cadence, String name) {
        this.lakeLocation = lakeLocation;
        this.catalog = catalog;
        this.options = options;
        this.cadence = cadence;
        this.name = name;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends StreamOperator<Void>> T createStreamOperator(StreamOperatorParameters<Void> parameters) {
        return (T) new DeltaCommitter(parameters, lakeLocation, catalog, options, cadence, name);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader loader) {
        return DeltaCommitter.class;
    }
}
