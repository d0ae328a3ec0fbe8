package io.daybreak.sql.exec;

import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.PhysicalType;
import io.daybreak.sql.catalog.CatalogTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The traditional table of EXPLAIN: a row for each table, in the order in which they are read. */
public final class ExplainRows {
    private final List<@Nullable Object[]> rows = new ArrayList<>();
    private long lastId = 1;

    private ExplainRows() {}

    public static List<@Nullable Object[]> of(PlanNode root, String verb) {
        ExplainRows explain = new ExplainRows();
        explain.walk(root, 1, verb, new ArrayList<>());
        if (explain.rows.isEmpty()) {
            explain.rows.add(
                    row(1, verb, null, null, null, null, null, null, null, null, "No tables used"));
        }
        return explain.rows;
    }

    /** The row of the table that INSERT writes. */
    public static @Nullable Object[] insert(Insert insert) {
        return row(
                1,
                insert.replace() ? "REPLACE" : "INSERT",
                insert.writer().table().definition().name(),
                "ALL",
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private void walk(PlanNode node, long id, String type, List<String> extra) {
        switch (node) {
            case ScanNode scan -> rows.add(scan(scan, id, type, extra));
            case SortNode sort -> {
                if (sort.distinct()) {
                    extra.add("Using temporary");
                }
                extra.add("Using filesort");
                walk(sort.input(), id, type, extra);
            }
            case AggregateNode aggregate -> {
                if (aggregate.grouped()) {
                    extra.add("Using temporary");
                }
                walk(aggregate.input(), id, type, extra);
            }
            case DistinctNode distinct -> {
                extra.add("Using temporary");
                walk(distinct.input(), id, type, extra);
            }
            case DerivedNode derived -> {
                long inner = ++lastId;
                rows.add(
                        row(
                                id,
                                type,
                                "<derived" + inner + ">",
                                "ALL",
                                null,
                                null,
                                null,
                                null,
                                derived.rows(),
                                100.0,
                                null));
                walk(derived.input(), inner, "DERIVED", new ArrayList<>());
            }
            case CteScanNode cte ->
                    rows.add(
                            row(
                                    id,
                                    type,
                                    cte.name(),
                                    "ALL",
                                    null,
                                    null,
                                    null,
                                    null,
                                    cte.rows(),
                                    100.0,
                                    null));
            case VirtualScanNode virtual ->
                    rows.add(
                            row(
                                    id,
                                    type,
                                    virtual.name(),
                                    "ALL",
                                    null,
                                    null,
                                    null,
                                    null,
                                    virtual.rows(),
                                    100.0,
                                    null));
            case HashJoinNode join -> {
                walk(join.outer(), id, type, extra);
                List<String> hash = new ArrayList<>();
                hash.add("Using join buffer (hash join)");
                walk(join.inner(), id, type, hash);
            }
            case NestedLoopNode join -> {
                walk(join.outer(), id, type, extra);
                walk(join.inner(), id, type, new ArrayList<>());
            }
            case FilterNode filter -> {
                extra.add("Using where");
                walk(filter.input(), id, type, extra);
            }
            default -> {
                for (PlanNode input : node.inputs()) {
                    walk(input, id, type, extra);
                }
            }
        }
    }

    private static @Nullable Object[] scan(
            ScanNode scan, long id, String type, List<String> extra) {
        List<String> notes = new ArrayList<>();
        KeyRanges ranges = scan.ranges();
        boolean secondary = !scan.index().isClustered();
        if (scan.early().length > 0) {
            notes.add("Using where");
        }
        if (secondary && covers(scan)) {
            notes.add("Using index");
        }
        if (scan.backward()) {
            notes.add("Backward index scan");
        }
        extra.stream().filter(note -> !notes.contains(note)).forEach(notes::add);
        double filtered =
                scan.scanned() <= 0 ? 100 : Math.min(100, 100 * scan.rows() / scan.scanned());
        return row(
                id,
                type,
                scan.alias(),
                accessType(scan, ranges),
                scan.possibleKeys().isEmpty() ? null : String.join(",", scan.possibleKeys()),
                ranges == null && !secondary ? null : scan.index().spec().name(),
                ranges == null ? null : keyLength(scan.table(), ranges),
                reference(ranges),
                Math.max(1, scan.scanned()),
                filtered,
                notes.isEmpty() ? null : String.join("; ", notes));
    }

    private static boolean covers(ScanNode scan) {
        for (int column : scan.columns()) {
            if (!scan.index().covers(column)) {
                return false;
            }
        }
        return true;
    }

    private static String accessType(ScanNode scan, @Nullable KeyRanges ranges) {
        if (ranges == null) {
            return scan.index().isClustered() ? "ALL" : "index";
        }
        boolean equal =
                ranges.templates().size() == 1
                        && ranges.templates().get(0).low() == null
                        && ranges.templates().get(0).high() == null;
        if (!equal) {
            return "range";
        }
        if (!ranges.isPoint()) {
            return "ref";
        }
        return readsFrame(ranges) ? "eq_ref" : "const";
    }

    private static boolean readsFrame(KeyRanges ranges) {
        for (KeyRanges.Part part : ranges.templates().get(0).equal()) {
            if (!part.value().isConstant()) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String reference(@Nullable KeyRanges ranges) {
        if (ranges == null || ranges.templates().size() != 1) {
            return null;
        }
        List<String> references = new ArrayList<>();
        for (KeyRanges.Part part : ranges.templates().get(0).equal()) {
            references.add(part.value().isConstant() ? "const" : "func");
        }
        return references.isEmpty() || ranges.templates().get(0).low() != null
                ? null
                : String.join(",", references);
    }

    /** Bytes of the key parts that are used, as MySQL counts them. */
    private static String keyLength(CatalogTable table, KeyRanges ranges) {
        KeyRanges.Template template = ranges.templates().get(0);
        int parts =
                template.equal().length
                        + (template.low() != null || template.high() != null ? 1 : 0);
        long length = 0;
        for (KeyPart part : ranges.index().spec().parts().subList(0, parts)) {
            var column = table.definition().columns().get(part.column());
            length += column.nullable() ? 1 : 0;
            length +=
                    switch (column.type().physical()) {
                        case PhysicalType.Int integer -> integer.bytes();
                        case PhysicalType.Float32 _ -> 4;
                        case PhysicalType.Float64 _ -> 8;
                        case PhysicalType.Decimal decimal -> (decimal.precision() + 1) / 2 + 1;
                        case PhysicalType.Bytes bytes ->
                                2
                                        + (part.prefixLength() > 0
                                                ? 4L * part.prefixLength()
                                                : bytes.maxBytes());
                    };
        }
        return String.valueOf(length);
    }

    private static @Nullable Object[] row(
            long id,
            String type,
            @Nullable String table,
            @Nullable String access,
            @Nullable String possible,
            @Nullable String key,
            @Nullable String keyLength,
            @Nullable String reference,
            @Nullable Double rows,
            @Nullable Double filtered,
            @Nullable String extra) {
        return new @Nullable Object[] {
            id,
            bytes(type),
            bytes(table),
            null,
            bytes(access),
            bytes(possible),
            bytes(key),
            bytes(keyLength),
            bytes(reference),
            rows == null ? null : Math.round(rows),
            filtered,
            bytes(extra)
        };
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
