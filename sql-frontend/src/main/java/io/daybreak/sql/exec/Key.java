package io.daybreak.sql.exec;

import io.daybreak.sql.types.ByteHash;
import java.util.Arrays;

/** Bytes with equality, for hash tables. */
record Key(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
        return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return ByteHash.of(bytes);
    }
}
