package io.daybreak.sql.show;

import io.daybreak.sql.plan.VirtualTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The schemas without storage. */
public final class InformationSchema {
    private InformationSchema() {}

    public static @Nullable VirtualTable table(String schema, String name) {
        return null;
    }

    public static List<String> schemas() {
        return List.of("information_schema", "performance_schema");
    }
}
