package io.daybreak.sql.exec;

import io.daybreak.engine.api.Cursor;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.types.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan and writes its rows to a sink. A plan that is nothing but a scan hands the cursor
 * itself to the sink: no value is copied on the way.
 */
public final class RowsToSink {
    /** A short plan that may not block keeps this many rows until it is sure to finish. */
    private static final int BUFFERED_ROWS_MAX = 10_000;

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
            Operator operator = root.operator(execution);
            try {
                operator.open();
                long rows;
                if (direct != null && operator instanceof ScanNode.Scan scan) {
                    rows = scan(scan, direct, columns, context, sink);
                } else if (context.mayBlock()) {
                    rows = stream(operator, outputs, columns, execution, sink);
                } else {
                    rows = buffered(operator, outputs, columns, execution, sink);
                }
                return ExecutionResult.ofRows(rows);
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
            ScanNode.Scan scan,
            int[] direct,
            ResultColumn[] columns,
            ExecutionContext context,
            ResultSink sink) {
        boolean point = scan.isPoint();
        if (!context.mayBlock() && !point) {
            return scanBuffered(scan, direct, columns, sink);
        }
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

    private static long scanBuffered(
            ScanNode.Scan scan, int[] direct, ResultColumn[] columns, ResultSink sink) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        while (scan.advance()) {
            Cursor cursor = java.util.Objects.requireNonNull(scan.cursor());
            @Nullable Object[] row = new Object[direct.length];
            for (int i = 0; i < direct.length; i++) {
                row[i] = cursor.get(direct[i]);
            }
            add(rows, row);
        }
        return send(rows, columns, sink);
    }

    private static void add(List<@Nullable Object[]> rows, @Nullable Object[] row) {
        if (rows.size() >= BUFFERED_ROWS_MAX) {
            throw io.daybreak.engine.api.WouldBlockException.INSTANCE;
        }
        rows.add(row);
    }

    private static long send(
            List<@Nullable Object[]> rows, ResultColumn[] columns, ResultSink sink) {
        sink.columns(columns);
        ArrayRow reader = new ArrayRow();
        for (@Nullable Object[] row : rows) {
            sink.row(reader.on(row));
        }
        return rows.size();
    }

    private static long buffered(
            Operator operator,
            int[] outputs,
            ResultColumn[] columns,
            Execution execution,
            ResultSink sink) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        while (operator.next()) {
            add(rows, SavedRows.save(execution.frame(), outputs));
        }
        return send(rows, columns, sink);
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
                Thread.currentThread().interrupt();
                throw new SqlException(MySqlError.ER_QUERY_INTERRUPTED);
            }
        }
    }
}
