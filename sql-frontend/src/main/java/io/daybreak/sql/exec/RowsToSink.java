package io.daybreak.sql.exec;

import io.daybreak.engine.api.Cursor;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.TypeKind;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan and writes its rows to a sink. A plan that is nothing but a scan hands the cursor
 * itself to the sink: no value is copied on the way.
 */
public final class RowsToSink {
    private RowsToSink() {}

    public static ExecutionResult run(
            PlanNode root,
            int[] outputs,
            int slotCount,
            ResultColumn[] columns,
            ExecutionContext context,
            ResultSink sink) {
        try (Execution execution = new Execution(context, slotCount)) {
            int[] direct = root instanceof ScanNode scan ? direct(scan, outputs) : null;
            Operator operator = execution.operator(root);
            try {
                operator.open();
                long rows;
                if (direct != null && operator instanceof ScanNode.Scan scan) {
                    rows = scan(scan, direct, columns, sink);
                } else {
                    rows = stream(operator, outputs, columns, execution, sink);
                }
                return ExecutionResult.ofRows(execution.foundOr(rows));
            } finally {
                operator.close();
            }
        } finally {
            context.clearWindowStates();
        }
    }

    /** The cursor columns that are the outputs; null if an output is anything else. */
    private static int @Nullable [] direct(ScanNode scan, int[] outputs) {
        int[] columns = new int[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            columns[i] = -1;
            for (int j = 0; j < scan.targets().length; j++) {
                if (scan.targets()[j] == outputs[i]) {
                    columns[i] = scan.columns()[j];
                }
            }
            if (columns[i] < 0
                    || scan.table().definition().columns().get(columns[i]).type().kind()
                            == TypeKind.TIMESTAMP) {
                return null;
            }
        }
        return columns;
    }

    private static long scan(
            ScanNode.Scan scan, int[] direct, ResultColumn[] columns, ResultSink sink) {
        boolean point = scan.isPoint();
        long rows = 0;
        MappedRow row = new MappedRow(direct);
        boolean more = scan.advance();
        sink.columns(columns);
        while (more) {
            Cursor cursor = java.util.Objects.requireNonNull(scan.cursor());
            row.on(cursor);
            sink.row(row);
            rows++;
            if (point) {
                break;
            }
            keepUp(sink);
            more = scan.advance();
        }
        return rows;
    }

    private static long stream(
            Operator operator,
            int[] outputs,
            ResultColumn[] columns,
            Execution execution,
            ResultSink sink) {
        long rows = 0;
        long limit = execution.context().selectLimit();
        FrameRow row = new FrameRow(execution.frame(), outputs);
        // An error before the first row is answered instead of the result's head.
        boolean more = rows < limit && operator.next();
        sink.columns(columns);
        while (more) {
            sink.row(row);
            rows++;
            keepUp(sink);
            more = rows < limit && operator.next();
        }
        return rows;
    }

    /** A client that does not read stops the statement, not the server's memory. */
    private static void keepUp(ResultSink sink) {
        if (!sink.isWritable()) {
            try {
                sink.awaitWritable();
            } catch (InterruptedException _) {
                throw new SqlException(MySqlError.ER_QUERY_INTERRUPTED);
            }
        }
    }
}
