package io.daybreak.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.engine.api.WaitPolicy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Rows that everybody changes: money moves between accounts, accounts change their primary key
 * between two places, are deleted and inserted again, and their names grow out of the page and
 * back. However it is read, each view has every account once and all the money.
 *
 * <p>A row: (id: the account or the account + {@link #OTHER_PLACE}; money; name; account).
 */
final class StormAccounts {
    static final int ACCOUNTS = 40;
    static final int OTHER_PLACE = 1000;
    private static final long MONEY = 10;

    private final Storm storm;
    private final Random random;

    StormAccounts(Storm storm, Random random) {
        this.storm = storm;
        this.random = random;
    }

    static TableSpec spec() {
        TableSpec usual = EngineFixture.usual("accounts");
        var columns = new ArrayList<>(usual.columns());
        columns.add(
                new io.daybreak.engine.api.ColumnSpec("account", EngineFixture.INT, false, null));
        return new TableSpec(
                "test",
                "accounts",
                columns,
                usual.primaryKey(),
                List.of(
                        EngineFixture.index("k", false, 1),
                        EngineFixture.index("account", true, 3)),
                new byte[0]);
    }

    static void fill(Transaction txn, Table table) {
        for (int i = 0; i < ACCOUNTS; i++) {
            txn.insert(table, EngineFixture.row(i, MONEY, "a" + i, i), OnDuplicate.FAIL);
        }
    }

    // ---- changes ----

    void change(Transaction txn) {
        Table table = storm.table("accounts");
        switch (random.nextInt(4)) {
            case 0 -> move(txn, table);
            case 1 -> replace(txn, table);
            default -> transfer(txn, table);
        }
    }

    private @Nullable Cursor find(Transaction txn, Table table, int account) {
        boolean byAccount = random.nextBoolean();
        if (byAccount) {
            Index index = EngineFixture.index(table, "account");
            Cursor cursor = txn.open(index, LockMode.EXCLUSIVE, WaitPolicy.WAIT);
            cursor.seek(KeyRange.prefix(index.encodeKey((long) account)), false);
            if (cursor.next()) {
                return cursor;
            }
            cursor.close();
            return null;
        }
        for (int id : new int[] {account, account + OTHER_PLACE}) {
            Cursor cursor = EngineFixture.point(txn, table, LockMode.EXCLUSIVE, id);
            if (cursor.next()) {
                return cursor;
            }
            cursor.close();
        }
        return null;
    }

    private void transfer(Transaction txn, Table table) {
        long amount = random.nextLong(3) - 1;
        int from = random.nextInt(ACCOUNTS);
        int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        if (add(txn, table, from, -amount)) {
            if (!add(txn, table, to, amount)) {
                throw new Storm.GaveUp();
            }
        }
    }

    private boolean add(Transaction txn, Table table, int account, long amount) {
        try (Cursor cursor = find(txn, table, account)) {
            if (cursor == null) {
                return false;
            }
            long money = cursor.getLong(1) + amount;
            txn.update(
                    table, cursor.rowId(), row(cursor, cursor.getLong(0), money), OnDuplicate.FAIL);
            return true;
        }
    }

    private @Nullable Object[] row(Cursor cursor, long id, long money) {
        long account = cursor.getLong(3);
        byte[] name = cursor.getBytes(2);
        if (random.nextInt(8) == 0) {
            int length = random.nextInt(3) == 0 ? 20_000 : random.nextInt(40);
            name = EngineFixture.text("a" + account + "x".repeat(length));
        }
        return EngineFixture.row(id, money, name, account);
    }

    private void move(Transaction txn, Table table) {
        try (Cursor cursor = find(txn, table, random.nextInt(ACCOUNTS))) {
            if (cursor != null) {
                long id = cursor.getLong(0);
                long other = id < OTHER_PLACE ? id + OTHER_PLACE : id - OTHER_PLACE;
                @Nullable Object[] row = row(cursor, other, cursor.getLong(1));
                txn.update(table, cursor.rowId(), row, OnDuplicate.FAIL);
            }
        }
    }

    private void replace(Transaction txn, Table table) {
        try (Cursor cursor = find(txn, table, random.nextInt(ACCOUNTS))) {
            if (cursor != null) {
                @Nullable Object[] row = row(cursor, cursor.getLong(0), cursor.getLong(1));
                assertThat(txn.delete(table, cursor.rowId())).isTrue();
                txn.insert(table, row, OnDuplicate.FAIL);
            }
        }
    }

    // ---- reads ----

    /** Reads twice in one view, each time another way. */
    void read(Transaction txn, Isolation isolation) {
        Table table = storm.table("accounts");
        boolean locking = isolation == Isolation.SERIALIZABLE;
        LockMode mode = locking ? LockMode.SHARE : LockMode.NONE;
        boolean stays = isolation == Isolation.REPEATABLE_READ || locking;
        List<String> first = null;
        for (int round = 1 + random.nextInt(3); round >= 0; round--) {
            txn.beginStatement();
            List<String> rows = rows(txn, table, mode);
            check(rows);
            if (!locking) {
                // The same view until the statement ends.
                assertThat(rows(txn, table, mode)).isEqualTo(rows);
            }
            txn.endStatement();
            if (stays && first != null) {
                assertThat(rows).isEqualTo(first);
            }
            first = rows;
            storm.pause(random);
        }
    }

    private List<String> rows(Transaction txn, Table table, LockMode mode) {
        String name = List.of("PRIMARY", "k", "account").get(random.nextInt(3));
        List<String> rows =
                EngineFixture.scan(
                        txn,
                        EngineFixture.index(table, name),
                        KeyRange.ALL,
                        random.nextBoolean(),
                        mode);
        Collections.sort(rows);
        return rows;
    }

    private static void check(List<String> rows) {
        boolean[] seen = new boolean[ACCOUNTS];
        long sum = 0;
        for (String row : rows) {
            String[] parts = row.split(",", -1);
            int account = Integer.parseInt(parts[3]);
            assertThat(seen[account]).as("account %d twice in %s", account, rows).isFalse();
            seen[account] = true;
            assertThat(Integer.parseInt(parts[0]) % OTHER_PLACE).isEqualTo(account);
            assertThat(Objects.requireNonNull(parts[2])).startsWith("a" + account);
            sum += Long.parseLong(parts[1]);
        }
        assertThat(rows).hasSize(ACCOUNTS);
        assertThat(sum).isEqualTo(ACCOUNTS * MONEY);
    }
}
