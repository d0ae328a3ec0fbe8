package io.daybreak.sql.plan;

import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.TableStatistics;
import io.daybreak.sql.ast.TableReference.HintKind;
import io.daybreak.sql.ast.TableReference.IndexHint;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.IndexDefinition;
import io.daybreak.sql.exec.KeyRanges;
import io.daybreak.sql.exec.KeyRanges.Part;
import io.daybreak.sql.plan.Restriction.Interval;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the index and key ranges for one stored table.
 *
 * <p>Cost: rows read from a clustered index count 1, from a secondary index that covers what is
 * read 1, otherwise 3 (a second descent); each range costs a descent.
 */
final class AccessPlanner {
    private static final double DESCENT = 2;
    private static final double FETCH = 2;
    private static final double RANGE_SELECTIVITY = 0.3;
    private static final double EQUAL_SELECTIVITY = 0.1;
    private static final int RANGES_MAX = 20_000;

    /** A table that is empty now will not stay so while plans are kept. */
    private static final double ROWS_FLOOR = 20;

    private final ScopeTable table;
    private final CatalogTable stored;
    private final List<IndexHint> hints;
    private final List<Bound> conditions;
    private final List<Restriction> restrictions = new ArrayList<>();
    private final List<String> possibleKeys = new ArrayList<>();
    private final double tableRows;
    private final TableStatistics statistics;
    private final PlanningRun run;

    /** Fractions of the table that conditions let pass, found by looking into an index. */
    private final IdentityHashMap<Bound, Double> known = new IdentityHashMap<>();

    /**
     * @param conditions all that can be decided with the table's row and {@code available}
     */
    AccessPlanner(
            ScopeTable table,
            LeafSource.Base source,
            List<Bound> conditions,
            BitSet available,
            PlanningRun run) {
        this.table = table;
        this.stored = source.table();
        this.hints = source.hints();
        this.conditions = conditions;
        this.run = run;
        this.statistics = run.statistics(stored);
        this.tableRows = Math.max(1, statistics.rows());
        for (Bound condition : conditions) {
            Restriction restriction = Restriction.of(condition, table, available);
            if (restriction != null) {
                restrictions.add(restriction);
            }
        }
    }

    /** All usable ways, the whole clustered index first. */
    List<Access> all() {
        List<Access> result = new ArrayList<>();
        List<Index> whole = new ArrayList<>();
        boolean forced = hints.stream().anyMatch(h -> h.kind() != HintKind.IGNORE);
        for (Index index : stored.table().indexes()) {
            if (!allowed(index)) {
                continue;
            }
            Access access = ranges(index);
            if (access != null) {
                possibleKeys.add(index.spec().name());
                result.add(access);
            }
            if (!index.isClustered() && (covers(index) || forced)) {
                whole.add(index);
            }
        }
        // Last, because by now more is known about the conditions.
        result.add(0, whole(stored.table().clustered()));
        whole.forEach(index -> result.add(whole(index)));
        return result;
    }

    /** Those to choose from: with FORCE INDEX, the whole clustered index is not among them. */
    List<Access> choices() {
        List<Access> all = all();
        boolean forced = all.size() > 1 && hints.stream().anyMatch(h -> h.kind() == HintKind.FORCE);
        return forced ? all.subList(1, all.size()) : all;
    }

    Access best() {
        List<Access> all = choices();
        Access best = all.get(0);
        for (Access access : all) {
            if (access.cost() < best.cost()) {
                best = access;
            }
        }
        return best;
    }

    private boolean allowed(Index index) {
        if (index.isClustered() && stored.definition().primaryKey() == null) {
            return false;
        }
        IndexDefinition definition = stored.definition().index(index.spec().name());
        if (definition != null && !definition.visible()) {
            return false;
        }
        boolean named = true;
        for (IndexHint hint : hints) {
            boolean inHint =
                    hint.indexes().stream().anyMatch(n -> n.equalsIgnoreCase(index.spec().name()));
            if (hint.kind() == HintKind.IGNORE ? inHint : !inHint) {
                named = false;
            }
        }
        return named;
    }

    private Access whole(Index index) {
        double rows = tableRows * selectivity(conditions);
        double cost =
                Math.max(tableRows, ROWS_FLOOR)
                        * (index.isClustered() || covers(index) ? 1 : 1 + FETCH)
                        * (index.isClustered() ? 1 : 0.9);
        return new Access(
                index, null, Set.of(), 0, 0, possibleKeys, tableRows, rows, cost, false, true);
    }

