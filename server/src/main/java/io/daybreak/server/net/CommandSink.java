package io.daybreak.server.net;

import io.daybreak.engine.api.RowReader;
import io.daybreak.engine.api.WouldBlockException;
import io.daybreak.server.wire.Answers;
import io.daybreak.server.wire.PacketWriter;
import io.daybreak.server.wire.StatusFlag;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Turns a command's answer into packets. One per connection, reused from command to command.
 *
 * <p>Called by the thread that runs the command; that thread owns the connection's writer. Only the
 * OK (or error) of a commit may come from another thread, after the command's thread has returned
 * COMMITTING: it is handed to the event loop.
 */
final class CommandSink implements ResultSink {
    /** A result is sent to the channel whenever this much has gathered. */
    static final int FLUSH_BYTES = 32 * 1024;

    /** An answer that grows longer than this is not written on the event loop. */
    private static final int INLINE_BYTES_MAX = 256 * 1024;

    private static final int BINARY_COLLATION = 63;

    private final Connection connection;
    private final ClientInfo client;
    private final CommandRun run;
    private final ClientOutput output;
    private final ServerCounters counters;
    private final PacketWriter out;
    private final DefinitionCache definitions = new DefinitionCache();

    private boolean inline;
    private boolean binary;
    private @Nullable CursorRows cursor;
    private @Nullable Thread runner;
    private ResultColumn[] columns = {};
    private @Nullable Charset resultCharset;
    private boolean answered;

    CommandSink(
            Connection connection, CommandRun run, ClientOutput output, ServerCounters counters) {
        this.connection = connection;
        this.client = connection.client();
        this.run = run;
        this.output = output;
        this.counters = counters;
        this.out = output.packets();
    }

    /**
     * Before each run of a command, on the thread that runs it.
     *
     * @param inline on the event loop: nothing waits and nothing is flushed
     * @param cursor takes the rows instead of the client; null for an ordinary result
     */
    void start(boolean inline, boolean binary, @Nullable CursorRows cursor) {
        this.inline = inline;
        this.binary = binary;
        this.cursor = cursor;
        this.runner = Thread.currentThread();
        this.answered = false;
    }

    /** Whether the whole answer was written. */
    boolean isAnswered() {
        return answered;
    }

    /**
     * Whether the command has returned and its commit arrives now. The event loop itself may bring
     * it: the statement of another connection can find this one's commit durable.
     */
    private boolean isLate() {
        return !Thread.currentThread().equals(runner) || run.awaitsCommit();
    }

    void markAnswered() {
        answered = true;
    }

    @Override
    public void columns(ResultColumn[] resultColumns) {
        columns = resultColumns;
        int collation = connection.currentSession().resultCollation();
        resultCharset = foreignCharset(collation);
        if (connection.sendsMetadata()) {
            definitions.write(
                    out,
                    resultColumns,
                    collation,
                    client.metadataPrefix(),
                    cursor == null && !client.deprecatesEof(),
                    connection.currentSession().statusFlags());
        } else {
            out.beginPacket();
            out.writeLength(resultColumns.length);
            out.writeByte(0);
            out.endPacket();
            if (cursor == null && !client.deprecatesEof()) {
                Answers.plainEof(out, 0, connection.currentSession().statusFlags());
            }
        }
    }

    /** Null if text goes out as it is, in UTF-8. */
    private static @Nullable Charset foreignCharset(int collation) {
        return switch (collation) {
            case 5, 8, 15, 31, 47, 48, 49, 94 -> Charset.forName("windows-1252");
            case 11, 65 -> StandardCharsets.US_ASCII;
            default -> null;
        };
    }

    @Override
    public void row(RowReader row) {
        CursorRows rows = cursor;
        if (rows != null) {
            long mark = out.mark();
            int begin = out.size();
            binaryRow(row);
            byte[] bytes = out.copyValue(begin);
            out.rollBack(mark);
            rows.add(bytes);
            return;
        }
        if (inline && out.size() >= INLINE_BYTES_MAX) {
            throw WouldBlockException.INSTANCE;
        }
        out.beginPacket();
        if (binary) {
            binaryRow(row);
        } else {
            textRow(row);
        }
        out.endPacket();
        if (!inline && out.size() >= FLUSH_BYTES) {
            output.flush();
            if (!output.isWritable()) {
                try {
                    output.awaitWritable();
                } catch (InterruptedException _) {
                    // The statement ends as a killed one: its client is gone or wants it stopped.
                    throw new SqlException(MySqlError.ER_QUERY_INTERRUPTED);
                }
            }
        }
    }

