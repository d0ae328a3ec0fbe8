package io.daybreak.quorum.api;

import io.daybreak.logstorage.api.StorageNodes;
import io.daybreak.quorum.volume.VolumeOpener;

/** A volume whose six storage nodes live in this process, each in a directory of its own. */
public final class LocalVolume {
    private LocalVolume() {}

    /** Loads what {@link #open} would have to wait for; on any thread, beside other work. */
    public static void prepare() {
        StorageNodes.prepare();
    }

    /**
     * Opens the volume of a directory; creates it if there is none. Recovers what the last writer
     * left, and fences that writer out should it still run. Blocks until the volume may be used.
     *
     * @throws VolumeOpenException if the volume is in use, damaged or lacks segments
     */
    public static Volume open(VolumeConfig config) {
        return VolumeOpener.open(config);
    }
}
