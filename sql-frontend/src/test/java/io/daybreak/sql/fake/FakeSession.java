package io.daybreak.sql.fake;

import io.daybreak.engine.api.Ddl;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.RowReader;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.DataType;
import io.daybreak.sql.ast.DdlStatement;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.ast.TableElement;
import io.daybreak.sql.catalog.Catalog;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.CheckConstraint;
import io.daybreak.sql.catalog.ColumnDefault;
import io.daybreak.sql.catalog.ColumnDefinition;
import io.daybreak.sql.catalog.ForeignKey;
import io.daybreak.sql.catalog.GeneratedColumn;
import io.daybreak.sql.catalog.IndexDefinition;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.catalog.ViewDefinition;
import io.daybreak.sql.client.TextOutput;
import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.exec.ExecutionResult;
import io.daybreak.sql.expr.BindContext;
import io.daybreak.sql.expr.EvalContext;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.expr.Exprs;
import io.daybreak.sql.parse.ParseOptions;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.parse.Parser;
import io.daybreak.sql.plan.Plan;
import io.daybreak.sql.plan.Planner;
import io.daybreak.sql.plan.PlanningContext;
import io.daybreak.sql.plan.VirtualTable;
import io.daybreak.sql.types.SqlMode;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.TypeKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs statements on a {@link FakeEngine}: just enough DDL, no transactions. */
public final class FakeSession {
    private static final String SCHEMA = "test";

    private final StorageEngine engine;
    private final Catalog catalog;
    private final Planner planner = new Planner();
    public final List<String> warnings = new ArrayList<>();
    public long sqlMode = SqlMode.DEFAULT;
    public boolean foreignKeyChecks = true;
    public long memoryLimitBytes = 1L << 28;
    public Path temporaryDirectory = Path.of(System.getProperty("java.io.tmpdir"));
    private long executions;

    public FakeSession() {
        this(new FakeEngine());
    }

    public FakeSession(StorageEngine engine) {
        this.engine = engine;
        this.catalog = new Catalog(engine);
        ddl(ddl -> ddl.createSchema(SCHEMA, new byte[0]));
    }

    private void ddl(Consumer<Ddl> change) {
        Transaction transaction = engine.begin(Isolation.REPEATABLE_READ, false);
        transaction.beginStatement();
        change.accept(transaction.ddl());
        transaction.endStatement();
        transaction.commit();
    }

    private void drop(String name) {
        Table table = engine.table(SCHEMA, name);
        if (table != null) {
            ddl(ddl -> ddl.dropTable(table));
        }
    }

    /** A result: rows as text, or the counts of a change. */
    public record Answer(
            List<String> columns,
            List<List<@Nullable String>> rows,
            @Nullable ExecutionResult result) {
        /** Rows as lines of values separated by commas. */
        public List<String> lines() {
            return rows.stream()
                    .map(r -> String.join(",", r.stream().map(String::valueOf).toList()))
                    .toList();
        }
    }

    public Answer run(String sql) {
        Parsed parsed = Parser.parse(sql, ParseOptions.DEFAULT);
        warnings.clear();
        switch (parsed.statement()) {
            case DdlStatement.CreateTable create -> createTable(create, parsed);
            case DdlStatement.CreateIndex create -> createIndex(create);
            case DdlStatement.DropTable drop -> drop.names().forEach(t -> drop(t.name()));
            case DdlStatement.CreateView view -> {
                if (engine.table(SCHEMA, view.name().name()) != null) {
                    throw new SqlException(MySqlError.ER_TABLE_EXISTS_ERROR, view.name().name());
                }
                ViewDefinition definition =
                        new ViewDefinition(
                                SCHEMA,
                                view.name().name(),
                                view.columns(),
                                parsed.text(view.query()),
                                "root",
                                false,
                                "UNDEFINED",
                                "NONE",
                                "utf8mb4",
                                "utf8mb4_0900_ai_ci");
                ddl(ddl -> ddl.createTable(definition.toSpec()));
            }
            case DdlStatement.DropView drop -> drop.names().forEach(t -> drop(t.name()));
            case Statement.Set _ -> {}
            case Statement.Data data -> {
                return execute(parsed, data);
            }
            default -> throw new IllegalArgumentException("not here: " + sql);
        }
        return new Answer(List.of(), List.of(), null);
    }

    public List<String> query(String sql) {
        return run(sql).lines();
    }

    public Plan plan(String sql) {
        Parsed parsed = Parser.parse(sql, ParseOptions.DEFAULT);
        return planner.plan(parsed, (Statement.Data) parsed.statement(), new Planning(null));
    }

