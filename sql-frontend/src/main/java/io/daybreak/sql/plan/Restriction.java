package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Expression.BinaryOperator;
import io.daybreak.sql.exec.KeyConverter;
import io.daybreak.sql.exec.KeyRanges.Part;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a condition says of one column, as a union of intervals whose bounds are known before the
 * table is read.
 *
 * @param exact whether a row in the intervals is sure to satisfy the condition
 */
record Restriction(Bound condition, ScopeColumn column, List<Interval> intervals, boolean exact) {
    /** Most intervals of one OR or IN that become key ranges. */
    private static final int INTERVALS_MAX = 20_000;

    /**
     * @param equal a point; else a range
     */
    record Interval(
            @Nullable Part equal,
            @Nullable Part low,
            boolean lowInclusive,
            @Nullable Part high,
            boolean highInclusive) {
        static Interval point(Part part) {
            return new Interval(part, null, false, null, false);
        }
    }

    boolean isPoints() {
        for (Interval interval : intervals) {
            if (interval.equal == null) {
                return false;
            }
        }
        return true;
    }

    boolean isSingle() {
        return intervals.size() == 1;
    }

    /** Null if the condition says nothing that an index on the table could use. */
    static @Nullable Restriction of(Bound condition, ScopeTable table, BitSet available) {
        return switch (condition.shape()) {
            case Shape.Comparison c -> comparison(condition, c, table, available);
            case Shape.In in -> in(condition, in, table, available);
            case Shape.Between between -> between(condition, between, table, available);
            case Shape.IsNull isNull -> isNull(condition, isNull, table);
            case Shape.Or or -> or(condition, or, table, available);
            case Shape.And and -> and(condition, and, table, available);
            case Shape.Slot _, Shape.Constant _, Shape.NullLiteral _, Shape.Opaque _ -> null;
            case Shape.Like like -> like(condition, like, table, available);
        };
    }

    private static @Nullable ScopeColumn columnOf(Bound value, ScopeTable table) {
        int slot = value.slot();
        if (slot < 0 || !table.slots.get(slot)) {
            return null;
        }
        for (ScopeColumn column : table.columns) {
            if (column.isUsed() && column.usedSlot() == slot) {
                return column;
            }
        }
        return null;
    }

    private static @Nullable Part part(
            ScopeColumn column, Bound value, BitSet available, boolean nullSafe) {
        if (!value.stable() || !value.readsOnly(available)) {
            return null;
        }
        KeyConverter converter = Sargable.converter(column.type, value.type());
        return converter == null ? null : new Part(value.expr(), converter, nullSafe);
    }

    private static @Nullable Restriction comparison(
            Bound condition, Shape.Comparison c, ScopeTable table, BitSet available) {
        Restriction direct =
                comparison(condition, c.operator(), c.left(), c.right(), table, available);
        return direct != null
                ? direct
                : comparison(
                        condition, flipped(c.operator()), c.right(), c.left(), table, available);
    }

    private static BinaryOperator flipped(BinaryOperator operator) {
        return switch (operator) {
            case LESS -> BinaryOperator.GREATER;
            case LESS_OR_EQUAL -> BinaryOperator.GREATER_OR_EQUAL;
            case GREATER -> BinaryOperator.LESS;
            case GREATER_OR_EQUAL -> BinaryOperator.LESS_OR_EQUAL;
            default -> operator;
        };
    }

    private static @Nullable Restriction comparison(
            Bound condition,
            BinaryOperator operator,
            Bound left,
            Bound right,
            ScopeTable table,
            BitSet available) {
        ScopeColumn column = columnOf(left, table);
        if (column == null) {
            return null;
        }
        Part part = part(column, right, available, operator == BinaryOperator.NULL_SAFE_EQUAL);
        if (part == null) {
            return null;
        }
        boolean spread = part.converter().makesRanges();
        if (spread
                && (operator == BinaryOperator.NULL_SAFE_EQUAL
                        || (isMember(part) && operator != BinaryOperator.EQUAL))) {
            return null;
        }
        Interval interval =
                switch (operator) {
                    case EQUAL, NULL_SAFE_EQUAL -> spread ? around(part) : Interval.point(part);
                    case LESS -> new Interval(null, null, false, part, false);
                    case LESS_OR_EQUAL -> new Interval(null, null, false, part, true);
                    case GREATER -> new Interval(null, part, false, null, false);
                    case GREATER_OR_EQUAL -> new Interval(null, part, true, null, false);
                    default -> null;
                };
        return interval == null
                ? null
                : new Restriction(condition, column, List.of(interval), exact(part));
    }

