package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.quorum.api.CompletionBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletionBatchTest {
    private final List<String> ran = new ArrayList<>();
    private long durable;
    private final CompletionQueue queue = new CompletionQueue(() -> durable);

    private void add(long lsn) {
        queue.add(
                lsn,
                () -> {
                    ran.add("action " + lsn);
                    CompletionBatch.last(() -> ran.add("last of " + lsn));
                },
                () -> {});
    }

    @Test
    void whatIsLeftToTheEndRunsAfterAllThatBecameDueTogether() {
        add(1);
        add(2);
        add(3);
        durable = 2;
        queue.drain();
        assertThat(ran).containsExactly("action 1", "action 2", "last of 1", "last of 2");
        ran.clear();
        durable = 3;
        queue.drain();
        assertThat(ran).containsExactly("action 3", "last of 3");
    }

    @Test
    void oneThatFailsKeepsNothingFromTheOthers() {
        queue.add(
                1,
                () -> {
                    CompletionBatch.last(() -> {
                        throw new IllegalStateException("last");
                    });
                    throw new IllegalStateException("action");
                },
                () -> {});
        add(2);
        durable = 2;
        queue.drain();
        assertThat(ran).containsExactly("action 2", "last of 2");
    }

    @Test
    void runsAtOnceWhereNothingElseIsRun() {
        CompletionBatch.last(() -> ran.add("alone"));
        assertThat(ran).containsExactly("alone");
    }
}
