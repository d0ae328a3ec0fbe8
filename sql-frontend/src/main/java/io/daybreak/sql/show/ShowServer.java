package io.daybreak.sql.show;

import static io.daybreak.sql.show.ShowResult.counter;
import static io.daybreak.sql.show.ShowResult.longText;
import static io.daybreak.sql.show.ShowResult.name;
import static io.daybreak.sql.show.ShowResult.number;
import static io.daybreak.sql.show.ShowResult.text;

import io.daybreak.engine.api.EngineStatus;
import io.daybreak.quorum.api.VolumeStatus;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.ConnectionRegistry.ClientProcess;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Expression;
import io.daybreak.sql.ast.Limit;
import io.daybreak.sql.ast.Show;
import io.daybreak.sql.ast.VariableScope;
import io.daybreak.sql.session.StatementContext;
import io.daybreak.sql.types.CharacterSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** SHOW about the server. Stateless. */
final class ShowServer {
    private static final int INFO_CHARACTERS = 100;
    private static final int VALUE_CHARACTERS = 1024;

    private ShowServer() {}

    /** VARIABLES and STATUS. */
    static ShowResult variables(Show show, StatementContext context) {
        ShowResult result = new ShowResult(name("Variable_name"), text("Value", VALUE_CHARACTERS));
        if (show.kind() == Show.Kind.VARIABLES) {
            boolean global = show.scope() == VariableScope.GLOBAL;
            ServerRows.variables(context, global, result.rows());
        } else {
            ServerRows.status(context, result.rows());
        }
        return result;
    }

    static ShowResult processes(Show show, StatementContext context) {
        ShowResult result =
                new ShowResult(
                        counter("Id"),
                        text("User", 32),
                        text("Host", 261),
                        name("db"),
                        text("Command", 16),
                        number("Time"),
                        name("State"),
                        longText("Info"));
        for (ClientProcess process : ServerRows.visibleProcesses(context)) {
            String info = process.info();
            if (info != null && !show.full() && info.length() > INFO_CHARACTERS) {
                info = info.substring(0, INFO_CHARACTERS);
            }
            result.add(
                    process.id(),
                    process.user(),
                    process.host(),
                    process.schema(),
                    process.command(),
                    process.seconds(),
                    process.state(),
                    info);
        }
        return result;
    }

    /** WARNINGS and ERRORS, and how many there are. */
    static ShowResult diagnostics(Show show, StatementContext context) {
        boolean all = show.kind() == Show.Kind.WARNINGS;
        List<StatementContext.Warning> found =
                context.previousWarnings().stream()
                        .filter(w -> all || w.level().equals("Error"))
                        .toList();
        if (show.count()) {
            ShowResult result =
                    new ShowResult(
                            counter(all ? "@@session.warning_count" : "@@session.error_count"));
            result.add(found.size());
            return result;
        }
        ShowResult result = new ShowResult(text("Level", 7), number("Code"), text("Message", 512));
        Limit limit = show.limit();
        long skip = limit == null ? 0 : value(limit.offset(), 0);
        long count = limit == null ? Long.MAX_VALUE : value(limit.count(), Long.MAX_VALUE);
        found.stream()
                .skip(skip)
                .limit(count)
                .forEach(w -> result.add(w.level(), w.error().code(), w.message()));
        return result;
    }

    private static long value(@Nullable Expression expression, long otherwise) {
        return expression instanceof Expression.Literal literal
                        && literal.value() instanceof Long number
                ? number
                : otherwise;
    }

    static ShowResult engines() {
        ShowResult result =
                new ShowResult(
                        name("Engine"),
                        text("Support", 8),
                        text("Comment", 80),
                        text("Transactions", 3),
                        text("XA", 3),
                        text("Savepoints", 3));
        ServerRows.engines(result.rows());
        return result;
    }

