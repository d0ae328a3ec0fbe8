package io.daybreak.sql.ddl;

import io.daybreak.sql.ast.DdlStatement;
import io.daybreak.sql.parse.Parsed;
import io.daybreak.sql.session.StatementContext;
import java.util.Locale;

/**
 * Runs DDL statements. The session has committed the open transaction and begun one for the
 * statement; it commits that after {@link #execute} or rolls it back after an exception. No state;
 * thread-safe.
 */
public final class DdlStatements {
    private DdlStatements() {}

    public static DdlResult execute(
            DdlStatement statement, Parsed parsed, StatementContext context) {
        DdlRun run = new DdlRun(parsed, context);
        return switch (statement) {
            case DdlStatement.CreateDatabase s -> new Databases(run).create(s);
            case DdlStatement.AlterDatabase s -> new Databases(run).alter(s);
            case DdlStatement.DropDatabase s -> new Databases(run).drop(s);
            case DdlStatement.CreateTable s -> new CreateTables(run).create(s);
            case DdlStatement.CreateTableLike s -> new CreateTables(run).like(s);
            case DdlStatement.AlterTable s -> new AlterTables(run).alter(s);
            case DdlStatement.DropTable s -> new DropTables(run).drop(s);
            case DdlStatement.TruncateTable s -> new DropTables(run).truncate(s);
            case DdlStatement.RenameTable s -> new Renames(run).rename(s);
            case DdlStatement.CreateIndex s -> new AlterTables(run).createIndex(s);
            case DdlStatement.DropIndex s -> new AlterTables(run).dropIndex(s);
            case DdlStatement.CreateView s -> new Views(run).create(s);
            case DdlStatement.DropView s -> new DropTables(run).dropViews(s);
            case DdlStatement.CreateRoutine s ->
                    throw DdlRun.unsupported((s.alter() ? "ALTER " : "CREATE ") + s.kind().name());
            case DdlStatement.DropRoutine s ->
                    throw DdlRun.unsupported("DROP " + s.kind().name().toUpperCase(Locale.ROOT));
        };
    }
}
