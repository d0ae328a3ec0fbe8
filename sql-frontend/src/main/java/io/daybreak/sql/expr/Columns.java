package io.daybreak.sql.expr;

import io.daybreak.engine.api.RowReader;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.TypeKind;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** References to the columns of the context's rows, one kind for each class of values. */
final class Columns {
    private Columns() {}

    static Expr of(int input, int column, SqlType type, boolean nullable, boolean stored) {
        if (type.kind() == TypeKind.TIMESTAMP && stored) {
            return new StoredTimestamp(input, column, type, nullable);
        }
        return switch (type.holder()) {
            case NONE -> Literal.nullOf(type);
            case LONG -> new LongColumn(input, column, type, nullable);
            case DOUBLE -> new DoubleColumn(input, column, type, nullable);
            case DECIMAL -> new DecimalColumn(input, column, type, nullable);
            case BYTES -> new BytesColumn(input, column, type, nullable);
        };
    }

    abstract static class Column extends Expr implements ColumnRef {
        final int input;
        final int column;

        Column(int input, int column, SqlType type, boolean nullable) {
            super(type, nullable);
            this.input = input;
            this.column = column;
        }

        @Override
        public int input() {
            return input;
        }

        @Override
        public int column() {
            return column;
        }

        @Override
        public boolean isStored() {
            return false;
        }

        @Override
        public final boolean isConstant() {
            return false;
        }

        @Override
        public final boolean isColumn() {
            return true;
        }

        @Override
        public final int coercibility() {
            return type().hasCollation() ? 2 : 5;
        }

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            return ctx.rows[input].get(column);
        }

        @Override
        public String toString() {
            return "$" + input + "." + column;
        }
    }

    static final class LongColumn extends Column {
        private final boolean integer;

        LongColumn(int input, int column, SqlType type, boolean nullable) {
            super(input, column, type, nullable);
            this.integer = !type.isTemporal();
        }

        @Override
        public long evalLong(EvalContext ctx) {
            if (!integer) {
                return super.evalLong(ctx);
            }
            RowReader row = ctx.rows[input];
            ctx.wasNull = row.isNull(column);
            return ctx.wasNull ? 0 : row.getLong(column);
        }

        @Override
        public double evalDouble(EvalContext ctx) {
            if (!integer || type().unsigned()) {
                return super.evalDouble(ctx);
            }
            return evalLong(ctx);
        }

        @Override
        public boolean evalTrue(EvalContext ctx) {
            RowReader row = ctx.rows[input];
            ctx.wasNull = row.isNull(column);
            return !ctx.wasNull && row.getLong(column) != 0;
        }

        @Override
        public long evalDatetime(EvalContext ctx) {
            RowReader row = ctx.rows[input];
            ctx.wasNull = row.isNull(column);
            if (ctx.wasNull) {
                return 0;
            }
            return switch (type().kind()) {
                case DATE -> Temporal.dateToDatetime(row.getLong(column));
                case DATETIME, TIMESTAMP -> row.getLong(column);
                default -> super.evalDatetime(ctx);
            };
        }
    }

    static final class StoredTimestamp extends Column {
        StoredTimestamp(int input, int column, SqlType type, boolean nullable) {
            super(input, column, type, nullable);
        }

        @Override
        public boolean isStored() {
            return true;
        }

        @Override
        public @Nullable Object eval(EvalContext ctx) {
            RowReader row = ctx.rows[input];
            return row.isNull(column)
                    ? null
                    : Temporal.timestampToLocal(row.getLong(column), ctx.timeZone());
        }

        @Override
        public long evalDatetime(EvalContext ctx) {
            RowReader row = ctx.rows[input];
            ctx.wasNull = row.isNull(column);
            return ctx.wasNull ? 0 : Temporal.timestampToLocal(row.getLong(column), ctx.timeZone());
        }
    }

    static final class DoubleColumn extends Column {
        DoubleColumn(int input, int column, SqlType type, boolean nullable) {
            super(input, column, type, nullable);
        }

        @Override
        public double evalDouble(EvalContext ctx) {
            RowReader row = ctx.rows[input];
            ctx.wasNull = row.isNull(column);
            return ctx.wasNull ? 0 : row.getDouble(column);
        }
    }

    static final class DecimalColumn extends Column {
        DecimalColumn(int input, int column, SqlType type, boolean nullable) {
            super(input, column, type, nullable);
        }

        @Override
        public @Nullable BigDecimal evalDecimal(EvalContext ctx) {
            return ctx.rows[input].getDecimal(column);
        }
    }

    static final class BytesColumn extends Column {
        BytesColumn(int input, int column, SqlType type, boolean nullable) {
            super(input, column, type, nullable);
        }

        @Override
        public byte @Nullable [] evalBytes(EvalContext ctx) {
            return ctx.rows[input].getBytes(column);
        }
    }
}
