package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.SegmentReply.Run;
import io.daybreak.logstorage.api.SegmentReply.Truncation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Walks over what all groups have together, from an LSN that is known to be durable to the first
 * LSN that nobody has. Annulled ranges are stepped over. Used by {@link RecoveryCore}, once.
 */
final class LogWalk {
    private final List<Truncation> annulled;
    private final List<Run> runs = new ArrayList<>();
    private long start;
    private long complete;
    private long consistent;

    LogWalk(List<Truncation> annulled) {
        this.annulled = annulled;
    }

    /** Everything up to here (inclusive) is known to be durable, and it is a CPL. */
    void startAtLeast(long lsn) {
        start = Math.max(start, lsn);
    }

    /** The runs of one group, as far as they count. */
    void add(List<Run> tail, long upTo) {
        for (Run run : tail) {
            if (run.first() <= upTo) {
                long last = Math.min(run.last(), upTo);
                runs.add(new Run(run.first(), last, run.consistencyPoints()));
            }
        }
    }

    void walk() {
        complete = start;
        consistent = start;
        runs.sort(Comparator.comparingLong(Run::first));
        long position = start;
        int next = 0;
        while (true) {
            position = skipAnnulled(position);
            while (next < runs.size() && runs.get(next).last() <= position) {
                next++;
            }
            if (next == runs.size() || runs.get(next).first() > position + 1) {
                return;
            }
            Run run = runs.get(next);
            // A run may reach into an annulled range only if its segment does not know the range,
            // and then it was cut before.
            position = run.last();
            complete = position;
            for (long point : run.consistencyPoints()) {
                if (point > consistent && point <= complete) {
                    consistent = point;
                }
            }
        }
    }

    long start() {
        return start;
    }

    /** VCL. */
    long complete() {
        return complete;
    }

    /** VDL: the greatest CPL up to VCL. */
    long consistent() {
        return consistent;
    }

    /**
     * The greatest LSN of the group above the start and up to {@code limit}; 0 if there is none.
     */
    long lastOf(List<Run> tail, long usable, long limit) {
        long upTo = Math.min(usable, limit);
        long last = 0;
        for (Run run : tail) {
            if (run.first() <= upTo) {
                last = Math.max(last, Math.min(run.last(), upTo));
            }
        }
        return last > start ? last : 0;
    }

    private long skipAnnulled(long position) {
        long result = position;
        for (Truncation range : annulled) {
            if (range.from().value() <= result + 1 && result < range.to().value()) {
                result = range.to().value();
            }
        }
        return result;
    }
}
