package io.daybreak.simulator;

import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.quorum.volume.WriterCore;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a writer appends: mini-transactions over a few hot and many cold pages, with operations that
 * cannot be repeated unnoticed, pages that are freed and made anew, and now and then one that is
 * larger than a boxcar.
 */
final class SimLoad {
    private static final int BODY = PageLayout.HEADER_SIZE;
    private static final int SLOT_BYTES = 16;
    private static final int SLOTS = 64;
    private static final int LARGE_BYTES = 1_500;

    private final SimCluster cluster;
    private final SimRandom random;
    private final Set<Long> initialised = new TreeSet<>();
    private final MiniTransaction mtr = new MiniTransaction();
    private final byte[] value = new byte[LARGE_BYTES];

    SimLoad(SimCluster cluster, SimRandom random) {
        this.cluster = cluster;
        this.random = random;
    }

    /** The pages that exist when the volume opens. */
    void begin(Set<Long> pages) {
        initialised.clear();
        initialised.addAll(pages);
    }

    /** Appends a few mini-transactions. */
    void append(WriterCore writer, VolumeEpoch epoch) {
        int count = 1 + random.below(4);
        for (int i = 0; i < count && writer.isAppendable(); i++) {
            fill((int) writer.pageCapacity());
            long last = writer.append(mtr, cluster.simulation.now() / 1_000);
            cluster.model.appended(epoch.value(), mtr, last);
        }
    }

    private void fill(int pages) {
        mtr.reset();
        int records = 1 + random.below(5);
        for (int i = 0; i < records; i++) {
            long page = random.below(random.chance(0.3) ? Math.min(2, pages) : pages);
            mtr.record(page, RedoKind.OTHER);
            if (initialised.add(page) || random.chance(0.02)) {
                mtr.init(1 + random.below(3));
            }
            write(random.chance(0.03) ? LARGE_BYTES : 8);
            if (random.chance(0.3)) {
                // An insert into a sorted page: everything behind moves on.
                int slot = random.below(SLOTS / 2);
                int from = BODY + slot * SLOT_BYTES;
                mtr.move(from, from + SLOT_BYTES, (SLOTS - slot) * SLOT_BYTES);
            }
            if (random.chance(0.05)) {
                mtr.zero(BODY + random.below(SLOTS) * SLOT_BYTES, SLOT_BYTES);
            }
        }
    }

    private void write(int length) {
        for (int at = 0; at < length; at += Long.BYTES) {
            long word = random.nextLong();
            for (int b = 0; b < Long.BYTES && at + b < length; b++) {
                value[at + b] = (byte) (word >>> 8 * b);
            }
        }
        mtr.write(BODY + random.below(SLOTS) * SLOT_BYTES, value, 0, length);
    }
}
