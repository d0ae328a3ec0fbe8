package io.daybreak.it.differential;

/**
 * A column of a random table.
 *
 * @param type with everything that belongs to its definition
 */
record Column(String table, String name, Kind kind, String type, boolean nullable) {
    /** What sort of values and operators fit. */
    enum Kind {
        INTEGER,
        UNSIGNED,
        DECIMAL,
        DOUBLE,
        TEXT,
        BINARY,
        DATE,
        DATETIME,
        TIME,
        YEAR,
        CHOICE
    }

    String qualified() {
        return table + "." + name;
    }

    Column in(String alias) {
        return new Column(alias, name, kind, type, nullable);
    }
}