    private static boolean exact(Part part) {
        KeyConverter.Kind kind = part.converter().kind();
        return kind != KeyConverter.Kind.FLOAT
                && kind != KeyConverter.Kind.DATE
                && !part.converter().makesRanges();
    }

    /** Members of an ENUM order by number, and compare as text: only equality is of use. */
    private static boolean isMember(Part part) {
        return part.converter().kind() == KeyConverter.Kind.ENUM;
    }

    private static Interval around(Part part) {
        return new Interval(null, part, true, part, true);
    }

    private static @Nullable Restriction like(
            Bound condition, Shape.Like like, ScopeTable table, BitSet available) {
        ScopeColumn column = columnOf(like.value(), table);
        if (column == null || !like.plain() || !column.type.isString()) {
            return null;
        }
        Part text = part(column, like.pattern(), available, false);
        if (text == null) {
            return null;
        }
        Part part = new Part(text.value(), KeyConverter.LIKE, false);
        return new Restriction(condition, column, List.of(around(part)), false);
    }

    private static @Nullable Restriction in(
            Bound condition, Shape.In in, ScopeTable table, BitSet available) {
        ScopeColumn column = columnOf(in.value(), table);
        if (column == null || in.list().size() > INTERVALS_MAX) {
            return null;
        }
        List<Interval> intervals = new ArrayList<>();
        boolean exact = true;
        for (Bound element : in.list()) {
            Part part = part(column, element, available, false);
            if (part == null) {
                return null;
            }
            exact &= exact(part);
            intervals.add(part.converter().makesRanges() ? around(part) : Interval.point(part));
        }
        return new Restriction(condition, column, intervals, exact);
    }

    private static @Nullable Restriction between(
            Bound condition, Shape.Between between, ScopeTable table, BitSet available) {
        ScopeColumn column = columnOf(between.value(), table);
        if (column == null) {
            return null;
        }
        Part low = part(column, between.low(), available, false);
        Part high = part(column, between.high(), available, false);
        if (low == null || high == null || isMember(low) || isMember(high)) {
            return null;
        }
        return new Restriction(
                condition,
                column,
                List.of(new Interval(null, low, true, high, true)),
                exact(low) && exact(high));
    }

    private static @Nullable Restriction isNull(
            Bound condition, Shape.IsNull isNull, ScopeTable table) {
        ScopeColumn column = columnOf(isNull.value(), table);
        if (column == null || table.isNullExtended()) {
            return null;
        }
        Part part = new Part(Sargable.nullOf(column.type), KeyConverter.SAME, true);
        return new Restriction(condition, column, List.of(Interval.point(part)), true);
    }

    /** Usable if every branch restricts the same column. */
    private static @Nullable Restriction or(
            Bound condition, Shape.Or or, ScopeTable table, BitSet available) {
        List<Interval> intervals = new ArrayList<>();
        ScopeColumn column = null;
        boolean exact = true;
        for (Bound part : or.parts()) {
            Restriction branch = of(part, table, available);
            if (branch == null || (column != null && branch.column != column)) {
                return null;
            }
            column = branch.column;
            exact &= branch.exact;
            intervals.addAll(branch.intervals);
        }
        return column == null || intervals.size() > INTERVALS_MAX
                ? null
                : new Restriction(condition, column, intervals, exact);
    }

    /** Inside an OR: the first usable part stands for the whole, as a superset. */
    private static @Nullable Restriction and(
            Bound condition, Shape.And and, ScopeTable table, BitSet available) {
        for (Bound part : and.parts()) {
            Restriction restriction = of(part, table, available);
            if (restriction != null) {
                return new Restriction(condition, restriction.column, restriction.intervals, false);
            }
        }
        return null;
    }
}
