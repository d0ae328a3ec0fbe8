package io.daybreak.sql.exec;

import io.daybreak.sql.types.ByteHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values by the bytes of their keys, in the order in which they came. A key is looked up where it
 * stands: nothing is made for one that is there already. Owned by one operator.
 */
final class KeyTable<V> {
    private static final int NONE = -1;

    private final List<V> values = new ArrayList<>();
    private byte[][] keys = new byte[16][];
    private int[] hashes = new int[16];

    /** The entry before this one in the same bucket. */
    private int[] next = new int[16];

    /** The last entry of each bucket; twice as many buckets as there is room for entries. */
    private int[] heads = emptyHeads(32);

    private static int[] emptyHeads(int count) {
        int[] heads = new int[count];
        Arrays.fill(heads, NONE);
        return heads;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** In the order in which they came. */
    List<V> values() {
        return values;
    }

    @Nullable V find(byte[] key, int length) {
        int hash = ByteHash.of(key, length);
        for (int i = heads[hash & heads.length - 1]; i != NONE; i = next[i]) {
            if (hashes[i] == hash && Arrays.equals(keys[i], 0, keys[i].length, key, 0, length)) {
                return values.get(i);
            }
        }
        return null;
    }

    /** For a key that is not there yet; the array belongs to the table then. */
    void add(byte[] key, V value) {
        int entry = values.size();
        if (entry == keys.length) {
            grow();
        }
        keys[entry] = key;
        hashes[entry] = ByteHash.of(key);
        values.add(value);
        link(entry);
    }

    private void link(int entry) {
        int bucket = hashes[entry] & heads.length - 1;
        next[entry] = heads[bucket];
        heads[bucket] = entry;
    }

    private void grow() {
        int room = 2 * keys.length;
        keys = Arrays.copyOf(keys, room);
        hashes = Arrays.copyOf(hashes, room);
        next = new int[room];
        heads = emptyHeads(2 * room);
        for (int i = 0; i < values.size(); i++) {
            link(i);
        }
    }
}
