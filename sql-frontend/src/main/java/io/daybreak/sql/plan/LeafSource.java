package io.daybreak.sql.plan;

import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.sql.ast.TableReference.IndexHint;
import io.daybreak.sql.catalog.CatalogTable;
import io.daybreak.sql.exec.CteSource;
import io.daybreak.sql.exec.PlanNode;
import java.util.BitSet;
import java.util.List;

/** Where the rows of a table in FROM come from. */
sealed interface LeafSource {
    /**
     * A stored table.
     *
     * @param rowIdSlot where DML wants the row's id; -1 otherwise
     */
    record Base(
            CatalogTable table,
            List<IndexHint> hints,
            LockMode lock,
            WaitPolicy onLocked,
            int rowIdSlot)
            implements LeafSource {}

    record Virtual(VirtualTable table) implements LeafSource {}

    /**
     * A derived table: a plan that fills the columns' slots itself.
     *
     * @param outer slots of the query around it (or of tables before it, for LATERAL) that it reads
     */
    record Derived(PlanNode plan, BitSet outer) implements LeafSource {}

    /**
     * @param recursion the reference inside the definition of a recursive table
     */
    record Cte(CteSource source, boolean recursion, double rows) implements LeafSource {}
}
