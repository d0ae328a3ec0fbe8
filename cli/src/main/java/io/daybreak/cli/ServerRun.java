package io.daybreak.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A server from its start until it is told to stop. Owned by the main thread. */
final class ServerRun {
    /** Heap that the pool does not get; ./daybreak sizes the heap by the same numbers. */
    private static final long HEAP_OVERHEAD = 512L << 20;

    private ServerRun() {}

    /** Returns the exit code. */
    static int of(ServerOptions options) throws IOException, InterruptedException {
        Files.createDirectories(options.dataDirectory());
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        ServerOptions built =
                options.with(
                        options.dataDirectory().toAbsolutePath().normalize(),
                        options.bufferPoolBytes() == 0
                                ? quarterOfMemory()
                                : options.bufferPoolBytes());
        Tower tower = Tower.build(built);
        // SIGTERM and SIGINT: the hook lets the main thread close everything, and then ends the JVM
        // with the code of a clean stop instead of the signal's.
        AtomicInteger code = new AtomicInteger(1);
        Thread hook =
                new Thread(
                        () -> {
                            stop.countDown();
                            try {
                                stopped.await();
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt(); // The JVM ends anyway.
                            }
                            Runtime.getRuntime().halt(code.get());
                        },
                        "daybreak-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            if (options.training()) {
                // A start without the option asks for it.
                quarterOfMemory();
                Training.run(tower.port());
                tower.close();
                // A start that has redo and a dictionary to read loads more than the first one.
                tower = Tower.build(built);
                Training.runAgain(tower.port());
                tower.close();
                // The one before wrote summaries of the log, which this one reads.
                tower = Tower.build(built);
            } else {
                stop.await();
            }
            tower.close();
            code.set(0);
        } catch (RuntimeException e) {
            System.err.println(Explanation.of(e));
        } finally {
            stopped.countDown();
        }
        if (options.training()) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        return code.get();
    }

    private static long quarterOfMemory() {
        long machine = Runtime.getRuntime().maxMemory() * 3;
        if (ManagementFactory.getOperatingSystemMXBean()
                instanceof com.sun.management.OperatingSystemMXBean system) {
            machine = system.getTotalMemorySize();
        }
        // The heap must hold the pool and everything else.
        long room =
                Math.max(
                        ServerOptions.BUFFER_POOL_MIN,
                        (Runtime.getRuntime().maxMemory() - HEAP_OVERHEAD) * 4 / 5);
        return Math.max(ServerOptions.BUFFER_POOL_MIN, Math.min(machine / 4, room));
    }
}
