package io.daybreak.server.net;

import io.daybreak.server.wire.Answers;
import io.daybreak.server.wire.Capability;
import io.daybreak.server.wire.Command;
import io.daybreak.server.wire.HandshakeResponse;
import io.daybreak.server.wire.MalformedPacketException;
import io.daybreak.server.wire.PacketWriter;
import io.daybreak.server.wire.PayloadReader;
import io.daybreak.server.wire.StatusFlag;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultColumn;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.api.SqlSession;
import io.daybreak.sql.api.SqlSession.Progress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each command does. Started on the event loop; what may wait goes on on a virtual thread.
 * Belongs to one connection.
 */
final class Commands {
    private static final Logger LOG = LoggerFactory.getLogger(Commands.class);

    /** Streamed values of one statement take at most so many times max_allowed_packet. */
    private static final long LONG_DATA_PACKETS_MAX = 4;

    private static final int CURSOR_READ_ONLY = 1;
    private static final int PARAMETER_COUNT_AVAILABLE = 8;
    private static final int PROCESS_TEXT_MAX = 64 * 1024;

    private final Connection connection;
    private final ClientInfo client;
    private final CommandRun run;
    private final ConnectionHub hub;
    private final CommandSink sink;
    private final PacketWriter out;
    private final Map<Integer, PreparedStatement> statements = new HashMap<>();
    private final Runnable flushIfFull = this::flushIfFull;
    private int lastStatementId;
    private boolean multiStatements;
    private boolean multiStatementsSet;

    Commands(
            Connection connection,
            CommandRun run,
            ConnectionHub hub,
            CommandSink sink,
            PacketWriter out) {
        this.connection = connection;
        this.client = connection.client();
        this.run = run;
        this.hub = hub;
        this.sink = sink;
        this.out = out;
    }

    /** Runs a command to its end, or starts it. Ends with {@link CommandRun#returned}. */
    void start(int code, PayloadReader in) {
        sink.start(true, false, null);
        Progress progress = guarded(() -> dispatch(code, in));
        if (progress != Progress.WOULD_BLOCK) {
            run.returned(progress);
        }
    }

    /** Turns whatever is thrown into an error packet. */
    Progress guarded(Supplier<Progress> work) {
        try {
            return work.get();
        } catch (SqlException e) {
            sink.writeError(e);
        } catch (MalformedPacketException e) {
            hub.log().info("connection {}: malformed packet: {}", connection.id(), e.getMessage());
            sink.writeError(new SqlException(MySqlError.ER_MALFORMED_PACKET));
        } catch (OutOfMemoryError e) {
            LOG.error("connection {}: out of memory", connection.id(), e);
            sink.writeError(new SqlException(MySqlError.ER_UNKNOWN_ERROR, "Out of memory"));
        } catch (RuntimeException | Error e) {
            // Errors, too: a client whose thread is gone would wait for good.
            LOG.error("connection {}: a statement failed inside the server", connection.id(), e);
            sink.writeError(
                    new SqlException(
                            MySqlError.ER_UNKNOWN_ERROR,
                            "Internal error (" + e.getClass().getSimpleName() + "), see the log"));
        }
        return Progress.COMPLETE;
    }

    /** WOULD_BLOCK: the rest runs elsewhere. */
    private Progress dispatch(int code, PayloadReader in) {
        return switch (code) {
            case Command.QUERY -> query(in);
            case Command.STMT_EXECUTE -> execute(in);
            case Command.STMT_PREPARE -> prepare(in);
            case Command.STMT_SEND_LONG_DATA -> sendLongData(in);
            case Command.STMT_CLOSE -> closeStatement(in);
            case Command.STMT_RESET -> resetStatement(in);
            case Command.STMT_FETCH -> fetch(in);
            case Command.PING -> ok();
            case Command.QUIT -> {
                connection.closeQuietly();
                yield Progress.COMPLETE;
            }
            case Command.INIT_DB -> initDb(in);
            case Command.FIELD_LIST -> fieldList(in);
            case Command.STATISTICS -> statistics();
            case Command.PROCESS_KILL -> kill(in);
            case Command.SET_OPTION -> setOption(in);
            case Command.RESET_CONNECTION -> resetConnection();
            case Command.CHANGE_USER -> changeUser(in);
            case Command.DEBUG -> {
                hub.log().info("connection {} asked for debug information", connection.id());
                Answers.plainEof(out, 0, session().statusFlags());
                yield Progress.COMPLETE;
            }
            default -> throw new SqlException(MySqlError.ER_UNKNOWN_COM_ERROR);
        };
    }

