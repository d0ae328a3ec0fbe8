package io.daybreak.sql.plan;

/** Where an expression stands; the texts are those of errors 1052 and 1054. */
enum Clause {
    FIELD_LIST("field list"),
    ON("on clause"),
    WHERE("where clause"),
    GROUP("group statement"),
    HAVING("having clause"),
    ORDER("order clause"),
    WINDOW("window partition by"),
    VALUES("field list"),
    FROM("from clause");

    private final String text;

    Clause(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
