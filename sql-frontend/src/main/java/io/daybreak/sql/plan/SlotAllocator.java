package io.daybreak.sql.plan;

/** Numbers the slots of one statement. */
final class SlotAllocator {
    private int count;

    int next() {
        return count++;
    }

    int count() {
        return count;
    }
}
