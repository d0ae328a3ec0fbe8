package io.daybreak.sql.session;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.exec.ValueRows;
import io.daybreak.sql.expr.Literal;
import io.daybreak.sql.parse.LiteralRows;
import io.daybreak.sql.types.SqlType;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows of literals with the types that literals have. Not thread-safe. */
final class TypedRows implements ValueRows {
    private static final SqlType BINARY = SqlType.varchar(65_535, Collations.BINARY);

    private final LiteralRows rows;
    private final SqlType text;
    private final boolean[] numeric;

    /**
     * @param numeric which of the columns that the rows have values for take bits as numbers
     */
    TypedRows(LiteralRows rows, Collation connection, boolean[] numeric) {
        this.rows = rows;
        this.numeric = numeric;
        this.text = SqlType.varchar(16_383, connection);
    }

    @Override
    public long count() {
        return rows.count();
    }

    @Override
    public boolean next() {
        return rows.next();
    }

    @Override
    public @Nullable Object value(int column) {
        Object value = rows.value(column);
        return isNumber(column)
                ? (Object) Literal.number((byte[]) Objects.requireNonNull(value))
                : value;
    }

    private boolean isNumber(int column) {
        return rows.kind(column) == LiteralRows.Kind.BITS
                && numeric[column]
                && rows.value(column) instanceof byte[] bits
                && bits.length <= Long.BYTES;
    }

    @Override
    public SqlType type(int column) {
        return switch (rows.kind(column)) {
            case NULL -> SqlType.NULL;
            case BOOLEAN, INTEGER -> SqlType.BIGINT;
            case UNSIGNED -> SqlType.BIGINT_UNSIGNED;
            case DECIMAL ->
                    rows.value(column) instanceof BigDecimal d
                            ? SqlType.decimal(d.precision(), d.scale())
                            : SqlType.NULL;
            case DOUBLE -> SqlType.DOUBLE;
            case STRING -> text;
            case BINARY -> BINARY;
            case BITS -> isNumber(column) ? SqlType.BIGINT_UNSIGNED : BINARY;
        };
    }
}
