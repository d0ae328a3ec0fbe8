package io.daybreak.sql.ast;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements that define schemas, tables, indexes and views. */
public sealed interface DdlStatement extends Statement {

    /** CREATE DATABASE. */
    record CreateDatabase(
            String name, boolean ifNotExists, DatabaseOptions options, int start, int end)
            implements DdlStatement {}

    /**
     * @param name null: the session's schema
     */
    record AlterDatabase(@Nullable String name, DatabaseOptions options, int start, int end)
            implements DdlStatement {}

    record DropDatabase(String name, boolean ifExists, int start, int end)
            implements DdlStatement {}

    /** Null where not written; DEFAULT is the text "default". */
    record DatabaseOptions(
            @Nullable String charset,
            @Nullable String collation,
            @Nullable String encryption,
            @Nullable String readOnly) {}

    enum OnDuplicateRow {
        ERROR,
        IGNORE,
        REPLACE
    }

    /**
     * CREATE TABLE.
     *
     * @param partitioning the text of PARTITION BY …; null when there is none
     * @param query of CREATE TABLE … AS SELECT
     * @param onDuplicate IGNORE or REPLACE before the query
     */
    record CreateTable(
            TableName name,
            boolean temporary,
            boolean ifNotExists,
            List<TableElement> elements,
            List<TableElement.TableOption> options,
            @Nullable String partitioning,
            OnDuplicateRow onDuplicate,
            @Nullable Query query,
            int start,
            int end)
            implements DdlStatement {}

    record CreateTableLike(
            TableName name,
            boolean temporary,
            boolean ifNotExists,
            TableName like,
            int start,
            int end)
            implements DdlStatement {}

    record AlterTable(TableName name, List<AlterAction> actions, int start, int end)
            implements DdlStatement {}

    record DropTable(List<TableName> names, boolean temporary, boolean ifExists, int start, int end)
            implements DdlStatement {}

    record TruncateTable(TableName name, int start, int end) implements DdlStatement {}

    record Renaming(TableName from, TableName to) {}

    record RenameTable(List<Renaming> renamings, int start, int end) implements DdlStatement {}

    /**
     * CREATE INDEX.
     *
     * @param modifiers ALGORITHM and LOCK
     */
    record CreateIndex(
            TableName table,
            TableElement.Key key,
            List<AlterAction.Modifier> modifiers,
            int start,
            int end)
            implements DdlStatement {}

    record DropIndex(
            TableName table, String name, List<AlterAction.Modifier> modifiers, int start, int end)
            implements DdlStatement {}

    enum ViewAlgorithm {
        UNDEFINED,
        MERGE,
        TEMPTABLE
    }

    enum CheckOption {
        NONE,
        LOCAL,
        CASCADED
    }

    /**
     * CREATE [OR REPLACE] VIEW and ALTER VIEW.
     *
     * @param definer null: the current user
     * @param columns empty when not written
     */
    record CreateView(
            boolean alter,
            boolean orReplace,
            boolean ifNotExists,
            ViewAlgorithm algorithm,
            AccountStatement.@Nullable AccountName definer,
            boolean invokerSecurity,
            TableName name,
            List<String> columns,
            Query query,
            CheckOption check,
            int start,
            int end)
            implements DdlStatement {}

    record DropView(List<TableName> names, boolean ifExists, int start, int end)
            implements DdlStatement {}

    enum RoutineKind {
        TRIGGER,
        PROCEDURE,
        FUNCTION,
        EVENT
    }

    /** CREATE or ALTER of a stored program: recognised, not parsed further. */
    record CreateRoutine(RoutineKind kind, boolean alter, int start, int end)
            implements DdlStatement {}

    record DropRoutine(RoutineKind kind, TableName name, boolean ifExists, int start, int end)
            implements DdlStatement {}
}
