package io.daybreak.sql.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.memory.InMemoryVolume;
import io.daybreak.sql.catalog.Catalog;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AccountsTest {
    private static final EngineConfig CONFIG = new EngineConfig(16 << 20, 1);

    @Test
    void firstStartMakesRootWithoutPasswordAndALaterStartFindsIt() {
        try (InMemoryVolume volume = InMemoryVolume.durableAtOnce()) {
            for (int start = 0; start < 2; start++) {
                try (StorageEngine engine = Engines.open(volume, CONFIG)) {
                    Accounts accounts = Accounts.open(new Catalog(engine));
                    AccountEntry root = Objects.requireNonNull(accounts.match("root", "localhost"));
                    assertThat(root.grants()).isEqualTo(Grants.all());
                    assertThat(root.account().credential()).isEmpty();
                    assertThat(accounts.all()).hasSize(1);
                    assertThat(accounts.match("root", "10.0.0.1")).isNull();
                    assertThat(accounts.match("nobody", "localhost")).isNull();
                    assertThat(engine.check(Objects.requireNonNull(engine.table("mysql", "user"))))
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void hostsArePatternsAndNetworks() {
        assertThat(HostPattern.matches("127.0.0.1", "localhost")).isTrue();
        assertThat(HostPattern.matches("::1", "localhost")).isTrue();
        assertThat(HostPattern.matches("%", "localhost")).isTrue();
        assertThat(HostPattern.matches("LocalHost", "localhost")).isTrue();
        assertThat(HostPattern.matches("10.%", "10.2.3.4")).isTrue();
        assertThat(HostPattern.matches("10.%", "11.2.3.4")).isFalse();
        assertThat(HostPattern.matches("192.168.0.0/255.255.0.0", "192.168.7.1")).isTrue();
        assertThat(HostPattern.matches("192.168.0.0/255.255.0.0", "192.169.7.1")).isFalse();
        assertThat(HostPattern.matches("10.1.0.0/16", "10.1.9.9")).isTrue();
        assertThat(HostPattern.matches("10.1.0.0/16", "10.2.9.9")).isFalse();
    }

    @Test
    void moreSpecificHostsComeFirst() {
        assertThat(HostPattern.order("localhost")).isLessThan(HostPattern.order("10.1.0.0/16"));
        assertThat(HostPattern.order("10.1.0.0/16")).isLessThan(HostPattern.order("10.1.%"));
        assertThat(HostPattern.order("10.1.%")).isLessThan(HostPattern.order("10.%"));
        assertThat(HostPattern.order("10.%")).isLessThan(HostPattern.order("%"));
        assertThat(HostPattern.order("%")).isLessThan(HostPattern.order(""));
    }
}
