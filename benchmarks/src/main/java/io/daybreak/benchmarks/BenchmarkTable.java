package io.daybreak.benchmarks;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.IndexSpec;
import io.daybreak.engine.api.Isolation;
import io.daybreak.engine.api.KeyPart;
import io.daybreak.engine.api.PhysicalType;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.engine.api.Table;
import io.daybreak.engine.api.TableSpec;
import io.daybreak.engine.api.Transaction;
import io.daybreak.engine.collation.Collations;
import io.daybreak.quorum.memory.InMemoryVolume;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** An engine in memory with a table as sysbench makes them. Owned by one thread. */
final class BenchmarkTable implements AutoCloseable {
    static final int ROWS = 100_000;

    private static final PhysicalType INT = new PhysicalType.Int(4, false);

    final InMemoryVolume volume = InMemoryVolume.durableAtOnce();
    final StorageEngine engine = Engines.open(volume, new EngineConfig(256L << 20, 1));
    final Table table;
    final Index byK;

    BenchmarkTable() {
        Transaction ddl = begin();
        ddl.ddl().createSchema("bench", new byte[0]);
        table = ddl.ddl().createTable(spec());
        ddl.commit();
        byK =
                table.indexes().stream()
                        .filter(index -> index.spec().name().equals("k"))
                        .findFirst()
                        .orElseThrow();
        for (int from = 0; from < ROWS; from += 1000) {
            Transaction load = begin();
            for (int id = from; id < from + 1000; id++) {
                load.insert(table, row(id, id * 31 % ROWS), Transaction.OnDuplicate.FAIL);
            }
            load.commit();
        }
    }

    private static TableSpec spec() {
        return new TableSpec(
                "bench",
                "t",
                List.of(
                        new ColumnSpec("id", INT, false, null),
                        new ColumnSpec("k", INT, false, null),
                        new ColumnSpec("c", text(120), false, null),
                        new ColumnSpec("pad", text(60), false, null)),
                new IndexSpec(IndexSpec.PRIMARY, true, List.of(new KeyPart(0, 0, false))),
                List.of(new IndexSpec("k", false, List.of(new KeyPart(1, 0, false)))),
                new byte[0]);
    }

    private static PhysicalType text(int characters) {
        return new PhysicalType.Bytes(Collations.UTF8MB4_0900_AI_CI, 4L * characters);
    }

    Transaction begin() {
        return engine.begin(Isolation.REPEATABLE_READ, false);
    }

    static Object[] row(long id, long k) {
        return new Object[] {id, k, digits(id, 10), digits(k, 5)};
    }

    /** Groups of eleven digits with dashes between them, as sysbench fills its texts. */
    static byte[] digits(long seed, int groups) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < groups; i++) {
            long number = (seed + i + 1) * 0x9E3779B97F4A7C15L >>> 28;
            text.append(i == 0 ? "" : "-")
                    .append(String.format(Locale.ROOT, "%011d", number % 100_000_000_000L));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        engine.close();
        volume.close();
    }
}
