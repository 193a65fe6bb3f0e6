package dev.tidemark.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page's files must keep to, since the server's policy allows nothing else. */
class PageSourcesTest {
    private static final Path PAGE = Path.of("src/main/resources/dashboard");
    /** Names of XML languages look like addresses; nothing is fetched from them. */
    private static final Pattern ADDRESS = Pattern.compile("https?://(?!www\\.w3\\.org/)[^\\s'\"`)]+");

    private static final Pattern MARKUP = Pattern.compile(
            "innerHTML|outerHTML\\s*=|insertAdjacentHTML|document\\.write|eval\\(|new Function|DOMParser");
    private static final Pattern INLINE =
            Pattern.compile("<style|<script(?![^>]*\\bsrc=)|\\sstyle=|\\son[a-z]+=", Pattern.CASE_INSENSITIVE);
    private static final Pattern PRELOADED = Pattern.compile("rel=\"modulepreload\" href=\"(app/[^\"]+)\"");

    @Test
    void theDocumentHasNoScriptAndNoStyleOfItsOwn() throws IOException {
        assertThat(Files.readString(PAGE.resolve("index.html"))).doesNotContainPattern(INLINE);
    }

    @Test
    void theDocumentLoadsEveryModuleAtOnce() throws IOException {
        Matcher m = PRELOADED.matcher(Files.readString(PAGE.resolve("index.html")));
        Set<String> preloaded = new TreeSet<>();
        while (m.find()) {
            preloaded.add(m.group(1));
        }
        preloaded.add("app/main.js"); // the script itself
        assertThat(preloaded)
                .isEqualTo(files(".js").stream()
                        .map(f -> PAGE.relativize(f).toString())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void textOfTheDataNeverBecomesMarkup() throws IOException {
        for (Path file : files(".js")) {
            assertThat(Files.readString(file)).as("%s", file).doesNotContainPattern(MARKUP);
        }
    }

    @Test
    void nothingComesFromAnotherHost() throws IOException {
        for (String type : List.of(".js", ".css", ".html", ".svg")) {
            for (Path file : files(type)) {
                assertThat(Files.readString(file)).as("%s", file).doesNotContainPattern(ADDRESS);
            }
        }
    }

    private static List<Path> files(String type) throws IOException {
        try (Stream<Path> all = Files.walk(PAGE)) {
            List<Path> found =
                    all.filter(f -> f.toString().endsWith(type)).sorted().toList();
            assertThat(found).as("files of type %s", type).isNotEmpty();
            return found;
        }
    }
}
