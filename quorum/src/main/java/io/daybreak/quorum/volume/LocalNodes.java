package io.daybreak.quorum.volume;

import io.daybreak.quorum.api.VolumeConfig;

/** The storage nodes of a volume in this process. */
final class LocalNodes {
    private LocalNodes() {}

    static VolumeOpener.NodeFactory factory(VolumeConfig config) {
        throw new UnsupportedOperationException("no storage nodes yet: " + config);
    }
}
