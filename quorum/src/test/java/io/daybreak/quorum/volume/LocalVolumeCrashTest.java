package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.MiniTransaction;
import io.daybreak.logstorage.api.PageId;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.quorum.api.LocalVolume;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process with SIGKILL while it appends, and reopens its volume: what it acknowledged is
 * there. The child writes a counter into a page per commit and prints it once the commit is
 * durable.
 */
final class LocalVolumeCrashTest {
    private static final long SEED = 11;
    private static final int PAGES = 48;
    private static final int COUNTER_OFFSET = 64;

    @TempDir Path directory;

    @Test
    void keepsEveryAcknowledgedCommitOverKillMinusNine() throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        long acknowledged = 0;
        for (int round = 0; round < 4; round++) {
            acknowledged = Math.max(acknowledged, runAndKill(200 + random.nextInt(600)));
            long start = System.nanoTime();
            try (Volume volume = LocalVolume.open(config(directory))) {
                long found = newestCounter(volume);
                System.out.printf(
                        "acknowledged %d, found %d, reopened in %d ms%n",
                        acknowledged, found, (System.nanoTime() - start) / 1_000_000);
                assertThat(found)
                        .as("newest commit found, seed %d", SEED)
                        .isGreaterThanOrEqualTo(acknowledged);
            }
        }
        assertThat(acknowledged).isGreaterThan(10);
    }

    /** Runs a child for so long after its first commit; returns the last counter it printed. */
    private long runAndKill(long millis) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                        .filter(a -> a.startsWith("--") || a.startsWith("-Dchronicle"))
                        .toList());
        command.addAll(List.of("-Xmx400m", "-cp", System.getProperty("java.class.path")));
        command.add(Appender.class.getName());
        command.add(directory.toString());
        Process child =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        long[] last = new long[1];
        Semaphore started = new Semaphore(0);
        Thread reader =
                Thread.ofPlatform()
                        .start(() -> {
                            try (BufferedReader lines = child.inputReader()) {
                                String line;
                                while ((line = lines.readLine()) != null) {
                                    if (line.startsWith("durable ")) {
                                        last[0] = Long.parseLong(line.substring(8));
                                        started.release();
                                    }
                                }
                            } catch (IOException _) {
                                // The child is gone; what it printed is read.
                            }
                        });
        assertThat(started.tryAcquire(60, TimeUnit.SECONDS)).as("the child commits").isTrue();
        Thread.sleep(millis);
        child.destroyForcibly().waitFor();
        reader.join();
        return last[0];
    }

    private static long newestCounter(Volume volume) {
        byte[] page = new byte[PageLayout.PAGE_SIZE];
        long newest = 0;
        for (int number = 0; number < Math.min(PAGES, volume.pageCapacity()); number++) {
            volume.read(new PageId(number), new Lsn(volume.durableLsn()), page);
            newest = Math.max(newest, ByteBuffer.wrap(page).getLong(COUNTER_OFFSET));
        }
        return newest;
    }

    private static VolumeConfig config(Path directory) {
        return VolumeConfig.in(directory).withPagesPerGroup(16).withLogFileBytes(1 << 20);
    }

    /** The child. Commits come from several threads, so that forces are shared. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] arguments) throws Exception {
            PrintStream out = System.out;
            try (Volume volume = LocalVolume.open(config(Path.of(arguments[0])))) {
                volume.ensureCapacity(new PageId(PAGES - 1));
                long counter = newestCounter(volume);
                MiniTransaction mtr = new MiniTransaction();
                byte[] value = new byte[8];
                Semaphore inFlight = new Semaphore(16);
                while (counter < Long.MAX_VALUE) {
                    inFlight.acquire();
                    long commit = ++counter;
                    long page = commit % PAGES;
                    mtr.reset();
                    mtr.record(page, RedoKind.COMMIT);
                    if (commit <= PAGES) {
                        mtr.init(1);
                    }
                    ByteBuffer.wrap(value).putLong(commit);
                    mtr.write(COUNTER_OFFSET, value, 0, 8);
                    // A record in another group, so that a commit spans two.
                    mtr.record((page + 16) % PAGES, RedoKind.OTHER);
                    if (commit <= PAGES) {
                        mtr.init(1);
                    }
                    mtr.write(COUNTER_OFFSET + 64, value, 0, 8);
                    long lsn = volume.append(mtr).value();
                    volume.onDurable(
                            lsn,
                            () -> {
                                out.println("durable " + commit);
                                inFlight.release();
                            },
                            () -> System.exit(3));
                }
            }
        }
    }
}
