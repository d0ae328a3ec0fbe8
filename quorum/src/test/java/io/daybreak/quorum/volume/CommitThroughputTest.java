package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.quorum.api.LocalVolume;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeConfig;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits per second and CPU per commit of six forced logs; prints, asserts little. */
@Tag("slow")
final class CommitThroughputTest {
    private static final long SECONDS = 4;

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 64})
    void sharesForcesAmongCommitters(int committers) throws Exception {
        Path directory = Path.of("target", "throughput-" + System.nanoTime());
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        try (Volume volume = LocalVolume.open(VolumeConfig.in(directory))) {
            volume.ensureCapacity(new PageId(1000));
            run(volume, committers, 2);
            long forces = volume.status().forces();
            long cpu = system.getProcessCpuTime();
            long commits = run(volume, committers, SECONDS);
            double cpuMicros = (system.getProcessCpuTime() - cpu) / 1e3 / commits;
            System.out.printf(
                    "%d committers: %d commits/s, %.0f us CPU per commit, %.2f commits per force%n",
                    committers,
                    commits / SECONDS,
                    cpuMicros,
                    commits * 6.0 / (volume.status().forces() - forces));
            assertThat(commits).isPositive();
            long cpuBefore = system.getProcessCpuTime();
            long start = System.nanoTime();
            byte[] page = new byte[PageLayout.PAGE_SIZE];
            for (int i = 0; i < 20_000; i++) {
                volume.read(new PageId(i * 31L % 1000), new Lsn(volume.durableLsn()), page);
            }
            System.out.printf(
                    "page reads: %.0f us, %.0f us CPU each%n",
                    (System.nanoTime() - start) / 2e7,
                    (system.getProcessCpuTime() - cpuBefore) / 2e7);
        }
    }

    /** Each commit: a mini-transaction of 1.5 KB of changes, then one of the commit itself. */
    private static long run(Volume volume, int committers, long seconds) throws Exception {
        Semaphore inFlight = new Semaphore(committers);
        AtomicLong commits = new AtomicLong();
        MiniTransaction mtr = new MiniTransaction();
        byte[] value = new byte[500];
        long end = System.nanoTime() + seconds * 1_000_000_000;
        long page = 0;
        while (System.nanoTime() < end) {
            inFlight.acquire();
            mtr.reset();
            for (int i = 0; i < 3; i++) {
                page = (page + 7) % 1000;
                mtr.record(page, RedoKind.UPDATE);
                mtr.init(1);
                mtr.write(100, value, 0, value.length);
            }
            volume.append(mtr);
            mtr.reset();
            mtr.record(page, RedoKind.COMMIT);
            mtr.write(700, value, 0, 40);
            long lsn = volume.append(mtr).value();
            volume.onDurable(
                    lsn,
                    () -> {
                        commits.incrementAndGet();
                        inFlight.release();
                    },
                    inFlight::release);
        }
        inFlight.acquire(committers);
        return commits.get();
    }
}
