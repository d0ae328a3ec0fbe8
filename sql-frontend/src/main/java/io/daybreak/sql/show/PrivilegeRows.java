package io.daybreak.sql.show;

import io.daybreak.sql.account.AccountEntry;
import io.daybreak.sql.account.Grants;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.session.StatementContext;
import java.util.List;
import java.util.Set;

/** Rows of information_schema's *_PRIVILEGES. An account without rights on mysql sees its own. */
final class PrivilegeRows {
    private PrivilegeRows() {}

    private static List<AccountEntry> accounts(StatementContext context) {
        if (context.grants().schema("mysql", Privilege.SELECT)) {
            return context.accounts().all();
        }
        return context.accounts().all().stream()
                .filter(entry ->
                        entry.user().equals(context.account().user())
                                && entry.host().equals(context.account().host()))
                .toList();
    }

    private static String grantable(Set<Privilege> granted) {
        return granted.contains(Privilege.GRANT_OPTION) ? "YES" : "NO";
    }

    static void user(StatementContext context, RowsTable.Rows rows) {
        for (AccountEntry entry : accounts(context)) {
            Grants grants = entry.grants();
            boolean any = false;
            for (Privilege privilege : grants.global()) {
                if (privilege != Privilege.GRANT_OPTION) {
                    rows.add(entry.quoted(), "def", privilege.sql(), grantable(grants.global()));
                    any = true;
                }
            }
            for (String dynamic : grants.dynamic()) {
                rows.add(entry.quoted(), "def", dynamic, grantable(grants.global()));
                any = true;
            }
            if (!any) {
                rows.add(entry.quoted(), "def", "USAGE", "NO");
            }
        }
    }

    static void schema(StatementContext context, RowsTable.Rows rows) {
        for (AccountEntry entry : accounts(context)) {
            entry.grants()
                    .schemas()
                    .forEach((schema, granted) -> {
                        for (Privilege privilege : granted) {
                            if (privilege != Privilege.GRANT_OPTION) {
                                rows.add(
                                        entry.quoted(),
                                        "def",
                                        schema,
                                        privilege.sql(),
                                        grantable(granted));
                            }
                        }
                    });
        }
    }

    static void table(StatementContext context, RowsTable.Rows rows) {
        for (AccountEntry entry : accounts(context)) {
            entry.grants()
                    .tables()
                    .forEach((table, granted) -> {
                        for (Privilege privilege : granted) {
                            if (privilege != Privilege.GRANT_OPTION) {
                                rows.add(
                                        entry.quoted(),
                                        "def",
                                        table.schema(),
                                        table.table(),
                                        privilege.sql(),
                                        grantable(granted));
                            }
                        }
                    });
        }
    }
}
