package io.daybreak.logstorage.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.logstorage.api.LogDump;
import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.StorageNode;
import io.daybreak.logstorage.api.StorageNodes;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStorageNodeTest {
    @TempDir Path directory;

    /** Runs the writer in a JVM of its own until it said so many lines, and kills it. */
    private long runAndKill(int lines) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            if (argument.startsWith("--") || argument.startsWith("-Dchronicle")) {
                command.add(argument);
            }
        }
        command.addAll(List.of("-Xmx200m", "-XX:TieredStopAtLevel=1", "-cp"));
        command.add(System.getProperty("java.class.path").replace(":", File.pathSeparator));
        command.addAll(List.of(KilledNode.class.getName(), directory.toString()));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        long acknowledged = 0;
        int seen = 0;
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null) {
                if (line.startsWith("acknowledged ")) {
                    acknowledged = Long.parseLong(line.substring(13));
                    if (++seen == lines) {
                        process.destroyForcibly();
                    }
                }
                line = out.readLine();
            }
        } catch (IOException _) {
            // The pipe ends with the process.
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).isGreaterThanOrEqualTo(lines);
        return acknowledged;
    }

    @Test
    void aKilledProcessLosesNothingAcknowledged() throws Exception {
        long acknowledged = runAndKill(1500);
        try (StorageNode node = StorageNodes.open("again", directory, KilledNode.OPTIONS)) {
            assertThat(node.segments()).containsExactly(KilledNode.SEGMENT);
            SegmentReply.Status status =
                    (SegmentReply.Status)
                            node.read(
                                    KilledNode.SEGMENT,
                                    new SegmentRequest.Inspect(VolumeEpoch.NONE));
            assertThat(status.scl().value()).isGreaterThanOrEqualTo(acknowledged);
            assertThat(status.needsPages()).isFalse();
            assertThat(status.epoch()).isEqualTo(KilledNode.EPOCH);
            assertThat(node.statistics().damages()).isZero();
            SegmentReply.LogRange range =
                    (SegmentReply.LogRange)
                            node.read(
                                    KilledNode.SEGMENT,
                                    new SegmentRequest.FetchLog(
                                            KilledNode.EPOCH,
                                            new Lsn(acknowledged - 100),
                                            new Lsn(acknowledged),
                                            1 << 20));
            assertThat(range.batches()).hasSize(50);
        }
        StringBuilder text = new StringBuilder();
        assertThat(LogDump.print(directory, LogDump.Selection.ALL, text)).isZero();
        assertThat(text).contains("LSN " + (acknowledged - 1) + " to " + acknowledged);
        assertThat(text).contains("state: epoch 1 joined 1");
    }

    @Test
    void aDirectoryHasOneOwner() throws IOException {
        try (StorageNode node = StorageNodes.open("one", directory, KilledNode.OPTIONS)) {
            assertThatThrownBy(() -> StorageNodes.open("two", directory, KilledNode.OPTIONS))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another server");
            assertThat(node.segments()).isEmpty();
        }
        StorageNodes.open("three", directory, KilledNode.OPTIONS).close();
    }

    @Test
    void aClosedNodeAnswersFailed() throws IOException {
        StorageNode node = StorageNodes.open("one", directory, KilledNode.OPTIONS);
        node.createSegment(KilledNode.SEGMENT, SegmentKind.FULL, TimelineId.FIRST);
        node.close();
        node.close();
        assertThat(KilledNode.ask(node, new SegmentRequest.Fence(KilledNode.EPOCH)))
                .isInstanceOf(SegmentReply.Failed.class);
    }

    @Test
    void aNodeThatIsStuckRefusesRedoAboveItsBound() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        RedoBatch batch = KilledNode.largeBatch();
        int bound = (int) (NodeForeground.QUEUED_BYTES_MAX / batch.bytes().length) + 2;
        try (StorageNode node = StorageNodes.open("one", directory, KilledNode.OPTIONS)) {
            node.createSegment(KilledNode.SEGMENT, SegmentKind.FULL, TimelineId.FIRST);
            KilledNode.ask(node, new SegmentRequest.Truncate(KilledNode.EPOCH, List.of()));
            SegmentRequest append =
                    new SegmentRequest.Append(KilledNode.EPOCH, batch, Lsn.ZERO, Lsn.ZERO);
            node.send(
                    KilledNode.SEGMENT,
                    new SegmentRequest.Fence(KilledNode.EPOCH),
                    _ -> awaitUninterruptibly(stuck));
            for (int i = 0; i < 2 * bound; i++) {
                node.send(
                        KilledNode.SEGMENT,
                        append,
                        reply ->
                                (reply instanceof SegmentReply.Failed ? refused : answered)
                                        .incrementAndGet());
            }
            assertThat(refused.get()).isBetween(bound - 2, bound + 2);
            stuck.countDown();
            // Behind all of them in the queue.
            KilledNode.ask(node, new SegmentRequest.Fence(KilledNode.EPOCH));
            assertThat(answered.get()).isEqualTo(2 * bound - refused.get());
            // Its round has left the queue once the next one is answered.
            KilledNode.ask(node, new SegmentRequest.Fence(KilledNode.EPOCH));
            assertThat(KilledNode.ask(node, append)).isInstanceOf(SegmentReply.Durable.class);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
