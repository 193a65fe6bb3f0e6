package dev.tidemark.delta;

/**
 * Names a commit of ours. Of commits with the same application and version, one takes effect.
 *
 * @param application who commits
 * @param version grows from commit to commit of the application; of a job, the checkpoint
 * @param complete up to which version every table of the lake holds all rows of the application once this commit is made;
 *     smaller than {@code version} while rows of other tables wait for a later commit
 */
public record TransactionId(String application, long version, long complete) {
    private static final String COMPLETE = "/complete";

    /** @throws IllegalArgumentException if the tables would be complete beyond what is committed */
    public TransactionId {
        if (complete > version) {
            throw new IllegalArgumentException(
                    "transaction " + version + " of " + application + " can't be complete up to " + complete);
        }
    }

    /** Of a commit after which nothing of the application waits. */
    public static TransactionId of(String application, long version) {
        return new TransactionId(application, version, version);
    }

    /** Whether rows of other tables wait for a later commit. */
    boolean isAhead() {
        return complete < version;
    }

    /** The application of the second transaction that the log holds of a commit that {@link #isAhead}. */
    String completeApplication() {
        return application + COMPLETE;
    }

    /** Whether a transaction in a log is the second one of a commit. */
    static boolean tellsComplete(String application) {
        return application.endsWith(COMPLETE);
    }
}
