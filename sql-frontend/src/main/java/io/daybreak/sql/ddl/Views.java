package io.daybreak.sql.ddl;

import io.daybreak.sql.ast.DdlStatement;

/** CREATE VIEW and ALTER VIEW. */
final class Views {
    Views(DdlRun run) {}

    DdlResult create(DdlStatement.CreateView statement) {
        throw DdlRun.unsupported("CREATE VIEW");
    }
}
