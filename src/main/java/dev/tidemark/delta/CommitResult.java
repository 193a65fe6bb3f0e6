package dev.tidemark.delta;

/**
 * What a commit did.
 *
 * @param outcome whether a new version of the table was made, and if not, why
 * @param version the version made, or the table's version as it was seen
 * @param filesAdded data files added
 * @param filesRemoved data files taken out (rewritten)
 * @param rows rows in the added files: for an upsert more than changed, because whole partitions are rewritten
 * @param bytes size of the added files
 */
public record CommitResult(Outcome outcome, long version, int filesAdded, int filesRemoved, long rows, long bytes) {
    /** What became of a commit. */
    public enum Outcome {
        COMMITTED,
        /** The log holds this transaction, or a later one of the same application, already. */
        ALREADY_COMMITTED,
        /** There was nothing to write, or all of it is stored as it is. */
        UNCHANGED
    }

    static CommitResult nothing(Outcome outcome, long version) {
        return new CommitResult(outcome, version, 0, 0, 0, 0);
    }

    public boolean committed() {
        return outcome == Outcome.COMMITTED;
    }
}
