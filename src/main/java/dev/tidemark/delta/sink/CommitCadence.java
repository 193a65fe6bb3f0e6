package dev.tidemark.delta.sink;

import dev.tidemark.table.TableSpec.Layer;
import java.io.Serializable;
import java.time.Duration;

/**
 * How often the tables of each layer are committed: Gold at every checkpoint, the others at the first checkpoint after an
 * interval since their last commit.
 *
 * @param bronze of Bronze; zero: at every checkpoint
 * @param silver of Silver and quarantine; zero: at every checkpoint
 */
public record CommitCadence(Duration bronze, Duration silver) implements Serializable {
    public static final CommitCadence EVERY_CHECKPOINT = new CommitCadence(Duration.ZERO, Duration.ZERO);

    Duration interval(Layer layer) {
        return switch (layer) {
            case BRONZE -> bronze;
            case SILVER, QUARANTINE -> silver;
            case GOLD -> Duration.ZERO;
        };
    }
}
