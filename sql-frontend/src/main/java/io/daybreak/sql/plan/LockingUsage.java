package io.daybreak.sql.plan;

import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.sql.ast.Query;
import io.daybreak.sql.ast.Query.Locking;
import io.daybreak.sql.ast.TableName;
import io.daybreak.sql.catalog.CatalogTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** FOR UPDATE and FOR SHARE of a SELECT. */
record LockingUsage(List<Locking> clauses) implements FromBinder.Usage {
    @Override
    public LockMode lock(String alias) {
        Locking clause = of(alias);
        if (clause == null) {
            return LockMode.NONE;
        }
        return clause.strength() == Query.LockStrength.UPDATE ? LockMode.EXCLUSIVE : LockMode.SHARE;
    }

    @Override
    public WaitPolicy onLocked(String alias) {
        Locking clause = of(alias);
        if (clause == null) {
            return WaitPolicy.WAIT;
        }
        return switch (clause.waiting()) {
            case WAIT -> WaitPolicy.WAIT;
            case NOWAIT -> WaitPolicy.NOWAIT;
            case SKIP_LOCKED -> WaitPolicy.SKIP_LOCKED;
        };
    }

    @Override
    public int rowIdSlot(String alias, CatalogTable table, ScopeTable scopeTable) {
        return -1;
    }

    private @Nullable Locking of(String alias) {
        for (Locking clause : clauses) {
            if (clause.tables().isEmpty()) {
                return clause;
            }
            for (TableName name : clause.tables()) {
                if (name.name().equals(alias)) {
                    return clause;
                }
            }
        }
        return null;
    }
}
