package io.daybreak.sql.plan;

import io.daybreak.sql.types.SqlType;

/**
 * A column of a table in FROM. Gets its slot when it is first used, so that scans read no more than
 * the statement needs. Confined to one planning run.
 */
final class ScopeColumn {
    private static final int NO_SLOT = -1;

    final ScopeTable table;
    final String name;
    final SqlType type;
    final int position;
    final boolean visible;
    private boolean nullable;
    private int slot = NO_SLOT;

    ScopeColumn(
            ScopeTable table,
            String name,
            SqlType type,
            boolean nullable,
            int position,
            boolean visible) {
        this.table = table;
        this.name = name;
        this.type = type;
        this.nullable = nullable;
        this.position = position;
        this.visible = visible;
    }

    /** Starts with the slot that an inner query fills. */
    ScopeColumn at(int filledSlot) {
        slot = filledSlot;
        return this;
    }

    int slot(SlotAllocator slots) {
        if (slot == NO_SLOT) {
            slot = slots.next();
            table.own(slot);
        }
        return slot;
    }

    boolean isUsed() {
        return slot != NO_SLOT;
    }

    int usedSlot() {
        if (slot == NO_SLOT) {
            throw new IllegalStateException("column " + name + " is not used");
        }
        return slot;
    }

    boolean nullable() {
        return nullable || table.isNullExtended();
    }
}
