package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.PageOps;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.RecordCursor;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchEncoder;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A writer of one group with random redo, and what every page is at every LSN. */
final class GroupModel {
    static final ProtectionGroupId GROUP = new ProtectionGroupId(2);
    static final int PAGES = 12;

    private final Random random;
    VolumeEpoch epoch = new VolumeEpoch(1);
    private RedoBatchEncoder encoder = new RedoBatchEncoder(GROUP, TimelineId.FIRST, Lsn.ZERO);
    private long lsn;
    final List<RedoBatch> batches = new ArrayList<>();

    /** Page -> LSN -> content without checksum. */
    private final List<TreeMap<Long, byte[]>> versions = new ArrayList<>();

    /** LSNs of the group's records, in order. */
    final TreeMap<Long, Boolean> chain = new TreeMap<>();

    GroupModel(Random random) {
        this.random = random;
        for (int i = 0; i < PAGES; i++) {
            versions.add(new TreeMap<>());
        }
    }

    /** LSN of the group's last record. */
    long last() {
        return encoder.lastLsn();
    }

    /** Writes a batch of some mini-transactions. */
    RedoBatch write(long durableLsn) {
        int mtrs = 1 + random.nextInt(3);
        MiniTransaction mtr = new MiniTransaction();
        for (int m = 0; m < mtrs; m++) {
            // Other groups' records.
            lsn += random.nextInt(4);
            mtr.reset();
            int records = 1 + random.nextInt(4);
            for (int r = 0; r < records; r++) {
                record(mtr);
            }
            for (int r = 0; r < records; r++) {
                encoder.add(++lsn, mtr, r);
                chain.put(lsn, r == records - 1);
            }
        }
        RedoBatch batch = encoder.close(epoch, random.nextLong(1L << 40), durableLsn);
        batches.add(batch);
        apply(batch);
        return batch;
    }

    private void record(MiniTransaction mtr) {
        int page = random.nextInt(PAGES);
        mtr.record(100 + page, RedoKind.UPDATE);
        if (random.nextInt(20) == 0) {
            mtr.init(1 + random.nextInt(5));
        }
        byte[] data = new byte[1 + random.nextInt(300)];
        random.nextBytes(data);
        mtr.write(32 + random.nextInt(16000), data, 0, data.length);
        if (random.nextInt(4) == 0) {
            mtr.move(32 + random.nextInt(8000), 32 + random.nextInt(8000), random.nextInt(8000));
        }
    }

    private void apply(RedoBatch batch) {
        RecordCursor cursor = new RecordCursor();
        cursor.reset(batch);
        while (cursor.next()) {
            int page = (int) cursor.pageNumber() - 100;
            byte[] before = page(page, Long.MAX_VALUE);
            byte[] after;
            if (before == null) {
                after = new byte[PageLayout.PAGE_SIZE];
                PageLayout.initialize(after, cursor.pageNumber(), 0);
            } else {
                after = before.clone();
            }
            PageOps.apply(
                    after,
                    cursor.pageNumber(),
                    cursor.bytes(),
                    cursor.opsOffset(),
                    cursor.opsLength());
            PageLayout.setLsn(after, cursor.lsn());
            PageLayout.seal(after);
            versions.get(page).put(cursor.lsn(), after);
        }
    }

    /** The page at an LSN; null if it does not exist there. */
    byte @Nullable [] page(int page, long asOf) {
        var entry = versions.get(page).floorEntry(asOf);
        return entry == null ? null : entry.getValue();
    }

    /** A recovery: everything above the LSN never was; new LSNs start above {@code to}. */
    void truncate(long durableLsn, long to, VolumeEpoch newEpoch) {
        for (TreeMap<Long, byte[]> page : versions) {
            page.tailMap(durableLsn, false).clear();
        }
        chain.tailMap(durableLsn, false).clear();
        batches.removeIf(batch -> batch.last().value() > durableLsn);
        lsn = to;
        epoch = newEpoch;
        long group = chain.isEmpty() ? 0 : chain.lastKey();
        encoder = new RedoBatchEncoder(GROUP, TimelineId.FIRST, new Lsn(group));
    }
}
