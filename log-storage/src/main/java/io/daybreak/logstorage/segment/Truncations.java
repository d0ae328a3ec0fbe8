package io.daybreak.logstorage.segment;

import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchCodec;
import io.daybreak.logstorage.api.SegmentReply.Truncation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ranges of LSNs that recoveries annulled: what stands there in a log never was. */
record Truncations(List<Truncation> ranges) {
    static final Truncations NONE = new Truncations(List.of());

    Truncations {
        ranges = List.copyOf(ranges);
    }

    /** Whether one has an LSN between these, both inclusive. */
    boolean overlap(long first, long last) {
        for (Truncation range : ranges) {
            if (first <= range.to().value() && last >= range.from().value()) {
                return true;
            }
        }
        return false;
    }

    /** The batch up to where the first one begins that it is in; null if nothing is left. */
    @Nullable RedoBatch cut(RedoBatch whole) {
        RedoBatch batch = whole;
        for (Truncation range : ranges) {
            if (batch.first().value() > range.to().value()
                    || batch.last().value() < range.from().value()) {
                continue;
            }
            batch = RedoBatchCodec.slice(batch, 0, range.from().value() - 1);
            if (batch == null) {
                return null;
            }
        }
        return batch;
    }
}
