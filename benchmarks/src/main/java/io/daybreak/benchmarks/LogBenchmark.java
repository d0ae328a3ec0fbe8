package io.daybreak.benchmarks;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.NodeOptions;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchEncoder;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.StorageNode;
import io.daybreak.logstorage.api.StorageNodes;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One storage node on this machine's disk: forced appends one after the other, and page reads. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls open before everything else
public class LogBenchmark {
    private static final SegmentId SEGMENT = new SegmentId(new ProtectionGroupId(0), 0);
    private static final VolumeEpoch EPOCH = new VolumeEpoch(1);
    private static final int PAGES = 1000;

    private final SplittableRandom random = new SplittableRandom(1);
    private final MiniTransaction change = new MiniTransaction();
    private final RedoBatchEncoder encoder =
            new RedoBatchEncoder(SEGMENT.group(), TimelineId.FIRST, Lsn.ZERO);
    private Path directory;
    private StorageNode node;
    private long lsn;

    @Setup
    public void open() throws IOException {
        directory = Files.createTempDirectory("daybreak-benchmark");
        node = StorageNodes.open("benchmark", directory, NodeOptions.DEFAULT);
        node.createSegment(SEGMENT, SegmentKind.FULL, TimelineId.FIRST);
        ask(new SegmentRequest.Fence(EPOCH));
        ask(new SegmentRequest.Truncate(EPOCH, List.of()));
        for (long page = 0; page < PAGES; page++) {
            change.reset();
            change.record(page, RedoKind.PAGE_CREATE);
            change.init(1);
            change.write(1000, BenchmarkTable.digits(page, 10), 0, 100);
            encoder.add(++lsn, change, 0);
        }
        ship();
    }

    @TearDown
    public void close() throws IOException {
        node.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private SegmentReply ask(SegmentRequest request) {
        CompletableFuture<SegmentReply> answer = new CompletableFuture<>();
        node.send(SEGMENT, request, answer::complete);
        return answer.join();
    }

    private SegmentReply ship() {
        RedoBatch batch = encoder.close(EPOCH, lsn, lsn);
        return ask(new SegmentRequest.Append(EPOCH, batch, new Lsn(lsn), new Lsn(lsn)));
    }

    /** 2 KB of redo, durable when it returns. */
    @Benchmark
    public SegmentReply appendWithForce() {
        byte[] bytes = BenchmarkTable.digits(lsn, 10);
        for (int i = 0; i < 16; i++) {
            change.reset();
            change.record(random.nextInt(PAGES), RedoKind.UPDATE);
            change.write(1000, bytes, 0, 100);
            encoder.add(++lsn, change, 0);
        }
        return ship();
    }

    @Benchmark
    public SegmentReply pageRead() {
        return node.read(
                SEGMENT,
                new SegmentRequest.ReadPage(
                        EPOCH, TimelineId.FIRST, new PageId(random.nextInt(PAGES)), new Lsn(lsn)));
    }
}
