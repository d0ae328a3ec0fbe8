package io.daybreak.sql.ddl;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a DDL statement answers.
 *
 * @param info such as {@code Records: 2 Duplicates: 0 Warnings: 0}; empty for none
 * @param rest of the statement, to be run in the session's transaction after this one's commit
 * @param unnamed the temporary table that has no name until the rest was run
 */
public record DdlResult(
        long affectedRows,
        String info,
        @Nullable Supplier<DdlResult> rest,
        @Nullable String unnamed) {
    static final DdlResult NONE = new DdlResult(0, "");

    DdlResult(long affectedRows, String info) {
        this(affectedRows, info, null, null);
    }
}
