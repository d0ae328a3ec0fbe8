package io.daybreak.sql.plan;

import io.daybreak.sql.exec.KeyCodecs;
import io.daybreak.sql.exec.KeyPartCodec;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import org.jspecify.annotations.Nullable;

/** The bytes by which values of two types are equal exactly if {@code =} says so. */
final class HashTypes {
    private HashTypes() {}

    /** Null if equality of the two is not equality of some bytes. */
    static @Nullable KeyPartCodec common(SqlType a, SqlType b) {
        if (a.isInteger() && b.isInteger()) {
            return isUnsignedLong(a) == isUnsignedLong(b)
                    ? new KeyPartCodec(KeyPartCodec.Kind.SIGNED, null, false)
                    : null;
        }
        if (isUnsignedLong(a) || isUnsignedLong(b)) {
            return null;
        }
        if (isExact(a) && isExact(b)) {
            return new KeyPartCodec(KeyPartCodec.Kind.DECIMAL, null, false);
        }
        if ((isExact(a) || a.isFloating()) && (isExact(b) || b.isFloating())) {
            return new KeyPartCodec(KeyPartCodec.Kind.DOUBLE, null, false);
        }
        if (a.isString() && b.isString()) {
            return a.isBinaryString() == b.isBinaryString()
                            && a.collation().id() == b.collation().id()
                    ? KeyCodecs.of(a, false)
                    : null;
        }
        return a.isTemporal() && a.kind() == b.kind() ? KeyCodecs.of(a, false) : null;
    }

    private static boolean isUnsignedLong(SqlType type) {
        return type.kind() == TypeKind.BIGINT && type.unsigned();
    }

    private static boolean isExact(SqlType type) {
        return type.isInteger() || type.kind() == TypeKind.DECIMAL;
    }
}