    private void textRow(RowReader row) {
        ResultColumn[] types = columns;
        for (int i = 0; i < types.length; i++) {
            if (row.isNull(i)) {
                out.writeByte(0xfb);
                continue;
            }
            int begin = out.beginValue();
            types[i].format().text(row, i, out);
            if (resultCharset != null && types[i].collation() != BINARY_COLLATION) {
                out.replaceValue(begin, convert(out.copyValue(begin), resultCharset));
            }
            out.endValue(begin);
        }
    }

    private void binaryRow(RowReader row) {
        ResultColumn[] types = columns;
        out.writeByte(0);
        int bitmap = out.reserve((types.length + 9) / 8);
        for (int i = 0; i < types.length; i++) {
            if (row.isNull(i)) {
                out.orByte(bitmap + (i + 2) / 8, 1 << (i + 2) % 8);
            } else if (resultCharset != null && types[i].collation() != BINARY_COLLATION) {
                int begin = out.beginValue();
                types[i].format().text(row, i, out);
                out.replaceValue(begin, convert(out.copyValue(begin), resultCharset));
                out.endValue(begin);
            } else {
                types[i].format().binary(row, i, out);
            }
        }
    }

    private static byte[] convert(byte[] utf8, Charset target) {
        return new String(utf8, StandardCharsets.UTF_8).getBytes(target);
    }

    @Override
    public boolean isWritable() {
        return inline || output.isWritable();
    }

    @Override
    public void awaitWritable() throws InterruptedException {
        if (!inline) {
            output.flush();
            output.awaitWritable();
        }
    }

    @Override
    public void end(int warnings, int statusFlags, boolean more) {
        if (isLate()) {
            run.lateAnswer().end(warnings, statusFlags);
            run.commitArrived();
            return;
        }
        writeEnd(warnings, statusFlags, more);
    }

    void writeEnd(int warnings, int statusFlags, boolean more) {
        int status = statusFlags | (more ? StatusFlag.MORE_RESULTS : 0);
        CursorRows rows = cursor;
        if (rows != null) {
            rows.complete();
            status |= StatusFlag.CURSOR_EXISTS;
        }
        Answers.eof(out, client.capabilities(), warnings, status, connection.takeStateChanges());
        answered = !more;
        flushBetweenResults();
    }

    @Override
    public void ok(
            long affectedRows,
            long lastInsertId,
            int warnings,
            int statusFlags,
            String info,
            boolean more) {
        if (isLate()) {
            run.lateAnswer().ok(affectedRows, lastInsertId, warnings, statusFlags, info);
            run.commitArrived();
            return;
        }
        writeOk(affectedRows, lastInsertId, warnings, statusFlags, info, more);
    }

    void writeOk(
            long affectedRows,
            long lastInsertId,
            int warnings,
            int statusFlags,
            String info,
            boolean more) {
        Answers.ok(
                out,
                client.capabilities(),
                0,
                affectedRows,
                lastInsertId,
                statusFlags | (more ? StatusFlag.MORE_RESULTS : 0),
                warnings,
                info,
                connection.takeStateChanges());
        answered = !more;
        flushBetweenResults();
    }

    private void flushBetweenResults() {
        if (!inline && out.size() >= FLUSH_BYTES) {
            output.flush();
        }
    }

    @Override
    public void error(SqlException error) {
        if (isLate()) {
            run.lateAnswer().error(error);
            run.commitArrived();
            return;
        }
        writeError(error);
    }

    void writeError(SqlException error) {
        counters.errors.increment();
        Answers.error(out, client.capabilities(), error);
        answered = true;
    }

    @Override
    public void requestLocalFile(String name, LocalFileReader reader)
            throws SqlException, InterruptedException {
        if (inline) {
            throw new IllegalStateException("LOAD DATA LOCAL on an event loop");
        }
        connection.requestLocalFile(name, reader);
    }
}
