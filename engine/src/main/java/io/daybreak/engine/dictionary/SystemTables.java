package io.daybreak.engine.dictionary;

import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.PhysicalType;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.btree.BTree;
import io.daybreak.engine.collation.Collations;
import io.daybreak.engine.mtr.LatchLevel;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.space.Space;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.engine.table.TableState;
import io.daybreak.engine.table.TreeRef;
import io.daybreak.logstorage.api.RedoKind;
import java.util.List;

/**
 * The dictionary's own tables, and who owns which root of the volume header.
 *
 * <pre>
 * root  names
 *    1  limit of the transaction ids given out
 *    2  undo directory
 *    3  tree of schemas:  name -> definition
 *    4  tree of tables:   id -> {@link DefinitionCodec}
 *    5  tree of DDL log:  id -> root page or 0, definition of the table if the tree is clustered
 *    6  tree of counters: clustered index id (8) -> AUTO_INCREMENT counter (8); not transactional
 * </pre>
 */
public final class SystemTables {
    public static final int TRANSACTION_ID_ROOT = 1;
    public static final int UNDO_ROOT = 2;
    private static final int SCHEMAS = 3;
    private static final int TABLES = 4;
    private static final int DDL_LOG = 5;
    private static final int COUNTERS = 6;

    final EngineTable schemas;
    final EngineTable tables;
    final EngineTable ddlLog;
    final BTree counters;

    private SystemTables(
            EngineTable schemas, EngineTable tables, EngineTable ddlLog, BTree counters) {
        this.schemas = schemas;
        this.tables = tables;
        this.ddlLog = ddlLog;
        this.counters = counters;
    }

    /** Opens the trees; makes those that are not there yet. */
    public static SystemTables open(Space space) {
        PhysicalType bytes = new PhysicalType.Bytes(Collations.BINARY, Integer.MAX_VALUE);
        PhysicalType number = new PhysicalType.Int(8, true);
        ColumnSpec id = new ColumnSpec("id", number, false, null);
        ColumnSpec definition = new ColumnSpec("definition", bytes, true, null);
        return new SystemTables(
                table(
                        space,
                        SCHEMAS,
                        "schemas",
                        new ColumnSpec("name", bytes, false, null),
                        definition),
                table(space, TABLES, "tables", id, definition),
                table(
                        space,
                        DDL_LOG,
                        "ddl_log",
                        id,
                        new ColumnSpec("root", number, false, null),
                        definition),
                BTree.open(space, root(space, COUNTERS)));
    }

    private static EngineTable table(Space space, int slot, String name, ColumnSpec... columns) {
        IndexSpec primary =
                new IndexSpec(IndexSpec.PRIMARY, true, List.of(new KeyPart(0, 0, false)));
        TableSpec spec =
                new TableSpec("$", name, List.of(columns), primary, List.of(), new byte[0]);
        TreeRef tree = new TreeRef(slot, root(space, slot));
        return new EngineTable(slot, 1, spec, List.of(tree), new TableState(), space);
    }

    private static long root(Space space, int slot) {
        try (Mtr mtr = new Mtr(space.pool())) {
            mtr.startNested(true);
            long root = space.root(mtr, slot);
            mtr.commit();
            if (root != 0) {
                return root;
            }
            mtr.start(true);
            mtr.kind(RedoKind.DICTIONARY);
            mtr.exclusive(0, LatchLevel.VOLUME_HEADER);
            long page = BTree.create(mtr, space).rootPage();
            space.setRoot(mtr, slot, page);
            mtr.commit();
            return page;
        }
    }
}
