package io.daybreak.sql.ddl;

import io.daybreak.sql.ast.DdlStatement;

/** CREATE TABLE … AS SELECT. */
final class CreateSelect {
    CreateSelect(DdlRun run) {}

    DdlResult create(DdlStatement.CreateTable statement, TableDraft draft) {
        throw DdlRun.unsupported("CREATE TABLE ... SELECT");
    }
}
