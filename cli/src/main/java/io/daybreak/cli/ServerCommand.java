package io.daybreak.cli;

import io.daybreak.quorum.api.VolumeConfig;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code daybreak server}: runs a server until it is told to stop. */
@Command(
        name = "server",
        description = "Starts a server: writer, storage nodes in three zones, and MySQL port.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped by SIGTERM or SIGINT",
            "1:could not start, or failed; the last line says why",
            "2:wrong usage"
        },
        footer = {
            "",
            "The first start creates the data directory and the user root without a password,",
            "who may log in from this machine only."
        })
final class ServerCommand implements Callable<Integer> {
    enum Durability {
        fsync,
        os
    }

    private static final long BUFFER_POOL_MIN = 16L << 20;

    /** Heap that the pool does not get; ./daybreak sizes the heap by the same numbers. */
    private static final long HEAP_OVERHEAD = 512L << 20;

    @Spec private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "3306",
            description = "Port for MySQL clients (default: ${DEFAULT-VALUE}); 0 takes a free one.")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = {
                "Address to listen on (default: ${DEFAULT-VALUE}).",
                "0.0.0.0 lets other machines in: set passwords first."
            })
    private String bind = "127.0.0.1";

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            defaultValue = "./data",
            description = "Where the volume lives (default: ${DEFAULT-VALUE}).")
    private Path dataDirectory = Path.of("data");

    @Option(
            names = "--buffer-pool",
            paramLabel = "SIZE",
            converter = Bytes.class,
            description =
                    "Memory for pages, like 512M or 4G (default: a quarter of the machine's).")
    private long bufferPool;

    @Option(
            names = "--durability",
            paramLabel = "MODE",
            defaultValue = "fsync",
            description = {
                "What a commit waits for (default: ${DEFAULT-VALUE}).",
                "fsync: redo is on stable storage of four segments.",
                "os: redo is with the operating system; a power cut may lose commits."
            })
    private Durability durability = Durability.fsync;

    @Option(
            names = "--admin-port",
            paramLabel = "PORT",
            defaultValue = "3380",
            description = {
                "Port for /health and /metrics, on loopback only (default: ${DEFAULT-VALUE});",
                "0 takes a free one, -1 opens none."
            })
    private int adminPort;

    @Option(
            names = "--transport",
            hidden = true,
            defaultValue = "auto",
            description = "auto, io_uring, epoll or nio.")
    private String transport = "auto";

    @Option(
            names = "--pages-per-group",
            hidden = true,
            description = "Pages of a protection group; only when the volume is created.")
    private long pagesPerGroup = VolumeConfig.PAGES_PER_GROUP;

    @Option(
            names = "--log-file-size",
            hidden = true,
            converter = Bytes.class,
            defaultValue = "64M",
            description = "Size of a storage node's log file; pages are made once one is full.")
    private long logFileBytes;

    @Option(names = "--training", hidden = true, description = "Exercise the start, then stop.")
    private boolean training;

    @Override
    public Integer call() throws Exception {
        if (port < 0 || port > 65535 || adminPort < -1 || adminPort > 65535) {
            throw new ParameterException(spec.commandLine(), "A port is between 0 and 65535.");
        }
        long pool = bufferPool == 0 ? quarterOfMemory() : bufferPool;
        if (pool < BUFFER_POOL_MIN) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--buffer-pool must be at least " + Bytes.show(BUFFER_POOL_MIN));
        }
        Files.createDirectories(dataDirectory);
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Tower.Options options =
                new Tower.Options(
                        port,
                        bind,
                        dataDirectory.toAbsolutePath().normalize(),
                        pool,
                        durability == Durability.os,
                        adminPort,
                        transport,
                        pagesPerGroup,
                        logFileBytes);
        Tower tower = Tower.build(options);
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
            if (training) {
                Training.run(tower.port());
                tower.close();
                // A start that has redo and a dictionary to read loads more than the first one.
                tower = Tower.build(options);
                Training.runAgain(tower.port());
            } else {
                stop.await();
            }
            tower.close();
            code.set(0);
        } catch (RuntimeException e) {
            spec.commandLine().getErr().println(Explanation.of(e));
        } finally {
            stopped.countDown();
        }
        if (training) {
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
                        BUFFER_POOL_MIN,
                        (Runtime.getRuntime().maxMemory() - HEAP_OVERHEAD) * 4 / 5);
        return Math.max(BUFFER_POOL_MIN, Math.min(machine / 4, room));
    }
}
