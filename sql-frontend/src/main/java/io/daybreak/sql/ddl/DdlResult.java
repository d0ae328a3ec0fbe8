package io.daybreak.sql.ddl;

/** What a DDL statement did, for the OK packet. */
public record DdlResult(long affectedRows, String info) {}
