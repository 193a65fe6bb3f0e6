package dev.tidemark.ingest.store;

import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where objects are: in a folder, under an HTTP address, or under a prefix of an S3 bucket. */
public sealed interface Location extends Serializable {

    /** A local folder. */
    record Folder(String path) implements Location {
        @Override
        public Location parent() {
            Path parent = Path.of(path).toAbsolutePath().normalize().getParent();
            if (parent == null) {
                throw new IllegalArgumentException("the path " + path + " names no file");
            }
            return new Folder(parent.toString());
        }

        @Override
        public String lastName() {
            return Path.of(path).toAbsolutePath().normalize().getFileName().toString();
        }

        @Override
        public String toString() {
            return path;
        }
    }

    /**
     * An HTTP address.
     *
     * @param base without a slash at its end; its query, which may hold a secret, goes with every request
     */
    record Http(URI base) implements Location {
        @Override
        public Location parent() {
            String path = base.getRawPath();
            return new Http(withPath(path.substring(0, Math.max(0, path.lastIndexOf('/')))));
        }

        @Override
        public String lastName() {
            String path = base.getPath();
            return path.substring(path.lastIndexOf('/') + 1);
        }

        /** The same address with another path, encoded as a URL has it. */
        URI withPath(String path) {
            return URI.create(base.getScheme() + "://" + base.getRawAuthority() + path
                    + (base.getRawQuery() == null ? "" : "?" + base.getRawQuery()));
        }

        /** Without the query. */
        @Override
        public String toString() {
            return base.getScheme() + "://" + base.getRawAuthority() + base.getRawPath();
        }
    }

    /**
     * A prefix of a bucket.
     *
     * @param prefix without slashes at its ends; empty for the whole bucket
     */
    record S3(String bucket, String prefix) implements Location {
        @Override
        public Location parent() {
            return new S3(bucket, prefix.substring(0, Math.max(0, prefix.lastIndexOf('/'))));
        }

        @Override
        public String lastName() {
            return prefix.substring(prefix.lastIndexOf('/') + 1);
        }

        @Override
        public String toString() {
            return "s3://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
        }
    }

    /** What the last part of this location is in. */
    Location parent();

    /** The last part, such as a file's name. */
    String lastName();

    /** Something inside this location, a name deeper. */
    default Location child(String name) {
        if (this instanceof Folder f) {
            return new Folder(Path.of(f.path).resolve(name).toString());
        }
        if (this instanceof S3 s) {
            return new S3(s.bucket, s.prefix.isEmpty() ? name : s.prefix + "/" + name);
        }
        throw new IllegalArgumentException(
                "nothing can be kept under " + this + "; name a folder or s3://bucket/prefix");
    }

    /**
     * Reads a folder's path, a {@code file:} URI, an {@code http(s)://} URL or {@code s3://bucket/prefix}
     * ({@code s3a://} means the same).
     *
     * @throws IllegalArgumentException if it is none of them; the message says what to write
     */
    static Location parse(String text) {
        Matcher scheme = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]+):.*").matcher(text);
        if (!scheme.matches()) {
            return new Folder(text);
        }
        switch (scheme.group(1).toLowerCase(Locale.ROOT)) {
            case "file":
                return new Folder(Path.of(URI.create(text)).toString());
            case "http", "https":
                return http(URI.create(text));
            case "s3", "s3a":
                return s3(text);
            default:
                throw new IllegalArgumentException("'" + scheme.group(1)
                        + ":' is not supported; name a folder, or use file:, http://, https:// or s3://");
        }
    }

    private static Http http(URI uri) {
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("the URL names no host");
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("a user name or password in the URL is not supported");
        }
        return new Http(new Http(uri).withPath(uri.getRawPath().replaceAll("/+$", "")));
    }

    private static S3 s3(String text) {
        Matcher m = Pattern.compile("(?i)s3a?://([a-z0-9][a-z0-9._-]*)(?:/+(.*?))?/*")
                .matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("it must be of the form s3://bucket/prefix");
        }
        return new S3(m.group(1), m.group(2) == null ? "" : m.group(2));
    }
}
