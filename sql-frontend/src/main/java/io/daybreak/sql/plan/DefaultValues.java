package io.daybreak.sql.plan;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ColumnDefault;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.exec.LocalTimestamp;
import io.daybreak.sql.exec.TableWriter;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.expr.Exprs;
import io.daybreak.sql.types.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * DEFAULT(column): the constant default of a stored column, wherever the column may stand (MySQL
 * manual, "Miscellaneous Functions").
 */
public final class DefaultValues {
    private DefaultValues() {}

    /**
     * @throws SqlException 1364 if the column has no default, 3773 if it is computed, 1235 for a
     *     column of a view or a derived table
     */
    static Bound of(ScopeColumn column) {
        CatalogTable table = column.table.stored;
        if (table == null) {
            throw new SqlException(
                    MySqlError.ER_NOT_SUPPORTED_YET,
                    "DEFAULT() of a column of a view or derived table");
        }
        ColumnDefinition definition = table.definition().columns().get(column.position);
        return new Bound(
                literal(value(definition), definition),
                Bound.NO_SLOTS,
                Shape.CONSTANT,
                true,
                "default(" + definition.name() + ")");
    }

    private static Expr literal(@Nullable Object value, ColumnDefinition column) {
        return value instanceof Long utc && column.type().kind() == TypeKind.TIMESTAMP
                ? new LocalTimestamp(utc, column.type())
                : Exprs.literal(value, column.type());
    }

    /**
     * @throws SqlException as {@link #of} does
     */
    public static void requireConstant(ColumnDefinition column) {
        boolean mustBeGiven =
                column.defaultValue() instanceof ColumnDefault.None
                        && !column.nullable()
                        && !column.autoIncrement();
        if (column.isGenerated() || mustBeGiven) {
            throw new SqlException(MySqlError.ER_NO_DEFAULT_FOR_FIELD, column.name());
        }
        if (column.defaultValue() instanceof ColumnDefault.Expression computed
                && !computed.isNow()) {
            throw new SqlException(MySqlError.ER_DEFAULT_AS_VAL_GENERATED);
        }
    }

    private static @Nullable Object value(ColumnDefinition column) {
        requireConstant(column);
        if (column.defaultValue() instanceof ColumnDefault.Constant constant) {
            return constant.value();
        }
        return column.nullable() ? null : TableWriter.implicitDefault(column);
    }
}
