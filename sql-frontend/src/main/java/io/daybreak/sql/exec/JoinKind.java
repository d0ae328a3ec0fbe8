package io.daybreak.sql.exec;

/** How the sides of a join combine; RIGHT is a LEFT join with its sides exchanged. */
public enum JoinKind {
    INNER("inner join"),
    LEFT("left join"),
    SEMI("semijoin"),
    ANTI("antijoin");

    private final String text;

    JoinKind(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** Whether the inner side's columns are in the result. */
    public boolean keepsInner() {
        return this == INNER || this == LEFT;
    }
}