    static ShowResult engine(Show show, String engine, StatementContext context) {
        boolean innodb = engine.equalsIgnoreCase("innodb") || engine.equalsIgnoreCase("all");
        if (!innodb) {
            throw new SqlException(MySqlError.ER_UNKNOWN_STORAGE_ENGINE, engine);
        }
        context.requireGlobal(Privilege.PROCESS);
        ShowResult result = new ShowResult(text("Type", 10), text("Name", 512), longText("Status"));
        if ("STATUS".equals(show.detail())) {
            result.add("InnoDB", "", status(context));
        }
        return result;
    }

    private static String status(StatementContext context) {
        EngineStatus engine = context.catalog().engine().status();
        VolumeStatus volume = context.catalog().engine().volume().status();
        return String.format(
                Locale.ROOT,
                """

                =====================================
                INNODB MONITOR OUTPUT
                =====================================
                ------------
                TRANSACTIONS
                ------------
                History list length %d
                Active transactions %d
                Row lock waits %d, deadlocks %d
                ---
                LOG
                ---
                Log sequence number          %d
                Log flushed up to            %d
                Volume complete up to        %d
                Volume epoch                 %d
                Redo bytes                   %d
                ----------------------
                BUFFER POOL AND MEMORY
                ----------------------
                Buffer pool size   %d
                Database pages     %d
                Pages read %d, page requests %d
                --------------
                ROW OPERATIONS
                --------------
                Number of rows inserted %d, updated %d, deleted %d, read %d
                ----------------------------
                END OF INNODB MONITOR OUTPUT
                ============================
                """,
                engine.historyLength(),
                engine.activeTransactions(),
                engine.rowLockWaits(),
                engine.deadlocks(),
                volume.lastLsn(),
                volume.vdl(),
                volume.vcl(),
                volume.epoch(),
                volume.redoBytes(),
                engine.bufferPoolPages(),
                engine.bufferPoolPagesUsed(),
                engine.pageReads(),
                engine.pageRequests(),
                engine.rowsInserted(),
                engine.rowsUpdated(),
                engine.rowsDeleted(),
                engine.rowsRead());
    }

    static ShowResult characterSets() {
        ShowResult result =
                new ShowResult(
                        name("Charset"),
                        text("Description", 2048),
                        name("Default collation"),
                        number("Maxlen"));
        for (CharacterSet set : ServerRows.characterSets()) {
            result.add(
                    set.sqlName(),
                    ServerRows.description(set),
                    set.defaultCollation().name(),
                    set.maxBytes());
        }
        return result;
    }

    static ShowResult collations() {
        ShowResult result =
                new ShowResult(
                        name("Collation"),
                        name("Charset"),
                        counter("Id"),
                        text("Default", 3),
                        text("Compiled", 3),
                        number("Sortlen"),
                        text("Pad_attribute", 9));
        ServerRows.collations(result.rows());
        return result;
    }

    static ShowResult plugins() {
        ShowResult result =
                new ShowResult(
                        name("Name"),
                        text("Status", 10),
                        text("Type", 80),
                        name("Library"),
                        text("License", 80));
        result.add("mysql_native_password", "ACTIVE", "AUTHENTICATION", null, "Apache-2.0");
        result.add("caching_sha2_password", "ACTIVE", "AUTHENTICATION", null, "Apache-2.0");
        result.add("InnoDB", "ACTIVE", "STORAGE ENGINE", null, "Apache-2.0");
        return result;
    }

    static ShowResult privileges() {
        ShowResult result =
                new ShowResult(name("Privilege"), name("Context"), text("Comment", 256));
        for (String line : DeclaredColumns.lines("privileges.tsv")) {
            String[] part = line.split("\t", -1);
            result.add(part[0], part[1], part[2]);
        }
        return result;
    }

    /** Disks and nodes as Aurora counts them, then what the volume knows of its segments. */
    static ShowResult volume(StatementContext context) {
        ShowResult result = new ShowResult(name("Variable_name"), text("Value", VALUE_CHARACTERS));
        VolumeRows.status(context, result.rows());
        return result;
    }
}
