public final class SparkRows { }
