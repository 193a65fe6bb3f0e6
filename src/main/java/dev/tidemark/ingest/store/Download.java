package dev.tidemark.ingest.store;

import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Takes the body of a 200 up to a number of bytes; any other body is not read. */
final class Download implements BodyHandler<FileContent> {
    private final long maxBytes;
    private volatile long received;

    Download(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Bytes of the body so far; may be asked by any thread. */
    long receivedBytes() {
        return received;
    }

    @Override
    public BodySubscriber<FileContent> apply(ResponseInfo info) {
        long length = info.headers().firstValueAsLong("content-length").orElse(-1);
        String etag = info.headers().firstValue("etag").orElse(null);
        if (info.statusCode() != 200) {
            return new Unread(new FileContent.Missing());
        }
        if (length > maxBytes) {
            return new Unread(new FileContent.TooLarge(etag, length));
        }
        return new Body(etag, length);
    }

    /** Ends the exchange before its body. */
    private record Unread(FileContent result) implements BodySubscriber<FileContent> {
        @Override
        public CompletionStage<FileContent> getBody() {
            return CompletableFuture.completedFuture(result);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.cancel();
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {}

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }

    private final class Body implements BodySubscriber<FileContent> {
        private final String etag;
        private final BoundedBytes bytes;
        private final CompletableFuture<FileContent> result = new CompletableFuture<>();
        private Flow.Subscription subscription;

        Body(String etag, long length) {
            this.etag = etag;
            this.bytes = new BoundedBytes(length, maxBytes);
        }

        @Override
        public CompletionStage<FileContent> getBody() {
            return result;
        }

        @Override
        public void onSubscribe(Flow.Subscription s) {
            subscription = s;
            s.request(Long.MAX_VALUE);
        }

        @Override
        @SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer b : buffers) {
                received += b.remaining();
                if (!bytes.add(b)) {
                    subscription.cancel();
                    result.complete(new FileContent.TooLarge(etag, received));
                    return;
                }
            }
        }

        @Override
        public void onError(Throwable failure) {
            result.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            result.complete(new FileContent.Whole(bytes.toArray(), etag));
        }
    }
}
