package io.daybreak.server.net;

import io.daybreak.sql.api.SqlDatabase.Account;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * caching_sha2_password's cache: SHA256(SHA256(password)) of accounts that have logged in, so that
 * the next login needs no slow hash and no password on the wire. An entry counts only for the
 * credential it was made with: a changed password empties it. Thread-safe (one lock); at most
 * {@link #ENTRIES_MAX} accounts.
 */
final class PasswordCache {
    static final int ENTRIES_MAX = 1024;

    private record Key(String user, String host) {}

    private record Hashed(byte[] credential, byte[] twiceHashed) {}

    private final Map<Key, Hashed> entries =
            new LinkedHashMap<Key, Hashed>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Hashed> eldest) {
                    return size() > ENTRIES_MAX;
                }
            };

    synchronized byte @Nullable [] twiceHashed(Account account) {
        Hashed entry = entries.get(new Key(account.user(), account.host()));
        return entry != null && Arrays.equals(entry.credential, account.credential())
                ? entry.twiceHashed
                : null;
    }

    synchronized void remember(Account account, byte[] twiceHashed) {
        entries.put(
                new Key(account.user(), account.host()),
                new Hashed(account.credential().clone(), twiceHashed));
    }
}
