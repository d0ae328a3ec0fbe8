package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.NodeOptions;
import io.daybreak.logstorage.api.StorageNodes;
import io.daybreak.quorum.api.VolumeConfig;

/** The storage nodes of a volume in this process. */
final class LocalNodes {
    private LocalNodes() {}

    static VolumeOpener.NodeFactory factory(VolumeConfig config) {
        NodeOptions options =
                new NodeOptions(
                        config.durability() == VolumeConfig.Durability.FSYNC,
                        config.logFileBytes(),
                        config.scrubBytesPerSecond(),
                        config.pageCacheBytes());
        return (node, directory) ->
                StorageNodes.open("az" + (node / 2 + 1) + "-" + node, directory, options);
    }
}
