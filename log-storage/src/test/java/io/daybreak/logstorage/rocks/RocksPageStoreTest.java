package io.daybreak.logstorage.rocks;

import io.daybreak.logstorage.api.PageStore;
import io.daybreak.logstorage.api.PageStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class RocksPageStoreTest extends PageStoreContract {
    @TempDir Path directory;

    @Override
    protected PageStore open() {
        return new RocksPageStore(directory.resolve("pages"), 16 << 20);
    }
}
