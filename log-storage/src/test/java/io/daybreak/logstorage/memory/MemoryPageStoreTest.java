package io.daybreak.logstorage.memory;

import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.PageStoreContract;

class MemoryPageStoreTest extends PageStoreContract {
    private final MemoryPageStore store = new MemoryPageStore();

    @Override
    protected PageStore open() {
        return store;
    }
}