    private SqlSession session() {
        return connection.currentSession();
    }

    private Progress ok() {
        sink.writeOk(0, 0, 0, session().statusFlags(), "", false);
        return Progress.COMPLETE;
    }

    /** Runs on a virtual thread with a sink that may wait. */
    private Progress later(Supplier<Progress> work) {
        return later(false, null, work);
    }

    private Progress later(boolean binary, @Nullable CursorRows cursor, Supplier<Progress> work) {
        run.continueOnThread(() -> {
            sink.start(false, binary, cursor);
            return checked(work.get());
        });
        return Progress.WOULD_BLOCK;
    }

    private Progress checked(Progress progress) {
        if (progress == Progress.WOULD_BLOCK
                || progress == Progress.COMPLETE && !sink.isAnswered()) {
            throw new IllegalStateException("a statement ended without an answer: " + progress);
        }
        return progress;
    }

    // ---- text

    private boolean multiStatements() {
        return multiStatementsSet
                ? multiStatements
                : (client.capabilities() & Capability.MULTI_STATEMENTS) != 0;
    }

    private Progress query(PayloadReader in) {
        hub.counters().queries.increment();
        if ((client.capabilities() & Capability.QUERY_ATTRIBUTES) != 0) {
            skipAttributes(in);
        }
        byte[] array = in.array();
        int offset = in.position();
        int length = in.remaining();
        boolean multi = multiStatements();
        long mark = out.mark();
        Progress progress = session().query(array, offset, length, multi, sink, false);
        if (progress != Progress.WOULD_BLOCK) {
            hub.counters().ranInline.increment();
            return checked(progress);
        }
        out.rollBack(mark);
        // A copy, since LOAD DATA LOCAL takes more packets into the buffer while the statement
        // runs.
        byte[] text = Arrays.copyOfRange(array, offset, offset + length);
        run.statementText(
                length <= PROCESS_TEXT_MAX ? text : Arrays.copyOf(text, PROCESS_TEXT_MAX));
        return later(() -> session().query(text, 0, length, multi, sink, true));
    }

    /** Query attributes are read over: no statement can ask for them yet. */
    private static void skipAttributes(PayloadReader in) {
        long count = in.readLengthEncoded();
        in.readLengthEncoded();
        if (count == 0) {
            return;
        }
        if (count > 0xffff) {
            throw new MalformedPacketException("too many query attributes");
        }
        new io.daybreak.server.wire.ParameterDecoder(0).decode(in, (int) count, true, null);
    }

    // ---- prepared statements

    private Progress prepare(PayloadReader in) {
        hub.counters().prepares.increment();
        byte[] array = in.array();
        int offset = in.position();
        int length = in.remaining();
        if (prepare(array, offset, length, false)) {
            hub.counters().ranInline.increment();
            return answered();
        }
        return later(() -> {
            prepare(array, offset, length, true);
            return answered();
        });
    }

    /** False if it would block; nothing has happened then. */
    private boolean prepare(byte[] text, int offset, int length, boolean mayBlock) {
        hub.reservePreparedStatement();
        SqlSession.Prepared prepared = null;
        try {
            prepared = session().prepare(text, offset, length, mayBlock);
        } finally {
            if (prepared == null) {
                hub.releasePreparedStatements(1);
            }
        }
        if (prepared == null) {
            return false;
        }
        PreparedStatement statement = new PreparedStatement(++lastStatementId, prepared);
        statements.put(statement.id, statement);
        answerPrepare(statement);
        return true;
    }

