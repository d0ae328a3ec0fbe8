package io.daybreak.sql.ast;

/** Where a system variable is read or set. */
public enum VariableScope {
    /** Not said: the session's value if it has one, else the global one. */
    DEFAULT,
    /** SESSION or LOCAL. */
    SESSION,
    GLOBAL,
    PERSIST,
    PERSIST_ONLY
}
