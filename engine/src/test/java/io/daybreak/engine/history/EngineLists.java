package io.daybreak.engine.history;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.Cursor;
import io.daybreak.engine.api.DeadlockException;
import io.daybreak.engine.api.DuplicateKeyException;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.LockMode;
import io.daybreak.engine.api.LockWaitTimeoutException;
import io.daybreak.engine.api.PhysicalType;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.api.Transaction.OnDuplicate;
import io.daybreak.engine.api.WaitPolicy;
import io.daybreak.engine.collation.Collations;
import io.daybreak.quorum.memory.InMemoryVolume;
import io.daybreak.testsupport.history.ListClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Lists as rows of a table, an empty one as no row; with a secondary index that changes always. */
final class EngineLists implements AutoCloseable {
    private static final PhysicalType NUMBER = new PhysicalType.Int(8, false);
    private static final PhysicalType TEXT = new PhysicalType.Bytes(Collations.BINARY, 1L << 20);

    final StorageEngine engine;
    final Table table;

    /**
     * @param poolPages pages of the buffer pool
     */
    EngineLists(int poolPages) {
        engine =
                Engines.open(
                        InMemoryVolume.durableAfter(Duration.ofMillis(1), 40),
                        new EngineConfig(poolPages * 16384L, 2));
        Transaction txn = engine.begin(Isolation.REPEATABLE_READ, false);
        txn.beginStatement();
        txn.ddl().createSchema("test", new byte[0]);
        table =
                txn.ddl()
                        .createTable(
                                new TableSpec(
                                        "test",
                                        "lists",
                                        List.of(
                                                new ColumnSpec("id", NUMBER, false, null),
                                                new ColumnSpec("last", NUMBER, false, null),
                                                new ColumnSpec("list", TEXT, false, null)),
                                        index(IndexSpec.PRIMARY, true, 0),
                                        List.of(index("last", false, 1)),
                                        new byte[0]));
        txn.commit();
    }

    private static IndexSpec index(String name, boolean unique, int column) {
        return new IndexSpec(name, unique, List.of(new KeyPart(column, 0, false)));
    }

    ListClient client(Isolation isolation) {
        return new Client(isolation);
    }

    @Override
    public void close() {
        engine.close();
    }

    private final class Client implements ListClient {
        private final Isolation isolation;
        private final Random random = new Random(System.identityHashCode(this));
        private @Nullable Transaction current;

        Client(Isolation isolation) {
            this.isolation = isolation;
        }

        private interface Work<T> {
            T run(Transaction txn);
        }

        private <T> T statement(Work<T> work) throws AbortedException {
            Transaction txn = java.util.Objects.requireNonNull(current);
            txn.beginStatement();
            try {
                T result = work.run(txn);
                txn.endStatement();
                return result;
            } catch (DeadlockException | LockWaitTimeoutException | DuplicateKeyException e) {
                rollback();
                throw new AbortedException(e);
            }
        }

        @Override
        public void begin() {
            current = engine.begin(isolation, false);
            current.lockWaitTimeoutMillis(20_000);
        }

        /** As SQL does: under SERIALIZABLE a plain read locks. */
        private LockMode plain() {
            return isolation == Isolation.SERIALIZABLE ? LockMode.SHARE : LockMode.NONE;
        }

        @Override
        public List<Long> read(int key, boolean locking) throws AbortedException {
            return statement(txn -> {
                try (Cursor cursor = open(txn, key, locking ? LockMode.EXCLUSIVE : plain())) {
                    return cursor.next() ? list(cursor) : List.of();
                }
            });
        }

        private Cursor open(Transaction txn, int key, LockMode mode) {
            Cursor cursor = txn.open(table.clustered(), mode, WaitPolicy.WAIT);
            cursor.seek(KeyRange.prefix(table.clustered().encodeKey((long) key)), false);
            return cursor;
        }

        private static List<Long> list(Cursor cursor) {
            List<Long> list = new ArrayList<>();
            byte[] text = java.util.Objects.requireNonNull(cursor.getBytes(2));
            for (String value : new String(text, StandardCharsets.US_ASCII).split(",", -1)) {
                list.add(Long.parseLong(value));
            }
            return list;
        }

        @Override
        public List<List<Long>> readAll(int firstKey, int lastKey) throws AbortedException {
            return statement(txn -> {
                List<List<Long>> lists =
                        new ArrayList<>(Collections.nCopies(lastKey - firstKey + 1, List.of()));
                try (Cursor cursor = txn.open(table.clustered(), plain(), WaitPolicy.WAIT)) {
                    byte[] low = table.clustered().encodeKey((long) firstKey);
                    byte[] high = table.clustered().encodeKey((long) lastKey);
                    cursor.seek(new KeyRange(low, true, high, true), random.nextBoolean());
                    while (cursor.next()) {
                        lists.set((int) cursor.getLong(0) - firstKey, list(cursor));
                    }
                }
                return lists;
            });
        }

        @Override
        public void append(int key, long value) throws AbortedException {
            statement(txn -> {
                try (Cursor cursor = open(txn, key, LockMode.EXCLUSIVE)) {
                    byte[] own = Long.toString(value).getBytes(StandardCharsets.US_ASCII);
                    if (!cursor.next()) {
                        txn.insert(table, new Object[] {(long) key, value, own}, OnDuplicate.FAIL);
                        return true;
                    }
                    byte[] old = java.util.Objects.requireNonNull(cursor.getBytes(2));
                    byte[] longer = java.util.Arrays.copyOf(old, old.length + 1 + own.length);
                    longer[old.length] = ',';
                    System.arraycopy(own, 0, longer, old.length + 1, own.length);
                    Object[] row = {(long) key, value, longer};
                    if (random.nextInt(4) == 0) {
                        txn.delete(table, cursor.rowId());
                        txn.insert(table, row, OnDuplicate.FAIL);
                    } else {
                        txn.update(table, cursor.rowId(), row, OnDuplicate.FAIL);
                    }
                    return true;
                }
            });
        }

        @Override
        public void commit() {
            java.util.Objects.requireNonNull(current).commit();
            current = null;
        }

        @Override
        public void rollback() {
            Transaction txn = current;
            current = null;
            if (txn != null) {
                txn.rollback();
            }
        }

        @Override
        public void close() {
            rollback();
        }
    }
}
