package io.daybreak.sql.plan;

import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.exec.Actuals;
import io.daybreak.sql.exec.ArrayRow;
import io.daybreak.sql.exec.ExecutionContext;
import io.daybreak.sql.exec.ExecutionResult;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.ValueFormats;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** EXPLAIN ANALYZE of a query: runs it and tells what each part did. Immutable. */
record AnalyzePlan(SelectPlan query, ResultColumn[] columns) implements Plan {
    static AnalyzePlan of(SelectPlan query, Collation results) {
        return new AnalyzePlan(
                query,
                new ResultColumn[] {
                    ValueFormats.column(
                            "EXPLAIN",
                            SqlType.varchar(1024, Collations.UTF8MB4_0900_AI_CI),
                            true,
                            results)
                });
    }

    @Override
    public boolean isShort() {
        return false;
    }

    @Override
    public boolean isReadOnly() {
        return query.isReadOnly();
    }

    @Override
    public List<Dependency> dependencies() {
        return query.dependencies();
    }

    @Override
    public int[] structuralLiterals() {
        return query.structuralLiterals();
    }

    @Override
    public List<Sensitivity> sensitivities() {
        return query.sensitivities();
    }

    @Override
    public ExecutionResult execute(ExecutionContext context, ResultSink sink) {
        String tree = Actuals.run(query.root(), query.slotCount(), context);
        sink.columns(columns);
        sink.row(new ArrayRow().on(new Object[] {tree.getBytes(StandardCharsets.UTF_8)}));
        return ExecutionResult.ofRows(1);
    }

    @Override
    public String explainTree() {
        return query.explainTree();
    }
}
