package io.daybreak.sql.show;

import io.daybreak.engine.collation.Collation;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.exec.ArrayRow;
import io.daybreak.sql.plan.VirtualTable;
import io.daybreak.sql.session.StatementContext;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import io.daybreak.sql.types.ValueFormats;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Columns and rows of one answer. Owned by one statement. */
final class ShowResult {
    private static final int NAME_CHARACTERS = 64;

    private final List<VirtualTable.Column> columns;
    private final RowsTable.Rows rows;

    ShowResult(VirtualTable.Column... columns) {
        this(List.of(columns));
    }

    ShowResult(List<VirtualTable.Column> columns) {
        this.columns = columns;
        this.rows = new RowsTable.Rows(columns);
    }

    static VirtualTable.Column name(String column) {
        return text(column, NAME_CHARACTERS);
    }

    static VirtualTable.Column text(String column, int characters) {
        return new VirtualTable.Column(
                column, SqlType.varchar(characters, DeclaredColumns.general()), true);
    }

    static VirtualTable.Column longText(String column) {
        return new VirtualTable.Column(
                column,
                new SqlType(
                        TypeKind.MEDIUMTEXT,
                        0,
                        0,
                        false,
                        false,
                        DeclaredColumns.general(),
                        List.of()),
                true);
    }

    static VirtualTable.Column number(String column) {
        return new VirtualTable.Column(column, SqlType.BIGINT, true);
    }

    static VirtualTable.Column counter(String column) {
        return new VirtualTable.Column(column, SqlType.BIGINT_UNSIGNED, true);
    }

    static VirtualTable.Column time(String column) {
        return new VirtualTable.Column(column, SqlType.datetime(0), true);
    }

    /** Text columns of equal width, for the rarer statements. */
    static ShowResult ofTexts(String... columns) {
        return new ShowResult(List.of(columns).stream().map(c -> text(c, 256)).toList());
    }

    List<VirtualTable.Column> columns() {
        return columns;
    }

    RowsTable.Rows rows() {
        return rows;
    }

    void add(@Nullable Object... values) {
        rows.add(values);
    }

    /**
     * @return how many rows were sent
     */
    long send(StatementContext context, ResultSink sink) {
        Collation results = context.planning().resultCollation();
        ResultColumn[] definitions = new ResultColumn[columns.size()];
        for (int i = 0; i < definitions.length; i++) {
            VirtualTable.Column column = columns.get(i);
            definitions[i] =
                    ValueFormats.column(column.name(), column.type(), column.nullable(), results);
        }
        sink.columns(definitions);
        ArrayRow reader = new ArrayRow();
        for (@Nullable Object[] row : rows.list()) {
            sink.row(reader.on(row));
            if (!sink.isWritable()) {
                await(sink);
            }
        }
        return rows.list().size();
    }

    private static void await(ResultSink sink) {
        try {
            sink.awaitWritable();
        } catch (InterruptedException _) {
            throw new SqlException(MySqlError.ER_QUERY_INTERRUPTED);
        }
    }
}
