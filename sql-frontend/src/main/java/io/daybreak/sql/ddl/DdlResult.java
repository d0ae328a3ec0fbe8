package io.daybreak.sql.ddl;

/**
 * What a DDL statement answers.
 *
 * @param info such as {@code Records: 2 Duplicates: 0 Warnings: 0}; empty for none
 */
public record DdlResult(long affectedRows, String info) {
    static final DdlResult NONE = new DdlResult(0, "");
}
