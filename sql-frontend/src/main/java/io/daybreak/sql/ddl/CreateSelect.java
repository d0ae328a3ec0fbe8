package io.daybreak.sql.ddl;

import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.RowReader;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.DdlStatement;
import io.daybreak.sql.ast.DdlStatement.OnDuplicateRow;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ColumnDefault;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.catalog.TemporaryTables;
import io.daybreak.sql.exec.InnerSink;
import io.daybreak.sql.exec.RowCompletion;
import io.daybreak.sql.plan.Plan;
import io.daybreak.sql.plan.Selected;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE … AS SELECT: the query's columns behind the written ones, then its rows. */
final class CreateSelect {
    private final DdlRun run;

    CreateSelect(DdlRun run) {
        this.run = run;
    }

    DdlResult create(DdlStatement.CreateTable statement, TableDraft draft) {
        Selected selected = locked(Objects.requireNonNull(statement.query()));
        CreateTables tables = new CreateTables(run);
        tables.columns(draft, statement.elements());
        int[] targets = columns(draft, selected.columns());
        tables.keys(draft, statement.elements());
        Table table = tables.make(draft);
        return fill(draft.definition(), table, selected, targets, statement.onDuplicate());
    }

    private Selected locked(Query query) {
        Selected selected =
                run.context().planner().select(run.parsed(), query, run.context().planning());
        for (Plan.Dependency dependency : selected.plan().dependencies()) {
            if (dependency.id() != 0) {
                run.context()
                        .requireTable(
                                io.daybreak.sql.account.Privilege.SELECT,
                                dependency.schema(),
                                dependency.table());
                run.lockForRead(dependency.schema(), dependency.table());
            }
        }
        // Planned again under the locks: a table may have changed before they were there.
        return run.context().planner().select(run.parsed(), query, run.context().planning());
    }

    /**
     * The table now, its rows later.
     *
     * @param publish gives the table its name, when it has its rows
     */
    DdlResult createTemporary(
            DdlStatement.CreateTable statement, TableDraft draft, Consumer<String> publish) {
        Query query = Objects.requireNonNull(statement.query());
        Selected selected = locked(query);
        CreateTables tables = new CreateTables(run);
        tables.columns(draft, statement.elements());
        int[] targets = columns(draft, selected.columns());
        tables.keys(draft, statement.elements());
        tables.make(draft);
        return new DdlResult(
                0,
                "",
                () -> {
                    Selected again = locked(query);
                    Table table = run.catalog().engine().table(TemporaryTables.SCHEMA, draft.name);
                    if (table == null || again.columns().size() != targets.length) {
                        throw new SqlException(MySqlError.ER_TABLE_DEF_CHANGED);
                    }
                    DdlResult filled =
                            fill(
                                    draft.definition(),
                                    table,
                                    again,
                                    targets,
                                    statement.onDuplicate());
                    publish.accept(draft.name);
                    return filled;
                },
                draft.name);
    }

    /** The positions of the query's columns in the table. */
    private int[] columns(TableDraft draft, List<Selected.Column> selected) {
        int written = draft.columns.size();
        int[] targets = new int[selected.size()];
        for (int i = 0; i < targets.length; i++) {
            Selected.Column column = selected.get(i);
            Names.requireColumn(column.name());
            int at = draft.position(column.name());
            if (at >= written) {
                throw new SqlException(MySqlError.ER_DUP_FIELDNAME, column.name());
            }
            if (at < 0) {
                at = draft.columns.size();
                draft.columns.add(new TableDraft.Column(column(column), -1));
            }
            targets[i] = at;
        }
        return targets;
    }

    private static ColumnDefinition column(Selected.Column column) {
        ColumnDefinition origin = column.origin();
        if (origin != null) {
            boolean plain = origin.generated() == null && !origin.autoIncrement();
            ColumnDefault value =
                    origin.autoIncrement()
                            ? new ColumnDefault.Constant(0L)
                            : plain ? origin.defaultValue() : ColumnDefault.NONE;
            return new ColumnDefinition(
                    column.name(),
                    origin.type(),
                    origin.nullable() || column.nullable(),
                    value,
                    plain && origin.onUpdateNow(),
                    false,
                    null,
                    true,
                    origin.comment());
        }
        SqlType type = stored(column.type());
        return new ColumnDefinition(
                column.name(),
                type,
                column.nullable(),
                column.nullable() ? ColumnDefault.NONE : zero(type),
                false,
                false,
                null,
                true,
                "");
    }

    /** The column type for an expression's. */
    private static SqlType stored(SqlType type) {
        return switch (type.kind()) {
            case NULL -> SqlType.binary(0);
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT -> {
                boolean small = type.length() > 0 && type.length() <= 9;
                yield SqlType.integer(
                        small || type.kind() == TypeKind.INT ? TypeKind.INT : TypeKind.BIGINT,
                        type.unsigned());
            }
            case CHAR, VARCHAR, BINARY, VARBINARY ->
                    SqlType.string(type.length(), type.collation());
            case TINYTEXT, TEXT, MEDIUMTEXT, LONGTEXT, TINYBLOB, BLOB, MEDIUMBLOB, LONGBLOB ->
                    new SqlType(type.kind(), 0, 0, false, false, type.collation(), List.of());
            default -> type;
        };
    }

