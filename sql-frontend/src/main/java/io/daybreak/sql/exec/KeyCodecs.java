package io.daybreak.sql.exec;

import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;

/** The codec of a type's values. */
public final class KeyCodecs {
    private KeyCodecs() {}

    public static KeyPartCodec of(SqlType type, boolean descending) {
        return switch (type.holder()) {
            case NONE -> new KeyPartCodec(KeyPartCodec.Kind.SIGNED, null, descending);
            case LONG ->
                    new KeyPartCodec(
                            type.unsigned()
                                            || type.kind() == TypeKind.BIT
                                            || type.kind() == TypeKind.SET
                                    ? KeyPartCodec.Kind.UNSIGNED
                                    : KeyPartCodec.Kind.SIGNED,
                            null,
                            descending);
            case DOUBLE -> new KeyPartCodec(KeyPartCodec.Kind.DOUBLE, null, descending);
            case DECIMAL -> new KeyPartCodec(KeyPartCodec.Kind.DECIMAL, null, descending);
            case BYTES ->
                    new KeyPartCodec(
                            KeyPartCodec.Kind.BYTES,
                            type.isString() && !type.isBinaryString() ? type.collation() : null,
                            descending);
        };
    }
}
