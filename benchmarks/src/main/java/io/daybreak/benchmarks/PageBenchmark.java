package io.daybreak.benchmarks;

import io.daybreak.engine.api.ColumnSpec;
import io.daybreak.engine.api.PhysicalType;
import io.daybreak.engine.collation.Collations;
import io.daybreak.engine.key.ByteWriter;
import io.daybreak.engine.row.RowLayout;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageOps;
import io.daybreak.logstorage.api.RedoKind;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What happens to bytes: rows, sort keys, redo on a page, checksums. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls open before everything else
public class PageBenchmark {
    private static final int PAGE = 7;

    private final byte[] page = new byte[PageLayout.PAGE_SIZE];
    private final byte[] text = BenchmarkTable.digits(1, 10);
    private final Object[] row = BenchmarkTable.row(1, 2);
    private final ByteWriter written = new ByteWriter(512);
    private final MiniTransaction redo = new MiniTransaction();
    private RowLayout layout;

    @Setup
    public void open() {
        PhysicalType number = new PhysicalType.Int(4, false);
        PhysicalType bytes = new PhysicalType.Bytes(Collations.UTF8MB4_0900_AI_CI, 480);
        layout =
                new RowLayout(
                        List.of(
                                new ColumnSpec("id", number, false, null),
                                new ColumnSpec("k", number, false, null),
                                new ColumnSpec("c", bytes, false, null),
                                new ColumnSpec("pad", bytes, false, null)));
        PageLayout.initialize(page, PAGE, 1);
        // A row goes into the middle of a page: the slots move, then the row and its slot.
        redo.record(PAGE, RedoKind.INSERT);
        redo.move(400, 402, 60);
        redo.write(8000, text, 0, text.length);
        redo.write(400, text, 0, 2);
    }

    @Benchmark
    public int rowEncoding() {
        written.reset();
        layout.encode(row, written);
        return written.length();
    }

    @Benchmark
    public byte[] sortKeyOf120Characters() {
        return Collations.UTF8MB4_0900_AI_CI.sortKey(text, 0, text.length);
    }

    @Benchmark
    public byte[] redoApply() {
        PageOps.apply(page, PAGE, redo.ops(), redo.opsStart(0), redo.opsEnd(0) - redo.opsStart(0));
        return page;
    }

    @Benchmark
    public byte[] pageSeal() {
        PageLayout.seal(page);
        return page;
    }
}