    private Answer execute(Parsed parsed, Statement.Data statement) {
        TextSink sink = new TextSink();
        Transaction transaction = engine.begin(Isolation.REPEATABLE_READ, false);
        transaction.beginStatement();
        ExecutionResult result;
        try {
            Running running = new Running(transaction, literals(parsed));
            Plan plan = planner.plan(parsed, statement, new Planning(running));
            result = plan.execute(running, sink);
        } catch (RuntimeException e) {
            transaction.rollback();
            throw e;
        }
        transaction.endStatement();
        transaction.commit();
        return new Answer(sink.names, sink.rows, result);
    }

    /** The values of lifted literals, as the digest gives them. */
    private static Map<Integer, Object> literals(Parsed parsed) {
        Map<Integer, Object> values = new HashMap<>();
        collect(parsed.statement(), values);
        return values;
    }

    private static void collect(@Nullable Object node, Map<Integer, Object> values) {
        if (node instanceof Expression.Literal literal && literal.value() != null) {
            values.put(literal.ordinal(), literal.value());
        } else if (node instanceof List<?> list) {
            list.forEach(element -> collect(element, values));
        } else if (node != null && node.getClass().isRecord()) {
            for (var component : node.getClass().getRecordComponents()) {
                try {
                    collect(component.getAccessor().invoke(node), values);
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private void createTable(DdlStatement.CreateTable create, Parsed parsed) {
        List<ColumnDefinition> columns = new ArrayList<>();
        List<IndexDefinition> indexes = new ArrayList<>();
        List<ForeignKey> keys = new ArrayList<>();
        List<CheckConstraint> checks = new ArrayList<>();
        for (TableElement element : create.elements()) {
            if (element instanceof TableElement.ColumnDefinition column) {
                if (column.primaryKey()) {
                    indexes.add(0, index("PRIMARY", IndexDefinition.Kind.PRIMARY, columns.size()));
                }
                if (column.unique()) {
                    indexes.add(index(column.name(), IndexDefinition.Kind.UNIQUE, columns.size()));
                }
                for (TableElement.Check check : column.checks()) {
                    checks.add(
                            new CheckConstraint(
                                    "chk_" + (checks.size() + 1),
                                    parsed.text(check.condition()),
                                    true));
                }
                columns.add(column(column, parsed));
            }
        }
        for (TableElement element : create.elements()) {
            switch (element) {
                case TableElement.ColumnDefinition _ -> {}
                case TableElement.Key key -> {
                    IndexDefinition index = index(key, columns, indexes.size());
                    indexes.add(
                            index.kind() == IndexDefinition.Kind.PRIMARY ? 0 : indexes.size(),
                            index);
                }
                case TableElement.ForeignKey key -> foreignKey(key, columns, indexes, keys);
                case TableElement.Check check ->
                        checks.add(
                                new CheckConstraint(
                                        "chk_" + (checks.size() + 1),
                                        parsed.text(check.condition()),
                                        true));
            }
        }
        if (!indexes.isEmpty() && indexes.get(0).kind() == IndexDefinition.Kind.PRIMARY) {
            for (KeyPart part : indexes.get(0).parts()) {
                ColumnDefinition c = columns.get(part.column());
                columns.set(
                        part.column(),
                        new ColumnDefinition(
                                c.name(),
                                c.type(),
                                false,
                                c.defaultValue(),
                                c.onUpdateNow(),
                                c.autoIncrement(),
                                c.generated(),
                                c.visible(),
                                c.comment()));
            }
        }
        TableDefinition table =
                new TableDefinition(
                        SCHEMA,
                        create.name().name(),
                        columns,
                        indexes,
                        keys,
                        checks,
                        "utf8mb4",
                        "utf8mb4_0900_ai_ci",
                        "",
                        Map.of(),
                        0);
        ddl(ddl -> ddl.createTable(table.toSpec()));
    }

    private static IndexDefinition index(String name, IndexDefinition.Kind kind, int column) {
        return new IndexDefinition(name, kind, List.of(new KeyPart(column, 0, false)), true, "");
    }

    private static int position(List<ColumnDefinition> columns, String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException(name);
    }

    private static IndexDefinition index(
            TableElement.Key key, List<ColumnDefinition> columns, int number) {
        List<KeyPart> parts = new ArrayList<>();
        for (TableElement.KeyPart part : key.parts()) {
            parts.add(
                    new KeyPart(
                            position(columns, String.valueOf(part.column())),
                            Math.max(0, part.length()),
                            part.descending()));
        }
        IndexDefinition.Kind kind =
                switch (key.kind()) {
                    case PRIMARY -> IndexDefinition.Kind.PRIMARY;
                    case UNIQUE -> IndexDefinition.Kind.UNIQUE;
                    default -> IndexDefinition.Kind.KEY;
                };
        String name =
                kind == IndexDefinition.Kind.PRIMARY
                        ? "PRIMARY"
                        : key.name() == null ? "key" + number : key.name();
        return new IndexDefinition(name, kind, parts, true, "");
    }

    private static void foreignKey(
            TableElement.ForeignKey key,
            List<ColumnDefinition> columns,
            List<IndexDefinition> indexes,
            List<ForeignKey> keys) {
        List<Integer> positions = key.columns().stream().map(c -> position(columns, c)).toList();
        indexes.add(
                new IndexDefinition(
                        "fk" + keys.size(),
                        IndexDefinition.Kind.KEY,
                        positions.stream().map(p -> new KeyPart(p, 0, false)).toList(),
                        true,
                        ""));
        keys.add(
                new ForeignKey(
                        key.constraint() == null ? "fk_" + (keys.size() + 1) : key.constraint(),
                        positions,
                        SCHEMA,
                        key.references().table().name(),
                        key.references().columns(),
                        action(key.references().onDelete()),
                        action(key.references().onUpdate())));
    }

    private static ForeignKey.Action action(TableElement.@Nullable ReferenceAction action) {
        return action == null
                ? ForeignKey.Action.NO_ACTION
                : ForeignKey.Action.valueOf(action.name());
    }

    private ColumnDefinition column(TableElement.ColumnDefinition column, Parsed parsed) {
        ColumnDefault value = ColumnDefault.NONE;
        if (column.defaultValue() instanceof Expression.Literal literal
                && !column.defaultExpression()) {
            Object constant = literal.value();
            if (constant instanceof Long number
                    && type(column.type()).holder() == TypeKind.Holder.DECIMAL) {
                constant = java.math.BigDecimal.valueOf(number);
            }
            value = new ColumnDefault.Constant(constant);
        } else if (column.defaultValue() != null) {
            value = new ColumnDefault.Expression(parsed.text(column.defaultValue()));
        }
        return new ColumnDefinition(
                column.name(),
                type(column.type()),
                column.nullable() == null || column.nullable(),
                value,
                column.onUpdate() != null,
                column.autoIncrement(),
                column.generated() == null
                        ? null
                        : new GeneratedColumn(parsed.text(column.generated()), column.stored()),
                true,
                "");
    }

    private static SqlType type(DataType type) {
        Collation text = Collations.UTF8MB4_0900_AI_CI;
        return switch (type.kind()) {
            case TINYINT, BOOLEAN -> SqlType.integer(TypeKind.TINYINT, type.unsigned());
            case SMALLINT -> SqlType.integer(TypeKind.SMALLINT, type.unsigned());
            case INT -> SqlType.integer(TypeKind.INT, type.unsigned());
            case BIGINT -> SqlType.integer(TypeKind.BIGINT, type.unsigned());
            case DECIMAL ->
                    SqlType.decimal(
                            type.length() < 0 ? 10 : type.length(), Math.max(0, type.scale()));
            case FLOAT -> SqlType.FLOAT;
            case DOUBLE -> SqlType.DOUBLE;
            case CHAR ->
                    new SqlType(
                            TypeKind.CHAR,
                            Math.max(1, type.length()),
                            0,
                            false,
                            false,
                            text,
                            List.of());
            case VARCHAR -> SqlType.varchar(type.length(), text);
            case TEXT -> new SqlType(TypeKind.TEXT, 0, 0, false, false, text, List.of());
            case BIT ->
                    new SqlType(
                            TypeKind.BIT,
                            Math.max(1, type.length()),
                            0,
                            true,
                            false,
                            Collations.BINARY,
                            List.of());
            case VARBINARY -> SqlType.binary(type.length());
            case BINARY ->
                    new SqlType(
                            TypeKind.BINARY,
                            Math.max(1, type.length()),
                            0,
                            false,
                            false,
                            Collations.BINARY,
                            List.of());
            case YEAR -> SqlType.YEAR;
            case TIME -> SqlType.time(Math.max(0, type.length()));
            case DATE -> SqlType.DATE;
            case DATETIME -> SqlType.datetime(Math.max(0, type.length()));
            case TIMESTAMP -> SqlType.timestamp(Math.max(0, type.length()));
            case ENUM ->
                    new SqlType(
                            TypeKind.ENUM,
                            0,
                            0,
                            false,
                            false,
                            text,
                            type.members().stream()
                                    .map(m -> new String(m, StandardCharsets.UTF_8))
                                    .toList());
            default -> throw new IllegalArgumentException(type.kind().name());
        };
    }

    private void createIndex(DdlStatement.CreateIndex create) {
        CatalogTable table = catalog.table(SCHEMA, create.table().name());
        if (table == null) {
            throw new SqlException(MySqlError.ER_NO_SUCH_TABLE, SCHEMA, create.table().name());
        }
        TableDefinition old = table.definition();
        List<IndexDefinition> indexes = new ArrayList<>(old.indexes());
        indexes.add(index(create.key(), old.columns(), indexes.size()));
        TableDefinition changed =
                new TableDefinition(
                        old.schema(),
                        old.name(),
                        old.columns(),
                        indexes,
                        old.foreignKeys(),
                        old.checks(),
                        old.charset(),
                        old.collation(),
                        "",
                        Map.of(),
                        0);
        TableSpec spec = changed.toSpec();
        IndexDefinition added = indexes.getLast();
        ddl(ddl ->
                ddl.addIndex(
                        table.table(),
                        new IndexSpec(added.name(), added.isUnique(), added.parts()),
                        spec.definition()));
    }

    private final class Planning implements PlanningContext {
        private final @Nullable EvalContext values;

        Planning(@Nullable EvalContext values) {
            this.values = values;
        }

        @Override
        public @Nullable EvalContext values() {
            return values;
        }

        @Override
        public Catalog catalog() {
            return catalog;
        }

        @Override
        public @Nullable String currentSchema() {
            return SCHEMA;
        }

        @Override
        public BindContext bindContext() {
            return new BindContext(Collations.UTF8MB4_0900_AI_CI, 4, sqlMode);
        }

        @Override
        public Collation resultCollation() {
            return Collations.UTF8MB4_0900_AI_CI;
        }

        @Override
        public boolean liftsLiterals() {
            return true;
        }

        @Override
        public @Nullable SqlType parameterType(int ordinal) {
            return null;
        }

        @Override
        public @Nullable VirtualTable virtualTable(String schema, String name) {
            return null;
        }

        @Override
        public Expr systemVariable(Expression.SystemVariable variable) {
            return Exprs.text(
                    variable.name().toLowerCase(Locale.ROOT), Collations.UTF8MB4_0900_AI_CI);
        }

        @Override
        public @Nullable SqlType userVariableType(String name) {
            return null;
        }

        @Override
        public boolean hasSchema(String name) {
            return catalog.hasSchema(name);
        }
    }

    private final class Running extends ExecutionContext {
        private final Transaction transaction;
        private final Map<Integer, Object> parameters;

        Running(Transaction transaction, Map<Integer, Object> parameters) {
            this.transaction = transaction;
            this.parameters = parameters;
            this.executionId = ++executions;
        }

        @Override
        public Transaction transaction() {
            return transaction;
        }

        @Override
        public Catalog catalog() {
            return catalog;
        }

        @Override
        public long memoryLimitBytes() {
            return memoryLimitBytes;
        }

        @Override
        public Path temporaryDirectory() {
            return temporaryDirectory;
        }

        @Override
        public boolean readsLockShared() {
            return false;
        }

        @Override
        public boolean answersFoundRows() {
            return false;
        }

        @Override
        public boolean foreignKeyChecks() {
            return foreignKeyChecks;
        }

        @Override
        public long autoIncrementIncrement() {
            return 1;
        }

        @Override
        public long autoIncrementOffset() {
            return 1;
        }

        @Override
        public long recursionDepthMax() {
            return 1000;
        }

        @Override
        public long metadataLockTimeoutMillis() {
            return 1000;
        }

        @Override
        public long selectLimit() {
            return Long.MAX_VALUE;
        }

        @Override
        public boolean safeUpdates() {
            return false;
        }

        @Override
        public int warningCount() {
            return warnings.size();
        }

        @Override
        public @Nullable Object parameter(int ordinal) {
            return parameters.get(ordinal);
        }

        @Override
        public long nowMicros() {
            return 1_700_000_000_000_000L;
        }

        @Override
        public ZoneId timeZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public long sqlMode() {
            return sqlMode;
        }

        @Override
        protected void addWarning(MySqlError error, Object... arguments) {
            warnings.add(error.name());
        }
    }

    /** Keeps the text form of every value. */
    private static final class TextSink implements ResultSink {
        final List<String> names = new ArrayList<>();
        final List<List<@Nullable String>> rows = new ArrayList<>();
        private ResultColumn[] columns = {};

        @Override
        public void columns(ResultColumn[] resultColumns) {
            columns = resultColumns;
            for (ResultColumn column : resultColumns) {
                names.add(column.name());
            }
        }

        @Override
        public void row(RowReader row) {
            List<@Nullable String> values = new ArrayList<>();
            for (int i = 0; i < columns.length; i++) {
                if (row.isNull(i)) {
                    values.add(null);
                    continue;
                }
                TextOutput out = new TextOutput();
                columns[i].format().text(row, i, out);
                values.add(out.text());
            }
            rows.add(values);
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void awaitWritable() {
            // Always is.
        }

        @Override
        public void end(int warnings, int statusFlags, boolean more) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void ok(
                long affectedRows,
                long lastInsertId,
                int warnings,
                int statusFlags,
                String info,
                boolean more) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void error(SqlException error) {
            throw error;
        }

        @Override
        public void requestLocalFile(String name, LocalFileReader reader) {
            throw new UnsupportedOperationException();
        }
    }
}
