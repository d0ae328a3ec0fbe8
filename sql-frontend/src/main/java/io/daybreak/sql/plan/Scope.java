package io.daybreak.sql.plan;

import io.daybreak.sql.ast.Expression;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The names that one query block sees: the tables of its FROM, then those of the blocks around it.
 * Confined to one planning run.
 */
final class Scope {
    /** What an unqualified name or {@code *} stands for; after USING, one column of several. */
    record Visible(String name, ScopeColumn column, @Nullable ScopeColumn twin) {}

    final @Nullable Scope outer;
    final List<ScopeTable> tables = new ArrayList<>();
    List<Visible> visible = new ArrayList<>();

    /** Slots of blocks around this one that are read in it. */
    final BitSet outerSlots = new BitSet();

    /** What aggregates of this block are collected into; null where they are not allowed. */
    @Nullable Aggregation aggregation;

    /** Whether arguments of one of these aggregates are being bound: aggregates do not nest. */
    boolean aggregating;

    Scope(@Nullable Scope outer) {
        this.outer = outer;
    }

    /** Tables of another scope become part of this one, after those that are here. */
    void addAll(List<ScopeTable> more, List<Visible> moreVisible) {
        tables.addAll(more);
        visible.addAll(moreVisible);
    }

    static List<Visible> visibleOf(ScopeTable table) {
        List<Visible> result = new ArrayList<>();
        for (ScopeColumn column : table.columns) {
            result.add(new Visible(column.name, column, null));
        }
        return result;
    }

    /** Whether a slot belongs to a table of this block itself. */
    boolean owns(int slot) {
        for (ScopeTable table : tables) {
            if (table.slots.get(slot)) {
                return true;
            }
        }
        return aggregation != null && aggregation.slots().get(slot);
    }

    /**
     * A column of this block by name; null if there is none.
     *
     * @throws AmbiguousName if several columns have the name
     */
    @Nullable ScopeColumn find(Expression.Column name) {
        if (name.table() == null) {
            return findVisible(name.name());
        }
        ScopeColumn found = null;
        for (ScopeTable table : tables) {
            if (!table.alias.equals(name.table())
                    || (name.schema() != null && !name.schema().equals(table.schema))) {
                continue;
            }
            ScopeColumn column = table.column(name.name());
            if (column != null) {
                if (found != null) {
                    throw new AmbiguousName();
                }
                found = column;
            }
        }
        return found;
    }

    private @Nullable ScopeColumn findVisible(String name) {
        ScopeColumn found = null;
        for (Visible candidate : visible) {
            if (candidate.name.equalsIgnoreCase(name)) {
                if (found != null && found != candidate.column) {
                    throw new AmbiguousName();
                }
                found = candidate.column;
            }
        }
        return found;
    }

    /** Control flow inside the binder, which knows the clause for error 1052. */
    static final class AmbiguousName extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AmbiguousName() {
            super("ambiguous", null, false, false);
        }
    }
}
