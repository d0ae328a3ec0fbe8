package io.daybreak.logstorage.node;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.NodeOptions;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Writes redo to a node for ever and prints every SCL that was acknowledged, until killed. */
final class KilledNode {
    static final SegmentId SEGMENT = new SegmentId(new ProtectionGroupId(0), 0);
    static final VolumeEpoch EPOCH = new VolumeEpoch(1);
    static final NodeOptions OPTIONS = new NodeOptions(true, 1 << 20);

    private KilledNode() {}

    public static void main(String[] arguments) throws IOException {
        StorageNode node = StorageNodes.open("killed", Path.of(arguments[0]), OPTIONS);
        node.createSegment(SEGMENT, SegmentKind.FULL, TimelineId.FIRST);
        ask(node, new SegmentRequest.Truncate(EPOCH, List.of()));
        RedoBatchEncoder encoder =
                new RedoBatchEncoder(SEGMENT.group(), TimelineId.FIRST, Lsn.ZERO);
        Random random = new Random(1);
        for (long lsn = 1; ; lsn += 2) {
            RedoBatch batch = batch(encoder, random, lsn);
            Lsn before = batch.previous();
            SegmentReply reply = ask(node, new SegmentRequest.Append(EPOCH, batch, before, before));
            System.out.println("acknowledged " + ((SegmentReply.Durable) reply).scl().value());
        }
    }

    static SegmentReply ask(StorageNode node, SegmentRequest request) {
        CompletableFuture<SegmentReply> reply = new CompletableFuture<>();
        node.send(SEGMENT, request, reply::complete);
        return reply.join();
    }

    /** A first batch of about 15 kB. */
    static RedoBatch largeBatch() {
        RedoBatchEncoder encoder =
                new RedoBatchEncoder(SEGMENT.group(), TimelineId.FIRST, Lsn.ZERO);
        MiniTransaction mtr = new MiniTransaction();
        mtr.record(1, RedoKind.UPDATE);
        mtr.write(32, new byte[15_000], 0, 15_000);
        encoder.add(1, mtr, 0);
        return encoder.close(EPOCH, 1, 0);
    }

    /** The batch that every run writes at this LSN. */
    static RedoBatch batch(RedoBatchEncoder encoder, Random random, long lsn) {
        MiniTransaction mtr = new MiniTransaction();
        byte[] data = new byte[500];
        for (int i = 0; i < 2; i++) {
            random.nextBytes(data);
            mtr.record(random.nextInt(50), RedoKind.UPDATE);
            mtr.write(32 + random.nextInt(15_000), data, 0, data.length);
        }
        encoder.add(lsn, mtr, 0);
        encoder.add(lsn + 1, mtr, 1);
        return encoder.close(EPOCH, lsn, Math.max(0, lsn - 1));
    }
}
