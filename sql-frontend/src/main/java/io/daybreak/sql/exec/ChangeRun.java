package io.daybreak.sql.exec;

import io.daybreak.engine.api.RowId;
import io.daybreak.sql.expr.Expr;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Temporal;
import io.daybreak.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One run of an UPDATE or DELETE. Owned by the execution. */
public final class ChangeRun {
    private final Change change;
    private final Execution execution;
    private final RowStoring storing;
    private final List<Set<Key>> seen = new ArrayList<>();
    private long matched;
    private long changed;

    private ChangeRun(Change change, Execution execution) {
        this.change = change;
        this.execution = execution;
        this.storing = new RowStoring(execution.context(), change.ignore());
        change.targets().forEach(_ -> seen.add(new HashSet<>()));
    }

    public static ExecutionResult run(Change change, ExecutionContext context) {
        TableWriter.requireWritable(context.transaction());
        try (Execution execution = new Execution(context, change.slotCount());
                StrictWrites _ = new StrictWrites(context, change.ignore())) {
            return new ChangeRun(change, execution).run();
        }
    }

    private ExecutionResult run() {
        Operator operator = execution.operator(change.plan());
        try {
            operator.open();
            while (operator.next()) {
                for (int i = 0; i < change.targets().size(); i++) {
                    apply(change.targets().get(i), seen.get(i));
                }
            }
        } finally {
            operator.close();
        }
        if (change.delete()) {
            return ExecutionResult.ofChanges(changed, 0, "");
        }
        String info =
                "Rows matched: "
                        + matched
                        + "  Changed: "
                        + changed
                        + "  Warnings: "
                        + execution.context().warningCount();
        return ExecutionResult.ofChanges(
                execution.context().answersFoundRows() ? matched : changed, 0, info);
    }

    private void apply(Change.Target target, Set<Key> done) {
        RowId id = (RowId) execution.frame()[target.rowIdSlot()];
        if (id == null || (change.joins() && !done.add(new Key(id.key())))) {
            return;
        }
        if (change.delete()) {
            if (target.writer().delete(id, row(target), execution, storing)) {
                changed++;
            }
            return;
        }
        update(target, id);
    }

    /** The row as it is stored, from the frame. */
    private @Nullable Object[] row(Change.Target target) {
        @Nullable Object[] row = new Object[target.slots().length];
        for (int i = 0; i < row.length; i++) {
            if (target.slots()[i] < 0) {
                continue;
            }
            Object value = execution.frame()[target.slots()[i]];
            row[i] =
                    value != null && target.writer().column(i).type().kind() == TypeKind.TIMESTAMP
                            ? Temporal.localToTimestamp(
                                    (Long) value, execution.context().timeZone())
                            : value;
        }
        return row;
    }

    private void update(Change.Target target, RowId id) {
        storing.row(++matched);
        TableWriter writer = target.writer();
        @Nullable Object[] old = row(target);
        @Nullable Object[] updated = old.clone();
        boolean[] assigned = new boolean[old.length];
        for (Insert.Assignment assignment : target.assignments()) {
            int column = assignment.column();
            Expr expression = assignment.value();
            Object value =
                    expression == null
                            ? writer.defaultOf(column, updated, execution, storing)
                            : stored(writer, column, expression);
            updated[column] = value;
            assigned[column] = true;
            // Later assignments see the new value, as in MySQL.
            execution.frame()[target.slots()[column]] = writer.shown(column, value, execution);
        }
        if (!Updates.finish(writer, old, updated, assigned, execution, storing)
                || TableWriter.same(old, updated)) {
            return;
        }
        if (writer.update(id, old, updated, execution, storing)) {
            changed++;
            raiseAutoIncrement(writer, old, updated);
        }
    }

    /** The next generated number is above one that an update gave. */
    private void raiseAutoIncrement(
            TableWriter writer, @Nullable Object[] old, @Nullable Object[] updated) {
        int column = writer.table().definition().autoIncrementColumn();
        if (column >= 0
                && updated[column] instanceof Long number
                && number > 0
                && !TableWriter.same(old[column], number)) {
            execution.context().engine().raiseAutoIncrement(writer.table().table(), number);
        }
    }

    private @Nullable Object stored(TableWriter writer, int column, Expr expression) {
        Object value = execution.eval(expression);
        SqlType type = expression.type();
        Object stored = writer.store(column, value, type, storing);
        if (stored == null && !writer.column(column).nullable()) {
            storing.complain(
                    io.daybreak.sql.api.MySqlError.ER_BAD_NULL_ERROR, writer.column(column).name());
            return TableWriter.insteadOfNull(writer.column(column));
        }
        return stored;
    }
}
