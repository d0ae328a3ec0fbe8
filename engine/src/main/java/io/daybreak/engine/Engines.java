package io.daybreak.engine;

import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.api.Volume;

/** Opens engines. */
public final class Engines {
    private Engines() {}

    /**
     * Opens the engine on a volume: formats an empty one; else reads the dictionary, rolling back
     * unfinished DDL first, and rolls back other unfinished transactions in the background.
     *
     * @param volume stays the caller's to close, after the engine
     */
    public static StorageEngine open(Volume volume, EngineConfig config) {
        return Engine.open(volume, config);
    }
}