    private static ColumnDefault zero(SqlType type) {
        return switch (type.holder()) {
            case DOUBLE -> new ColumnDefault.Constant(0.0);
            case DECIMAL -> new ColumnDefault.Constant(BigDecimal.ZERO.setScale(type.scale()));
            case LONG -> type.isInteger() ? new ColumnDefault.Constant(0L) : ColumnDefault.NONE;
            case BYTES ->
                    type.kind().isBlob() || type.kind() == TypeKind.JSON
                            ? ColumnDefault.NONE
                            : new ColumnDefault.Constant(new byte[0]);
            case NONE -> ColumnDefault.NONE;
        };
    }

    private DdlResult fill(
            TableDefinition definition,
            Table table,
            Selected selected,
            int[] targets,
            OnDuplicateRow onDuplicate) {
        if (onDuplicate == OnDuplicateRow.REPLACE) {
            throw DdlRun.unsupported("CREATE TABLE ... REPLACE SELECT");
        }
        Rows rows = new Rows(definition, table, selected.columns(), targets, onDuplicate);
        rows.run(selected.plan());
        return new DdlResult(
                rows.inserted,
                "Records: "
                        + rows.read
                        + "  Duplicates: "
                        + (rows.read - rows.inserted)
                        + "  Warnings: "
                        + run.context().execution().warningCount());
    }

    /** Takes the query's rows and inserts them. */
    private final class Rows implements InnerSink {
        private final TableDefinition definition;
        private final Table table;
        private final List<Selected.Column> columns;
        private final int[] targets;
        private final boolean[] given;
        private final OnDuplicate mode;
        private @Nullable RowCompletion completion;
        long read;
        long inserted;

        Rows(
                TableDefinition definition,
                Table table,
                List<Selected.Column> columns,
                int[] targets,
                OnDuplicateRow onDuplicate) {
            this.definition = definition;
            this.table = table;
            this.columns = columns;
            this.targets = targets;
            this.given = new boolean[definition.columns().size()];
            Arrays.stream(targets).forEach(t -> given[t] = true);
            this.mode =
                    onDuplicate == OnDuplicateRow.IGNORE ? OnDuplicate.REPORT : OnDuplicate.FAIL;
        }

        void run(Plan plan) {
            // Rows are kept until the query ends: its frame and the inserts' are not the same.
            plan.execute(run.context().execution(), this);
            try (RowCompletion open =
                    run.context()
                            .planner()
                            .completion(
                                    new CatalogTable(table, definition),
                                    run.context().planning(),
                                    run.context().execution())) {
                completion = open;
                kept.forEach(this::insert);
            } catch (DuplicateKeyException e) {
                throw Duplicates.error(definition, e);
            }
        }

        private final java.util.ArrayList<@Nullable Object[]> kept = new java.util.ArrayList<>();
        private long keptBytes;

        @Override
        public void row(RowReader row) {
            @Nullable Object[] values = new Object[targets.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = row.get(i);
                keptBytes += values[i] instanceof byte[] bytes ? bytes.length + 16L : 24;
            }
            if (keptBytes > run.context().execution().memoryLimitBytes()) {
                throw new SqlException(MySqlError.ER_OUT_OF_SORTMEMORY);
            }
            kept.add(values);
        }

        private void insert(@Nullable Object[] values) {
            RowCompletion open = Objects.requireNonNull(completion);
            open.row(++read);
            @Nullable Object[] row = open.blank();
            for (int i = 0; i < targets.length; i++) {
                row[targets[i]] = open.store(targets[i], values[i], columns.get(i).type());
            }
            int counted = definition.autoIncrementColumn();
            for (int i = 0; i < row.length; i++) {
                if (!given[i] && !definition.columns().get(i).isGenerated() && i != counted) {
                    row[i] = open.defaultOf(i, row);
                }
            }
            if (counted >= 0) {
                count(counted, row);
            }
            open.complete(row);
            Index duplicate = run.transaction().insert(table, row, mode);
            if (duplicate == null) {
                inserted++;
            }
        }

        private void count(int column, @Nullable Object[] row) {
            if (row[column] == null || row[column] instanceof Number n && n.doubleValue() == 0) {
                row[column] =
                        run.catalog()
                                .engine()
                                .nextAutoIncrement(
                                        table,
                                        1,
                                        run.context().execution().autoIncrementIncrement(),
                                        run.context().execution().autoIncrementOffset());
            } else if (row[column] instanceof Long l && l > 0) {
                run.catalog().engine().raiseAutoIncrement(table, l);
            }
        }
    }
}
