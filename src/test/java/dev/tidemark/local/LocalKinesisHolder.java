package dev.tidemark.local;

import java.nio.file.Path;

/** A JVM of its own that holds a persistent local Kinesis until it is killed; says its process id and endpoint. */
final class LocalKinesisHolder {
    private LocalKinesisHolder() {}

    public static void main(String[] args) throws Exception {
        LocalKinesis kinesis =
                LocalKinesis.builder().persistTo(Path.of(args[0])).start();
        kinesis.ensureStream("held", 1);
        System.out.println(kinesis.pid() + " " + kinesis.endpoint());
        Thread.currentThread().join();
    }
}
