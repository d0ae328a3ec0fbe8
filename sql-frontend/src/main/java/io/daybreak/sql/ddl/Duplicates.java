package io.daybreak.sql.ddl;

import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.catalog.TableDefinition;
import io.daybreak.sql.types.SqlType;
import io.daybreak.sql.types.Values;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Error 1062 of an index that is built. */
final class Duplicates {
    private Duplicates() {}

    static SqlException error(TableDefinition table, DuplicateKeyException e) {
        IndexSpec index = e.index().spec();
        @Nullable Object[] key = e.key();
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < key.length && i < index.parts().size(); i++) {
            SqlType type = table.columns().get(index.parts().get(i).column()).type();
            Object value = key[i];
            parts.add(value == null ? "NULL" : Values.string(Values.toBytes(value, type)));
        }
        return new SqlException(
                MySqlError.ER_DUP_ENTRY,
                String.join("-", parts),
                table.name() + "." + index.name());
    }
}
