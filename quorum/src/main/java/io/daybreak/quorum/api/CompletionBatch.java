package io.daybreak.quorum.api;

import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Actions that became due together ({@link Volume#onDurable}), seen from one of them: what is
 * better done once for all of them, to wake a thread above all, it leaves to their end.
 *
 * <p>Owned by the thread that runs the actions, between {@link #begin} and {@link #end}.
 */
public final class CompletionBatch {
    private static final Logger LOG = LoggerFactory.getLogger(CompletionBatch.class);
    private static final ThreadLocal<@Nullable CompletionBatch> CURRENT = new ThreadLocal<>();

    private final ArrayList<Runnable> last = new ArrayList<>();

    /** Runs the task after all actions of the batch that is running here; at once without one. */
    public static void last(Runnable task) {
        CompletionBatch batch = CURRENT.get();
        if (batch == null) {
            task.run();
        } else {
            batch.last.add(task);
        }
    }

    public void begin() {
        CURRENT.set(this);
    }

    public void end() {
        CURRENT.remove();
        for (int i = 0; i < last.size(); i++) {
            try {
                last.get(i).run();
            } catch (RuntimeException e) {
                LOG.error("what was left to the end of a batch failed", e);
            }
        }
        last.clear();
    }
}
