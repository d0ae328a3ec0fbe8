package io.daybreak.sql.expr;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that JSON_TABLE makes of a document. Immutable; rows are made for one match of the first
 * path at a time.
 */
public final class JsonRows {
    /** A column, by its place in the row, or a path with columns of its own. */
    public sealed interface Part {
        /** FOR ORDINALITY. */
        record Ordinality(int place) implements Part {}

        record Value(int place, JsonExtraction extraction) implements Part {}

        record Exists(int place, JsonExtraction extraction) implements Part {}

        record Nested(JsonRows rows) implements Part {}
    }

    private final JsonPath path;
    private final List<Part> parts;
    private final int width;

    /**
     * @param width places of a row, those of nested paths included
     */
    public JsonRows(String path, List<Part> parts, int width) {
        this.path = JsonPath.parse(path);
        this.parts = List.copyOf(parts);
        this.width = width;
    }

    /** Is told of the rows of a match as they are made: nested paths can make very many. */
    public interface Watch {
        void made(@Nullable Object[] row);

        /** The rows made so far are read. */
        void read();
    }

    /** The rows of a document; none if it is null. */
    public Iterator<@Nullable Object[]> of(Expr document, EvalContext ctx, Watch watch) {
        Object parsed = JsonFunctions.document(new Expr[] {document}, 0, "json_table", ctx);
        List<Object> matches = parsed == null ? List.of() : path.find(parsed, ctx);
        return new Iterator<>() {
            private int match;
            private Iterator<@Nullable Object[]> rows =
                    new ArrayList<@Nullable Object[]>().iterator();

            @Override
            public boolean hasNext() {
                while (!rows.hasNext() && match < matches.size()) {
                    watch.read();
                    List<@Nullable Object[]> made = new ArrayList<>();
                    @Nullable Object[] row = new @Nullable Object[width];
                    fill(matches.get(match), ++match, row, made, ctx, watch);
                    rows = made.iterator();
                }
                return rows.hasNext();
            }

            @Override
            public @Nullable Object[] next() {
                return rows.next();
            }
        };
    }

    /** Rows of nested paths side by side come one after the other, the others' columns null. */
    private void fill(
            Object match,
            long ordinal,
            @Nullable Object[] row,
            List<@Nullable Object[]> into,
            EvalContext ctx,
            Watch watch) {
        for (Part part : parts) {
            switch (part) {
                case Part.Ordinality(int place) -> row[place] = ordinal;
                case Part.Value(int place, JsonExtraction value) ->
                        row[place] = value.of(match, ctx);
                case Part.Exists(int place, JsonExtraction value) ->
                        row[place] = value.of(value.isFound(match, ctx) ? 1L : 0L, ctx);
                case Part.Nested _ -> {}
            }
        }
        int before = into.size();
        for (Part part : parts) {
            if (part instanceof Part.Nested(JsonRows nested)) {
                long number = 0;
                for (Object inner : nested.path.find(match, ctx)) {
                    nested.fill(inner, ++number, row.clone(), into, ctx, watch);
                }
            }
        }
        if (into.size() == before) {
            watch.made(row);
            into.add(row);
        }
    }
}