    private boolean covers(Index index) {
        for (ScopeColumn column : table.columns) {
            if (column.isUsed() && !index.covers(column.position)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable Access ranges(Index index) {
        List<KeyPart> parts = index.spec().parts();
        List<List<Interval>> equal = new ArrayList<>();
        Set<Bound> consumed = Collections.newSetFromMap(new IdentityHashMap<>());
        long count = 1;
        int single = 0;
        int position = 0;
        for (; position < parts.size(); position++) {
            Restriction points = points(parts.get(position), count);
            if (points == null) {
                break;
            }
            count *= points.intervals().size();
            equal.add(points.intervals());
            if (points.isSingle() && single == position) {
                single++;
            }
            if (points.exact() && parts.get(position).prefixLength() == 0) {
                consumed.add(points.condition());
            }
        }
        List<Interval> ranges = List.of();
        if (position < parts.size()) {
            ranges = rangeOf(parts.get(position), consumed, count);
        }
        if (position == 0 && ranges.isEmpty()) {
            return null;
        }
        boolean whole = position == parts.size();
        boolean point = whole && index.spec().unique() && !nullSafe(equal);
        KeyRanges keys = new KeyRanges(index, templates(equal, ranges, point));
        double scanned = point ? count : scannedRows(keys, position, count, !ranges.isEmpty());
        learn(consumed, scanned);
        List<Bound> rest = new ArrayList<>();
        for (Bound condition : conditions) {
            if (!consumed.contains(condition)) {
                rest.add(condition);
            }
        }
        double rows = scanned * selectivity(rest);
        double perRow = index.isClustered() || covers(index) ? 1 : 1 + FETCH;
        int templates = keys.templates().size();
        return new Access(
                index,
                keys,
                consumed,
                single,
                position + (ranges.isEmpty() ? 0 : 1),
                possibleKeys,
                scanned,
                rows,
                DESCENT * templates + scanned * perRow,
                point && count == 1,
                true);
    }

    private static boolean nullSafe(List<List<Interval>> equal) {
        for (List<Interval> intervals : equal) {
            for (Interval interval : intervals) {
                if (interval.equal() != null && interval.equal().nullSafe()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The best restriction of a part to points: a single one before a list. */
    private @Nullable Restriction points(KeyPart part, long count) {
        Restriction best = null;
        for (Restriction restriction : restrictions) {
            if (restriction.column().position == part.column()
                    && restriction.isPoints()
                    && count * restriction.intervals().size() <= RANGES_MAX
                    && (best == null || restriction.intervals().size() < best.intervals().size())) {
                best = restriction;
            }
        }
        return best;
    }

    /** One interval out of several single ones, or one union of intervals. */
    private List<Interval> rangeOf(KeyPart part, Set<Bound> consumed, long count) {
        Part low = null;
        Part high = null;
        boolean lowInclusive = false;
        boolean highInclusive = false;
        Restriction union = null;
        for (Restriction restriction : restrictions) {
            if (restriction.column().position != part.column()) {
                continue;
            }
            if (!restriction.isSingle() || restriction.isPoints()) {
                union = restriction;
                continue;
            }
            Interval interval = restriction.intervals().get(0);
            boolean takesLow = interval.low() != null && low == null;
            boolean takesHigh = interval.high() != null && high == null;
            if (takesLow) {
                low = interval.low();
                lowInclusive = interval.lowInclusive();
            }
            if (takesHigh) {
                high = interval.high();
                highInclusive = interval.highInclusive();
            }
            if (restriction.exact()
                    && part.prefixLength() == 0
                    && takesLow == (interval.low() != null)
                    && takesHigh == (interval.high() != null)) {
                consumed.add(restriction.condition());
            }
        }
        if (low != null || high != null) {
            return List.of(new Interval(null, low, lowInclusive, high, highInclusive));
        }
        if (union != null && count * union.intervals().size() <= RANGES_MAX) {
            if (union.exact() && part.prefixLength() == 0) {
                consumed.add(union.condition());
            }
            return union.intervals();
        }
        return List.of();
    }

    private static List<KeyRanges.Template> templates(
            List<List<Interval>> equal, List<Interval> ranges, boolean point) {
        List<List<Part>> prefixes = new ArrayList<>();
        prefixes.add(List.of());
        for (List<Interval> intervals : equal) {
            List<List<Part>> longer = new ArrayList<>();
            for (List<Part> prefix : prefixes) {
                for (Interval interval : intervals) {
                    List<Part> extended = new ArrayList<>(prefix);
                    extended.add(java.util.Objects.requireNonNull(interval.equal()));
                    longer.add(extended);
                }
            }
            prefixes = longer;
        }
        List<KeyRanges.Template> templates = new ArrayList<>();
        for (List<Part> prefix : prefixes) {
            if (ranges.isEmpty()) {
                templates.add(template(prefix, null, point));
            }
            for (Interval range : ranges) {
                templates.add(template(prefix, range, false));
            }
        }
        return templates;
    }

    private static KeyRanges.Template template(
            List<Part> prefix, @Nullable Interval range, boolean point) {
        if (range == null) {
            return new KeyRanges.Template(
                    prefix.toArray(Part[]::new), null, false, null, false, point);
        }
        if (range.equal() != null) {
            List<Part> longer = new ArrayList<>(prefix);
            longer.add(range.equal());
            return new KeyRanges.Template(
                    longer.toArray(Part[]::new), null, false, null, false, false);
        }
        return new KeyRanges.Template(
                prefix.toArray(Part[]::new),
                range.low(),
                range.lowInclusive(),
                range.high(),
                range.highInclusive(),
                false);
    }

    /** One condition alone decided the ranges: so it is known how many rows it lets pass. */
    private void learn(Set<Bound> consumed, double scanned) {
        if (consumed.size() == 1) {
            known.put(consumed.iterator().next(), Math.min(1, scanned / tableRows));
        }
    }

    private double scannedRows(KeyRanges keys, int equalParts, long count, boolean ranged) {
        Index index = keys.index();
        double dived = run.estimate(keys);
        if (dived >= 0) {
            if (!index.isClustered()) {
                run.sensitive(
                        table.alias + "." + index.spec().name(), new Sensitivity(keys, dived));
            }
            return Math.clamp(dived, 1, Math.max(1, tableRows));
        }
        double rows = tableRows;
        if (equalParts > 0) {
            rows = count * tableRows / distinct(index, equalParts);
        }
        if (ranged) {
            rows *= RANGE_SELECTIVITY;
        }
        return Math.clamp(rows, 1, tableRows);
    }

    private double distinct(Index index, int parts) {
        long[] distinct = statistics.distinct().get(index.spec().name());
        if (distinct != null && distinct.length >= parts && distinct[parts - 1] > 0) {
            return Math.min(tableRows, distinct[parts - 1]);
        }
        return Math.max(1, Math.min(tableRows, Math.pow(tableRows, 0.7 * parts)));
    }

    /** The fraction of rows that satisfies conditions, by rules of thumb. */
    private double selectivity(List<Bound> filters) {
        double fraction = 1;
        for (Bound condition : filters) {
            fraction *= selectivity(condition);
        }
        return fraction;
    }

    private double selectivity(Bound condition) {
        Double fraction = known.get(condition);
        if (fraction != null) {
            return fraction;
        }
        return switch (condition.shape()) {
            case Shape.Comparison(var operator, var left, var right) ->
                    switch (operator) {
                        case EQUAL, NULL_SAFE_EQUAL ->
                                Math.min(equalFraction(left), equalFraction(right));
                        case NOT_EQUAL -> 0.9;
                        default -> RANGE_SELECTIVITY;
                    };
            case Shape.In in -> Math.min(1, in.list().size() * equalFraction(in.value()));
            case Shape.Between _ -> 0.15;
            case Shape.IsNull _ -> EQUAL_SELECTIVITY;
            case Shape.And and -> selectivity(and.parts());
            case Shape.Or or -> {
                double miss = 1;
                for (Bound part : or.parts()) {
                    miss *= 1 - selectivity(part);
                }
                yield 1 - miss;
            }
            case Shape.Like _ -> 0.2;
            case Shape.Slot _, Shape.Constant _, Shape.NullLiteral _, Shape.Opaque _ -> 0.5;
        };
    }

    private double equalFraction(Bound side) {
        int slot = side.slot();
        for (ScopeColumn column : table.columns) {
            if (column.isUsed() && column.usedSlot() == slot) {
                return 1 / distinctValues(column);
            }
        }
        return 1;
    }

    /** Different values of a column, from an index that starts with it. */
    double distinctValues(ScopeColumn column) {
        for (Index index : stored.table().indexes()) {
            if (!index.spec().parts().isEmpty()
                    && index.spec().parts().get(0).column() == column.position
                    && !(index.isClustered() && stored.definition().primaryKey() == null)) {
                return distinct(index, 1);
            }
        }
        return Math.max(1, Math.min(tableRows, 1 / EQUAL_SELECTIVITY));
    }
}
