package io.daybreak.sql.ddl;

import io.daybreak.sql.ast.DdlStatement;

/** RENAME TABLE. */
final class Renames {
    Renames(DdlRun run) {}

    DdlResult rename(DdlStatement.RenameTable statement) {
        throw DdlRun.unsupported("RENAME TABLE");
    }
}