    private void answerPrepare(PreparedStatement statement) {
        SqlSession.Prepared prepared = statement.prepared;
        ResultColumn[] columns = prepared.columns();
        ResultColumn[] parameters = prepared.parameters();
        boolean metadata = connection.sendsMetadata();
        out.beginPacket();
        out.writeByte(0);
        out.writeInt(statement.id);
        out.writeShort(columns.length);
        out.writeShort(prepared.parameterCount());
        out.writeByte(0);
        out.writeShort(Math.min(0xffff, prepared.warningCount()));
        if (client.metadataPrefix()) {
            out.writeByte(metadata ? 1 : 0);
        }
        out.endPacket();
        if (metadata) {
            definitions(parameters);
            definitions(columns);
        }
    }

    private void definitions(ResultColumn[] columns) {
        if (columns.length == 0) {
            return;
        }
        int collation = session().resultCollation();
        for (ResultColumn column : columns) {
            Answers.column(out, column, collation);
        }
        if (!client.deprecatesEof()) {
            Answers.plainEof(out, 0, session().statusFlags());
        }
    }

    /** The answer was written past the sink's methods for statements. */
    private Progress answered() {
        sink.markAnswered();
        return Progress.COMPLETE;
    }

    private PreparedStatement statement(PayloadReader in, String caller) {
        int id = in.readInt();
        PreparedStatement statement = statements.get(id);
        if (statement == null) {
            throw new SqlException(
                    MySqlError.ER_UNKNOWN_STMT_HANDLER, Integer.toUnsignedString(id), caller);
        }
        return statement;
    }

    private Progress execute(PayloadReader in) {
        hub.counters().executes.increment();
        PreparedStatement statement = statement(in, "mysqld_stmt_execute");
        int flags = in.readByte();
        in.skip(4);
        if (statement.isLongDataTooLong()) {
            statement.forgetLongData();
            throw new SqlException(
                    MySqlError.ER_UNKNOWN_ERROR,
                    "Parameter of prepared statement which is set through mysql_send_long_data()"
                            + " is longer than 'max_allowed_packet' bytes");
        }
        SqlSession.Parameter[] parameters = parameters(statement, flags, in);
        statement.forgetLongData();
        statement.closeCursor();
        SqlSession.Prepared prepared = statement.prepared;
        if ((flags & CURSOR_READ_ONLY) != 0 && prepared.columns().length > 0) {
            CursorRows rows = new CursorRows(hub.temporaryDirectory());
            return later(true, rows, () -> openCursor(statement, rows, parameters));
        }
        long mark = out.mark();
        sink.start(true, true, null);
        Progress progress = session().execute(prepared, parameters, sink, false);
        if (progress != Progress.WOULD_BLOCK) {
            hub.counters().ranInline.increment();
            return checked(progress);
        }
        out.rollBack(mark);
        return later(true, null, () -> session().execute(prepared, parameters, sink, true));
    }

    private Progress openCursor(
            PreparedStatement statement, CursorRows rows, SqlSession.Parameter[] parameters) {
        Progress progress = session().execute(statement.prepared, parameters, sink, true);
        if (rows.isComplete()) {
            statement.cursor = rows;
        } else {
            rows.close();
        }
        return progress;
    }

    private SqlSession.Parameter[] parameters(
            PreparedStatement statement, int flags, PayloadReader in) {
        int count = statement.prepared.parameterCount();
        boolean attributes =
                (client.capabilities() & Capability.QUERY_ATTRIBUTES) != 0
                        && (flags & PARAMETER_COUNT_AVAILABLE) != 0;
        if (count == 0 && !attributes) {
            return new SqlSession.Parameter[0];
        }
        int sent = count;
        boolean named = (client.capabilities() & Capability.QUERY_ATTRIBUTES) != 0;
        if (named && (attributes || count > 0)) {
            if (attributes) {
                long told = in.readLengthEncoded();
                if (told < count || told > 0xffff) {
                    throw new MalformedPacketException("wrong number of parameters");
                }
                sent = (int) told;
            } else {
                named = false;
            }
        }
        if (sent == 0) {
            return new SqlSession.Parameter[0];
        }
        return statement.decoder.decode(in, sent, named, statement.longData());
    }

    private Progress sendLongData(PayloadReader in) {
        // No answer, not even to a wrong id.
        if (in.remaining() >= 6) {
            PreparedStatement statement = statements.get(in.readInt());
            int parameter = in.readShort();
            if (statement != null) {
                statement.appendLongData(
                        parameter,
                        in.array(),
                        in.position(),
                        in.remaining(),
                        hub.maxAllowedPacket(),
                        LONG_DATA_PACKETS_MAX * hub.maxAllowedPacket());
            }
        }
        return Progress.COMPLETE;
    }

