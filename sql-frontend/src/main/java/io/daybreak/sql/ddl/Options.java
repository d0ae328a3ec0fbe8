package io.daybreak.sql.ddl;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.TableElement.TableOption;
import io.daybreak.sql.types.SqlMode;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The options of a table: into the draft. */
final class Options {
    private static final int COMMENT_MAX = 2048;

    /** Engines whose tables are made here all the same. */
    private static final Set<String> REPLACED =
            Set.of(
                    "MYISAM",
                    "MEMORY",
                    "HEAP",
                    "CSV",
                    "ARCHIVE",
                    "BLACKHOLE",
                    "MERGE",
                    "MRG_MYISAM",
                    "ARIA",
                    "NDB",
                    "NDBCLUSTER",
                    "FEDERATED");

    /** Kept for SHOW CREATE TABLE. */
    private static final Set<String> KEPT =
            Set.of(
                    "ROW_FORMAT",
                    "MIN_ROWS",
                    "MAX_ROWS",
                    "AVG_ROW_LENGTH",
                    "PACK_KEYS",
                    "STATS_PERSISTENT",
                    "STATS_AUTO_RECALC",
                    "STATS_SAMPLE_PAGES",
                    "CHECKSUM",
                    "DELAY_KEY_WRITE",
                    "KEY_BLOCK_SIZE",
                    "COMPRESSION");

    private final DdlRun run;
    private final TableDraft draft;

    Options(DdlRun run, TableDraft draft) {
        this.run = run;
        this.draft = draft;
    }

    void apply(List<TableOption> options) {
        charset(options);
        for (TableOption option : options) {
            switch (option.name()) {
                case "ENGINE" -> engine(String.valueOf(option.value()));
                case "AUTO_INCREMENT" -> draft.autoIncrement = (Long) option.value();
                case "COMMENT" -> comment(String.valueOf(option.value()));
                case "UNION" -> {
                    // Of MERGE tables only; every table is one of InnoDB's here.
                }
                case "TABLESPACE", "DATA_DIRECTORY", "INDEX_DIRECTORY" ->
                        throw DdlRun.unsupported("table option " + option.name());
                default -> keep(option);
            }
        }
    }

    private void charset(List<TableOption> options) {
        String charset = null;
        String collation = null;
        boolean written = false;
        for (TableOption option : options) {
            if (option.name().equals("CHARSET")) {
                charset = (String) option.value();
                written |= charset != null;
            } else if (option.name().equals("COLLATE")) {
                collation = (String) option.value();
                written |= collation != null;
            }
        }
        if (written) {
            draft.collation = Charsets.resolve(charset, collation, false, draft.collation);
        }
    }

    private void engine(String engine) {
        String upper = engine.toUpperCase(Locale.ROOT);
        if (upper.equals("INNODB")) {
            return;
        }
        if (!REPLACED.contains(upper)) {
            if (SqlMode.NO_ENGINE_SUBSTITUTION.in(run.context().execution().sqlMode())) {
                throw new SqlException(MySqlError.ER_UNKNOWN_STORAGE_ENGINE, engine);
            }
            run.warn(MySqlError.ER_UNKNOWN_STORAGE_ENGINE, engine);
        }
        run.warn(MySqlError.ER_WARN_USING_OTHER_HANDLER, "InnoDB", draft.name);
    }

    private void comment(String comment) {
        if (comment.codePointCount(0, comment.length()) > COMMENT_MAX) {
            throw new SqlException(MySqlError.ER_TOO_LONG_TABLE_COMMENT, draft.name, COMMENT_MAX);
        }
        draft.comment = comment;
    }

    private void keep(TableOption option) {
        if (!KEPT.contains(option.name())) {
            return;
        }
        String name = option.name().toLowerCase(Locale.ROOT);
        if (option.value() == null || String.valueOf(option.value()).equalsIgnoreCase("DEFAULT")) {
            draft.options.remove(name);
        } else {
            draft.options.put(name, String.valueOf(option.value()).toUpperCase(Locale.ROOT));
        }
    }
}
