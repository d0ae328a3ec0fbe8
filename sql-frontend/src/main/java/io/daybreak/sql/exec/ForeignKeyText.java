package io.daybreak.sql.exec;

import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.catalog.ForeignKey;
import io.daybreak.sql.catalog.TableDefinition;
import java.util.ArrayList;
import java.util.List;

/** A foreign key as errors 1451 and 1452 show it. */
final class ForeignKeyText {
    private ForeignKeyText() {}

    static String of(CatalogTable child, ForeignKey key) {
        TableDefinition table = child.definition();
        List<String> columns = new ArrayList<>();
        for (int column : key.columns()) {
            columns.add(quoted(table.columns().get(column).name()));
        }
        List<String> referenced = key.parentColumns().stream().map(ForeignKeyText::quoted).toList();
        String parent =
                key.parentSchema().equals(table.schema())
                        ? quoted(key.parentTable())
                        : quoted(key.parentSchema()) + "." + quoted(key.parentTable());
        StringBuilder text = new StringBuilder();
        text.append(" (").append(quoted(table.schema())).append('.').append(quoted(table.name()));
        text.append(", CONSTRAINT ").append(quoted(key.name()));
        text.append(" FOREIGN KEY (").append(String.join(", ", columns)).append(')');
        text.append(" REFERENCES ").append(parent);
        text.append(" (").append(String.join(", ", referenced)).append(')');
        if (key.onDelete() != ForeignKey.Action.NO_ACTION) {
            text.append(" ON DELETE ").append(key.onDelete().sql());
        }
        if (key.onUpdate() != ForeignKey.Action.NO_ACTION) {
            text.append(" ON UPDATE ").append(key.onUpdate().sql());
        }
        return text.append(')').toString();
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
