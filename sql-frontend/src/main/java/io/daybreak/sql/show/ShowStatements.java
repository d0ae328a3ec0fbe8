package io.daybreak.sql.show;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.ResultSink;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Show;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.session.StatementContext;
import org.jspecify.annotations.Nullable;

/** SHOW. Stateless; runs on the statement's thread, inside of its transaction. */
public final class ShowStatements {
    private ShowStatements() {}

    /**
     * Sends columns and rows; the caller ends the result.
     *
     * @return how many rows were sent
     */
    public static long run(Show show, Parsed parsed, StatementContext context, ResultSink sink) {
        ShowResult result = result(show, context);
        return FilteredResult.send(show, parsed, result, context, sink);
    }

    private static ShowResult result(Show show, StatementContext context) {
        return switch (show.kind()) {
            case DATABASES -> ShowTables.databases(show, context);
            case TABLES -> ShowTables.tables(show, context);
            case TABLE_STATUS -> ShowTables.status(show, context);
            case OPEN_TABLES -> ShowTables.open(show, context);
            case COLUMNS -> ShowColumns.columns(named(show), show.schema(), show.full(), context);
            case INDEX -> ShowColumns.index(named(show), show.schema(), context);
            case CREATE_TABLE -> ShowCreate.table(named(show), context);
            case CREATE_VIEW -> ShowCreate.view(named(show), context);
            case CREATE_DATABASE -> ShowCreate.database(named(show).name(), show, context);
            case CREATE_USER -> ShowCreate.user(show, context);
            case GRANTS -> ShowCreate.grants(show, context);
            case VARIABLES, STATUS -> ShowServer.variables(show, context);
            case PROCESSLIST -> ShowServer.processes(show, context);
            case WARNINGS, ERRORS -> ShowServer.diagnostics(show, context);
            case ENGINES -> ShowServer.engines();
            case ENGINE -> ShowServer.engine(show, named(show).name(), context);
            case CHARACTER_SET -> ShowServer.characterSets();
            case COLLATION -> ShowServer.collations();
            case PLUGINS -> ShowServer.plugins();
            case PRIVILEGES -> ShowServer.privileges();
            case VOLUME_STATUS -> ShowServer.volume(context);
            default -> nothing(show, context);
        };
    }

    private static TableName named(Show show) {
        TableName name = show.name();
        if (name == null) {
            throw new IllegalArgumentException("SHOW " + show.kind() + " without a name");
        }
        return name;
    }

    /** What a server without routines, triggers, events and a binary log answers. */
    private static ShowResult nothing(Show show, StatementContext context) {
        return switch (show.kind()) {
            case TRIGGERS -> {
                requireSchema(show.schema(), context);
                yield ShowResult.ofTexts(
                        "Trigger",
                        "Event",
                        "Table",
                        "Statement",
                        "Timing",
                        "Created",
                        "sql_mode",
                        "Definer",
                        "character_set_client",
                        "collation_connection",
                        "Database Collation");
            }
            case EVENTS -> {
                requireSchema(show.schema(), context);
                yield ShowResult.ofTexts(
                        "Db",
                        "Name",
                        "Definer",
                        "Time zone",
                        "Type",
                        "Execute at",
                        "Interval value",
                        "Interval field",
                        "Starts",
                        "Ends",
                        "Status",
                        "Originator",
                        "character_set_client",
                        "collation_connection",
                        "Database Collation");
            }
            case PROCEDURE_STATUS, FUNCTION_STATUS ->
                    ShowResult.ofTexts(
                            "Db",
                            "Name",
                            "Type",
                            "Definer",
                            "Modified",
                            "Created",
                            "Security_type",
                            "Comment",
                            "character_set_client",
                            "collation_connection",
                            "Database Collation");
            case PROFILES -> ShowResult.ofTexts("Query_ID", "Duration", "Query");
            case PROFILE -> ShowResult.ofTexts("Status", "Duration");
            case CREATE_PROCEDURE ->
                    throw missing(MySqlError.ER_SP_DOES_NOT_EXIST, "PROCEDURE", named(show).name());
            case CREATE_FUNCTION ->
                    throw missing(MySqlError.ER_SP_DOES_NOT_EXIST, "FUNCTION", named(show).name());
            case CREATE_TRIGGER -> throw missing(MySqlError.ER_TRG_DOES_NOT_EXIST);
            case CREATE_EVENT ->
                    throw missing(MySqlError.ER_NOT_SUPPORTED_YET, "SHOW CREATE EVENT");
            case PROCEDURE_CODE, FUNCTION_CODE ->
                    throw missing(
                            MySqlError.ER_FEATURE_DISABLED,
                            "SHOW PROCEDURE|FUNCTION CODE",
                            "--with-debug");
            default -> ShowReplication.of(show.kind());
        };
    }

    private static SqlException missing(MySqlError error, Object... arguments) {
        return new SqlException(error, arguments);
    }

    /** The schema that a statement is about. */
    static String requireSchema(@Nullable String written, StatementContext context) {
        String schema = written == null ? context.schema() : written;
        if (schema == null) {
            throw new SqlException(MySqlError.ER_NO_DB_ERROR);
        }
        if (InformationSchema.isVirtual(schema)) {
            return schema.toLowerCase(java.util.Locale.ROOT);
        }
        if (!context.grants().seesSchema(schema)) {
            throw new SqlException(
                    MySqlError.ER_DBACCESS_DENIED_ERROR,
                    context.account().user(),
                    context.account().host(),
                    schema);
        }
        if (!context.catalog().hasSchema(schema)) {
            throw new SqlException(MySqlError.ER_BAD_DB_ERROR, schema);
        }
        return schema;
    }
}
