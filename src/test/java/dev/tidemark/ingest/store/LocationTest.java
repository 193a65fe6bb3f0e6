package dev.tidemark.ingest.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationTest {

    @ParameterizedTest
    @CsvSource({
        "./ad-spend, ./ad-spend",
        "file:///data/x, /data/x",
        "http://h.example.test:81/a/b//, http://h.example.test:81/a/b",
        "https://h.example.test/a%20b?key=secret, https://h.example.test/a%20b",
        "s3://bucket/a/b/, s3://bucket/a/b",
        "s3://bucket, s3://bucket",
        "S3://bucket/, s3://bucket",
        "s3a://bucket/a/, s3://bucket/a"
    })
    void readsEveryForm(String text, String shown) {
        assertThat(Location.parse(text)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://h.example.test/x", "gs://b/x", "http:///x", "http://user:pw@h.example.test/", "s3:///x"})
    void refusesTheRestAndSaysWhy(String text) {
        assertThatThrownBy(() -> Location.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({
        "/data/types.json, /data, types.json",
        "http://h.example.test/a/b%20c.json?k=v, http://h.example.test/a, b c.json",
        "http://h.example.test/b.json, http://h.example.test, b.json",
        "s3://bucket/a/b.json, s3://bucket/a, b.json",
        "s3://bucket/b.json, s3://bucket, b.json"
    })
    void knowsWhatAFileIsIn(String text, String parent, String name) {
        assertThat(Location.parse(text).parent()).hasToString(parent);
        assertThat(Location.parse(text).lastName()).isEqualTo(name);
    }

    @Test
    void theQueryGoesWithEveryRequest() {
        Location.Http file = (Location.Http) Location.parse("http://h.example.test/a/b.json?k=v%20w");

        assertThat(((Location.Http) file.parent()).base()).hasToString("http://h.example.test/a?k=v%20w");
    }

    @Test
    void hasPlacesInside() {
        assertThat(Location.parse("s3://bucket/a").child("_control")).hasToString("s3://bucket/a/_control");
        assertThat(Location.parse("s3://bucket").child("_control")).hasToString("s3://bucket/_control");
        assertThat(Location.parse("/lake").child("_control")).hasToString("/lake/_control");
        Location http = Location.parse("http://h.example.test/lake");
        assertThatThrownBy(() -> http.child("_control")).hasMessageContaining("s3://bucket/prefix");
    }
}
