package io.daybreak.sql.exec;

import java.util.BitSet;

/** Sets of slots as sorted arrays. */
public final class Slots {
    private static final int[] NONE = {};

    private Slots() {}

    public static int[] none() {
        return NONE;
    }

    public static int[] union(int[] a, int[] b) {
        BitSet set = of(a);
        for (int slot : b) {
            set.set(slot);
        }
        return toArray(set);
    }

    public static BitSet of(int[] slots) {
        BitSet set = new BitSet();
        for (int slot : slots) {
            set.set(slot);
        }
        return set;
    }

    public static int[] toArray(BitSet set) {
        return set.stream().toArray();
    }

    /** Those of {@code slots} that are in {@code wanted}. */
    public static int[] retain(int[] slots, BitSet wanted) {
        BitSet set = of(slots);
        set.and(wanted);
        return toArray(set);
    }
}
