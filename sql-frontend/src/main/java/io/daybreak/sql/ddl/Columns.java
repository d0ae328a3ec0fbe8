package io.daybreak.sql.ddl;

import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.DataType;
import io.daybreak.sql.ast.TableElement;
import io.daybreak.sql.catalog.ColumnDefault;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.GeneratedColumn;
import io.daybreak.sql.parse.AstPrinter;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;

/** From a column as written to its definition. */
final class Columns {
    private static final int COMMENT_MAX = 1024;

    private Columns() {}

    static ColumnDefinition define(
            DdlRun run, TableElement.ColumnDefinition written, Collation inherited) {
        String name = written.name();
        Names.requireColumn(name);
        SqlType type =
                new ColumnTypes(run, name, written.type(), written.srid(), inherited).resolve();
        boolean serial = written.type().kind() == DataType.Kind.SERIAL;
        boolean auto = written.autoIncrement() || serial;
        String comment = written.comment() == null ? "" : written.comment();
        if (comment.codePointCount(0, comment.length()) > COMMENT_MAX) {
            throw new SqlException(MySqlError.ER_TOO_LONG_FIELD_COMMENT, name, COMMENT_MAX);
        }
        Defaults defaults = new Defaults(run, name, type);
        ColumnDefault value = defaults.of(written.defaultValue(), written.defaultExpression());
        boolean notNull = serial || Boolean.FALSE.equals(written.nullable());
        boolean nullable =
                !notNull
                        && !written.primaryKey()
                        && !(auto && !Boolean.TRUE.equals(written.nullable()));
        if (value instanceof ColumnDefault.Constant(Object constant)
                && constant == null
                && (notNull || written.primaryKey())) {
            throw new SqlException(MySqlError.ER_INVALID_DEFAULT, name);
        }
        if (written.primaryKey() && Boolean.TRUE.equals(written.nullable())) {
            throw new SqlException(MySqlError.ER_PRIMARY_CANT_HAVE_NULL);
        }
        if (auto) {
            requireCountable(name, type, value);
            nullable = false;
        }
        GeneratedColumn generated = null;
        if (written.generated() != null) {
            if (value != ColumnDefault.NONE) {
                throw new SqlException(MySqlError.ER_WRONG_USAGE, "DEFAULT", "generated column");
            }
            if (auto) {
                throw new SqlException(
                        MySqlError.ER_WRONG_USAGE, "AUTO_INCREMENT", "generated column");
            }
            generated =
                    new GeneratedColumn(
                            AstPrinter.print(written.generated(), "utf8mb4"), written.stored());
        }
        return new ColumnDefinition(
                name,
                type,
                nullable,
                value,
                defaults.onUpdate(written.onUpdate()),
                auto,
                generated,
                !Boolean.FALSE.equals(written.visible()),
                comment);
    }

    private static void requireCountable(String name, SqlType type, ColumnDefault value) {
        boolean number =
                type.isInteger() || type.kind() == TypeKind.FLOAT || type.kind() == TypeKind.DOUBLE;
        if (!number) {
            throw new SqlException(MySqlError.ER_WRONG_FIELD_SPEC, name);
        }
        if (value != ColumnDefault.NONE) {
            throw new SqlException(MySqlError.ER_INVALID_DEFAULT, name);
        }
    }

    static ColumnDefinition notNull(ColumnDefinition c) {
        return new ColumnDefinition(
                c.name(),
                c.type(),
                false,
                c.defaultValue(),
                c.onUpdateNow(),
                c.autoIncrement(),
                c.generated(),
                c.visible(),
                c.comment());
    }

    static ColumnDefinition renamed(ColumnDefinition c, String name) {
        return new ColumnDefinition(
                name,
                c.type(),
                c.nullable(),
                c.defaultValue(),
                c.onUpdateNow(),
                c.autoIncrement(),
                c.generated(),
                c.visible(),
                c.comment());
    }

    static ColumnDefinition withDefault(ColumnDefinition c, ColumnDefault value) {
        return new ColumnDefinition(
                c.name(),
                c.type(),
                c.nullable(),
                value,
                c.onUpdateNow(),
                c.autoIncrement(),
                c.generated(),
                c.visible(),
                c.comment());
    }

    static ColumnDefinition withVisible(ColumnDefinition c, boolean visible) {
        return new ColumnDefinition(
                c.name(),
                c.type(),
                c.nullable(),
                c.defaultValue(),
                c.onUpdateNow(),
                c.autoIncrement(),
                c.generated(),
                visible,
                c.comment());
    }

    static ColumnDefinition withType(ColumnDefinition c, SqlType type) {
        return new ColumnDefinition(
                c.name(),
                type,
                c.nullable(),
                c.defaultValue(),
                c.onUpdateNow(),
                c.autoIncrement(),
                c.generated(),
                c.visible(),
                c.comment());
    }
}
