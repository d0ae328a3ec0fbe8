package io.daybreak.sql.catalog;

import io.daybreak.engine.api.KeyPart;
import java.util.List;

/**
 * An index as declared; the engine's index of the same name is its tree.
 *
 * @param parts with column positions of the table
 * @param visible false: the planner does not use it
 */
public record IndexDefinition(
        String name, Kind kind, List<KeyPart> parts, boolean visible, String comment) {
    /** FULLTEXT and SPATIAL have no tree. */
    public enum Kind {
        PRIMARY,
        UNIQUE,
        KEY,
        FULLTEXT,
        SPATIAL
    }

    public IndexDefinition {
        parts = List.copyOf(parts);
    }

    public boolean isUnique() {
        return kind == Kind.PRIMARY || kind == Kind.UNIQUE;
    }

    /** Whether the engine keeps a tree for it. */
    public boolean hasTree() {
        return kind != Kind.FULLTEXT && kind != Kind.SPATIAL;
    }
}
