package io.daybreak.engine.txn;

import io.daybreak.engine.api.Index;
import io.daybreak.engine.api.KeyRange;
import io.daybreak.engine.api.TableStatistics;
import io.daybreak.engine.btree.LeafScan;
import io.daybreak.engine.btree.SeekMode;
import io.daybreak.engine.btree.TreeStatistics;
import io.daybreak.engine.key.KeyCodec;
import io.daybreak.engine.mtr.Mtr;
import io.daybreak.engine.table.EngineIndex;
import io.daybreak.engine.table.EngineTable;
import io.daybreak.engine.table.TableState;
import io.daybreak.logstorage.api.PageLayout;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Estimates about tables, by looking at few pages. No state. */
public final class Sampling {
    /**
     * A tenth of the rows, and not less than this, must change before statistics are taken anew.
     */
    private static final long CHANGES_MIN = 200;

    private static final int SAMPLES = 20;
    private static final int ENTRIES_PER_SAMPLE = 200;

    private Sampling() {}

    /**
     * @param anew whether to sample even if what is known is recent
     */
    public static TableStatistics statistics(Kernel kernel, EngineTable table, boolean anew) {
        TableState state = table.state();
        TableStatistics known = state.statistics();
        if (known == null || anew || !knowsAllIndexes(known, table)) {
            return take(kernel, table);
        }
        boolean recent = state.changesSinceStatistics() < Math.max(CHANGES_MIN, known.rows() / 10);
        // One thread looks; what the others know of is good enough for as long.
        if (!recent && state.beginSampling()) {
            try {
                return take(kernel, table);
            } finally {
                state.endSampling();
            }
        }
        long delta = state.rowDelta().sum();
        if (delta == 0) {
            return known;
        }
        return new TableStatistics(
                Math.max(0, known.rows() + delta),
                known.dataBytes(),
                known.indexBytes(),
                known.averageRowBytes(),
                known.distinct());
    }

    private static TableStatistics take(Kernel kernel, EngineTable table) {
        TableStatistics fresh = sample(kernel, table);
        table.state().statistics(fresh);
        return fresh;
    }

    private static boolean knowsAllIndexes(TableStatistics known, EngineTable table) {
        for (Index index : table.indexes()) {
            if (!known.distinct().containsKey(index.spec().name())) {
                return false;
            }
        }
        return true;
    }

    private static TableStatistics sample(Kernel kernel, EngineTable table) {
        long rows = 0;
        long dataBytes = 0;
        long indexBytes = 0;
        long average = 0;
        Map<String, long[]> distinct = new LinkedHashMap<>();
        for (Index each : table.indexes()) {
            EngineIndex index = (EngineIndex) each;
            TreeStatistics tree = treeStatistics(kernel, index);
            long bytes = (tree.leafPages() + tree.innerPages()) * PageLayout.PAGE_SIZE;
            if (index.isClustered()) {
                rows = tree.entries();
                dataBytes = bytes;
                average = rows == 0 ? 0 : tree.entryBytes() / rows;
            } else {
                indexBytes += bytes;
            }
            distinct.put(index.spec().name(), distinct(index, rows));
        }
        return new TableStatistics(rows, dataBytes, indexBytes, average, distinct);
    }

    private static TreeStatistics treeStatistics(Kernel kernel, EngineIndex index) {
        try (Mtr mtr = new Mtr(kernel.pool)) {
            mtr.startNested(true);
            return index.tree().statistics(mtr);
        }
    }

    /**
     * Distinct values of each prefix: in runs of neighbouring entries, how often the prefix
     * changes; runs start at keys between the first and the last.
     */
    private static long[] distinct(EngineIndex index, long rows) {
        KeyCodec codec = index.ownParts();
        int parts = codec.partCount();
        long[] changes = new long[parts];
        long pairs = 0;
        LeafScan scan = index.tree().scan();
        long[] result = new long[parts];
        if (rows == 0 || !scan.last(true)) {
            return result;
        }
        byte[] last = scan.key();
        scan.first(true);
        byte[] first = scan.key();
        boolean whole = rows <= (long) SAMPLES * ENTRIES_PER_SAMPLE;
        SplittableRandom random = new SplittableRandom(index.id());
        int samples = whole ? 1 : SAMPLES;
        for (int sample = 0; sample < samples; sample++) {
            boolean found;
            if (sample == 0) {
                found = scan.first(true);
            } else {
                byte[] from = between(first, last, random);
                found = scan.seek(from, 0, from.length, SeekMode.AT_OR_AFTER, true);
            }
            byte @Nullable [] before = null;
            long limit = whole ? Long.MAX_VALUE : ENTRIES_PER_SAMPLE;
            for (long n = 0; found && n < limit; n++) {
                byte[] key = scan.key();
                if (before != null) {
                    pairs++;
                    count(codec, before, key, changes);
                }
                before = key;
                found = scan.next();
            }
        }
        for (int i = 0; i < parts; i++) {
            double share = pairs == 0 ? 1 : (double) changes[i] / pairs;
            result[i] = Math.clamp(Math.round(share * rows) + 1, 1, Math.max(1, rows));
        }
        return result;
    }

    private static void count(KeyCodec codec, byte[] before, byte[] key, long[] changes) {
        int a = 0;
        int b = 0;
        for (int part = 0; part < changes.length; part++) {
            int aEnd = codec.skip(part, before, a);
            int bEnd = codec.skip(part, key, b);
            if (!Arrays.equals(before, a, aEnd, key, b, bEnd)) {
                for (int i = part; i < changes.length; i++) {
                    changes[i]++;
                }
                return;
            }
            a = aEnd;
            b = bEnd;
        }
    }

    /** A key somewhere between two, by the eight bytes behind their common prefix. */
    private static byte[] between(byte[] low, byte[] high, SplittableRandom random) {
        int common = Arrays.mismatch(low, high);
        if (common < 0) {
            return low;
        }
        long from = word(low, common);
        long to = word(high, common);
        long span = to - from;
        long at = span <= 0 ? from : from + random.nextLong(span);
        byte[] key = Arrays.copyOf(low, common + 7);
        for (int i = 0; i < 7; i++) {
            key[common + i] = (byte) (at >>> (48 - 8 * i));
        }
        return key;
    }

    /** Seven bytes, so that the number is not negative. */
    private static long word(byte[] key, int at) {
        long word = 0;
        for (int i = 0; i < 7; i++) {
            word = word << 8 | (at + i < key.length ? key[at + i] & 0xff : 0);
        }
        return word;
    }

    public static long estimate(Kernel kernel, EngineIndex index, KeyRange range) {
        byte[] low = range.low();
        byte[] high = range.high();
        byte[] from = low == null || range.lowInclusive() ? low : KeyBounds.after(low);
        byte[] to = high == null || !range.highInclusive() ? high : KeyBounds.after(high);
        try (Mtr mtr = new Mtr(kernel.pool)) {
            mtr.startNested(true);
            return index.tree().estimateRange(mtr, from, to);
        }
    }
}
