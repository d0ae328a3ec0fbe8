package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.SegmentReply.Truncation;
import io.daybreak.logstorage.api.VolumeEpoch;
import java.util.List;

/**
 * What a recovery found and made of it; a writer starts from here.
 *
 * @param vcl everything up to here (inclusive) was found
 * @param vdl the greatest CPL up to VCL: the volume ends here
 * @param floor the first record of the new epoch gets the LSN after this one
 * @param history all truncation ranges, ascending, this recovery's last
 * @param groups in order of their ids, dense from 0
 */
public record RecoveredVolume(
        VolumeEpoch epoch,
        long vcl,
        long vdl,
        long floor,
        List<Truncation> history,
        List<Group> groups) {
    public RecoveredVolume {
        history = List.copyOf(history);
        groups = List.copyOf(groups);
        if (vdl > vcl || vcl > floor) {
            throw new IllegalArgumentException("VDL " + vdl + ", VCL " + vcl + ", floor " + floor);
        }
    }

    /**
     * @param lastLsn the group's last record, at most VDL; 0 if it has none
     * @param scl SCL of each segment, -1 for one that did not join
     */
    public record Group(long lastLsn, long[] scl) {}
}