    private Progress closeStatement(PayloadReader in) {
        // No answer.
        if (in.remaining() >= 4) {
            PreparedStatement statement = statements.remove(in.readInt());
            if (statement != null) {
                statement.closeCursor();
                hub.releasePreparedStatements(1);
            }
        }
        return Progress.COMPLETE;
    }

    private Progress resetStatement(PayloadReader in) {
        PreparedStatement statement = statement(in, "mysqld_stmt_reset");
        statement.forgetLongData();
        statement.closeCursor();
        return ok();
    }

    private Progress fetch(PayloadReader in) {
        PreparedStatement statement = statement(in, "mysqld_stmt_fetch");
        long count = in.readInt() & 0xffffffffL;
        CursorRows rows = statement.cursor;
        if (rows == null) {
            throw new SqlException(MySqlError.ER_STMT_HAS_NO_OPEN_CURSOR, statement.id);
        }
        return later(() -> {
            boolean more = rows.fetch(count, out, flushIfFull);
            int status = session().statusFlags();
            if (more) {
                status |= StatusFlag.CURSOR_EXISTS;
            } else {
                status |= StatusFlag.LAST_ROW_SENT;
                statement.closeCursor();
            }
            Answers.eof(out, client.capabilities(), 0, status, List.of());
            return answered();
        });
    }

    private void flushIfFull() {
        if (out.size() >= CommandSink.FLUSH_BYTES) {
            try {
                sink.awaitWritable();
            } catch (InterruptedException _) {
                throw new SqlException(MySqlError.ER_QUERY_INTERRUPTED);
            }
        }
    }

    // ---- the rest

    private Progress initDb(PayloadReader in) {
        String schema = in.readRestText();
        return later(() -> {
            session().useSchema(schema);
            return ok();
        });
    }

    private Progress fieldList(PayloadReader in) {
        String table = in.readTerminatedText();
        String wildcard = in.readRestText();
        return later(() -> {
            int collation = session().resultCollation();
            for (ResultColumn column : session().fieldList(table, wildcard)) {
                Answers.columnWithDefault(out, column, collation);
            }
            Answers.eof(out, client.capabilities(), 0, session().statusFlags(), List.of());
            return answered();
        });
    }

    private Progress statistics() {
        String text = session().statistics();
        out.beginPacket();
        out.writeText(text);
        out.endPacket();
        return Progress.COMPLETE;
    }

    private Progress kill(PayloadReader in) {
        long id = in.readInt() & 0xffffffffL;
        byte[] statement = ("KILL CONNECTION " + id).getBytes(StandardCharsets.US_ASCII);
        return later(() -> session().query(statement, 0, statement.length, false, sink, true));
    }

    private Progress setOption(PayloadReader in) {
        int option = in.readShort();
        if (option > 1) {
            throw new SqlException(MySqlError.ER_UNKNOWN_COM_ERROR);
        }
        multiStatements = option == 0;
        multiStatementsSet = true;
        Answers.eof(out, client.capabilities(), 0, session().statusFlags(), List.of());
        return Progress.COMPLETE;
    }

    private Progress resetConnection() {
        return later(() -> {
            forgetStatements();
            session().reset();
            return ok();
        });
    }

    private Progress changeUser(PayloadReader in) {
        HandshakeResponse response = HandshakeResponse.readChangeUser(in, client.capabilities());
        connection.input().release();
        connection.changeUser(response);
        return Progress.WOULD_BLOCK;
    }

    /** The session drops its prepared statements itself. */
    void forgetStatements() {
        statements.values().forEach(PreparedStatement::closeCursor);
        hub.releasePreparedStatements(statements.size());
        statements.clear();
        multiStatementsSet = false;
    }

    /** The connection is gone; its session, if any, ends on a thread that may wait. */
    void end(@Nullable SqlSession session) {
        if (session == null) {
            return;
        }
        hub.startVirtual(
                connection.id(),
                () -> {
                    try {
                        forgetStatements();
                    } finally {
                        session.close();
                    }
                });
    }
}
