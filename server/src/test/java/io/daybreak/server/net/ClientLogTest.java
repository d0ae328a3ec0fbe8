package io.daybreak.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClientLogTest {
    @Test
    void aFloodOfClientsIsNoFloodOfLines() {
        AtomicLong now = new AtomicLong();
        ClientLog log = new ClientLog(now::get);
        for (int i = 0; i < 10_000; i++) {
            log.info("connection {} refused", i);
        }
        assertThat(log.leftOut()).isEqualTo(10_000 - ClientLog.LINES_MAX);
        now.addAndGet(ClientLog.WINDOW_NANOS + 1);
        log.info("connection {} refused", 1);
        assertThat(log.leftOut()).isZero();
    }

    @Test
    void namesThatClientsChooseCannotForgeLines() {
        assertThat(ClientLog.shown("a\nERROR forged")).isEqualTo("a?ERROR forged");
        assertThat(ClientLog.shown("x".repeat(1000))).hasSize(80);
    }
}
