package io.daybreak.sql.plan;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.ast.Statement;
import io.daybreak.sql.exec.ArrayRow;
import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.exec.ExecutionResult;
import io.daybreak.sql.exec.ExplainJson;
import io.daybreak.sql.exec.ExplainRows;
import io.daybreak.sql.exec.PlanNode;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.ValueFormats;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** EXPLAIN: the plan of a statement as rows. Immutable. */
record ExplainPlan(
        ResultColumn[] columns,
        List<@Nullable Object[]> rows,
        List<Dependency> dependencies,
        int[] structuralLiterals,
        String explainTree)
        implements Plan {
    private static final String[] NAMES = {
        "id",
        "select_type",
        "table",
        "partitions",
        "type",
        "possible_keys",
        "key",
        "key_len",
        "ref",
        "rows",
        "filtered",
        "Extra"
    };

    static ExplainPlan of(Plan plan, Statement.ExplainFormat format, Collation results) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        ResultColumn[] columns;
        if (format == Statement.ExplainFormat.TREE) {
            columns = new ResultColumn[] {text("EXPLAIN", results)};
            rows.add(new Object[] {plan.explainTree().getBytes(StandardCharsets.UTF_8)});
        } else {
            columns = new ResultColumn[NAMES.length];
            for (int i = 0; i < columns.length; i++) {
                columns[i] =
                        switch (NAMES[i]) {
                            case "id", "rows" -> number(NAMES[i], SqlType.BIGINT, results);
                            case "filtered" -> number(NAMES[i], SqlType.doubleOf(2), results);
                            default -> text(NAMES[i], results);
                        };
            }
            PlanNode root =
                    switch (plan) {
                        case SelectPlan select -> select.root();
                        case ChangePlan change -> change.statement().plan();
                        case InsertPlan insert -> insert.statement().query();
                        default -> null;
                    };
            String verb =
                    switch (plan) {
                        case ChangePlan change -> change.statement().delete() ? "DELETE" : "UPDATE";
                        default -> "SIMPLE";
                    };
            if (plan instanceof InsertPlan insert) {
                rows.add(ExplainRows.insert(insert.statement()));
            }
            if (root != null) {
                rows.addAll(ExplainRows.of(root, verb));
            }
            if (format == Statement.ExplainFormat.JSON) {
                byte[] json = ExplainJson.of(rows).getBytes(StandardCharsets.UTF_8);
                columns = new ResultColumn[] {text("EXPLAIN", results)};
                rows = new ArrayList<>();
                rows.add(new Object[] {json});
            }
        }
        return new ExplainPlan(
                columns, rows, plan.dependencies(), plan.structuralLiterals(), plan.explainTree());
    }

    private static ResultColumn text(String name, Collation results) {
        return ValueFormats.column(
                name, SqlType.varchar(1024, Collations.UTF8MB4_0900_AI_CI), true, results);
    }

    private static ResultColumn number(String name, SqlType type, Collation results) {
        return ValueFormats.column(name, type, true, results);
    }

    @Override
    public boolean isShort() {
        return true;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public ExecutionResult execute(ExecutionContext context, ResultSink sink) {
        sink.columns(columns);
        ArrayRow reader = new ArrayRow();
        for (@Nullable Object[] row : rows) {
            sink.row(reader.on(row));
        }
        return ExecutionResult.ofRows(rows.size());
    }
}
