package io.daybreak.engine.api;

import java.util.List;

/**
 * @param unique whether two rows may not agree in all parts; rows with a null part never agree
 */
public record IndexSpec(String name, boolean unique, List<KeyPart> parts) {
    public static final String PRIMARY = "PRIMARY";

    public IndexSpec {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("index " + name + " has no parts");
        }
    }
}
