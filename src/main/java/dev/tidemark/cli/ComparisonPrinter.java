package dev.tidemark.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import dev.tidemark.shadow.Section;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Prints the sections of a comparison. */
final class ComparisonPrinter {
    /** Long enough for every sentence that a section holds. */
    private static final int MAX_WIDTH = 120;

    private ComparisonPrinter() {}

    /** Each section with its name, its meaning and an aligned table. */
    static void table(List<Section> sections, long unexplained, Writer out) throws IOException {
        for (Section s : sections) {
            out.write(s.name() + "\n" + s.meaning() + "\n\n");
            RowPrinter.table(s.columns(), s.rows(), MAX_WIDTH, out);
            out.write('\n');
        }
        out.write("unexplained numbers: " + unexplained + "\n");
    }

    /** One object: the rows of each section under its name, and how many numbers are unexplained. */
    static void json(List<Section> sections, long unexplained, Writer out) throws IOException {
        JsonFactory json = JsonFactory.builder()
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .build();
        try (JsonGenerator g = json.createGenerator(out)) {
            DefaultPrettyPrinter aRowALine = new DefaultPrettyPrinter();
            aRowALine.indentArraysWith(new DefaultIndenter("", "\n"));
            aRowALine.indentObjectsWith(new DefaultPrettyPrinter.NopIndenter());
            g.setPrettyPrinter(aRowALine);
            g.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            g.writeStartObject();
            for (Section s : sections) {
                g.writeFieldName(s.name());
                RowPrinter.array(s.columns(), s.rows(), g);
            }
            g.writeNumberField("unexplained", unexplained);
            g.writeEndObject();
        }
        out.write('\n');
    }
}
