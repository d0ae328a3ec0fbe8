package io.daybreak.cli;

import io.daybreak.engine.Engines;
import io.daybreak.engine.api.EngineConfig;
import io.daybreak.engine.api.StorageEngine;
import io.daybreak.quorum.api.LocalVolume;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeConfig;
import io.daybreak.quorum.api.VolumeStatus;
import io.daybreak.server.Servers;
import io.daybreak.server.api.RunningServer;
import io.daybreak.server.api.ServerConfig;
import io.daybreak.sql.SqlDatabases;
import io.daybreak.sql.api.SqlConfig;
import io.daybreak.sql.api.SqlDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open server from the volume up. Built and closed by the main thread; what was opened is
 * closed in reverse order, also when a later step fails.
 */
final class Tower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("daybreak");

    private static final int PURGE_THREADS = 1;

    /** The exit code after ALTER SYSTEM CRASH; ./daybreak knows it too. */
    private static final int CRASHED = 99;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private int port;

    private Tower() {}

    static Tower build(ServerOptions options) throws IOException {
        Tower tower = new Tower();
        try {
            tower.rise(options);
            return tower;
        } catch (IOException | RuntimeException | Error e) {
            try {
                tower.close();
            } catch (RuntimeException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    int port() {
        return port;
    }

    private void rise(ServerOptions options) throws IOException {
        long started = System.nanoTime();
        boolean first = isEmpty(options.dataDirectory());
        LOG.info(
                "{} {} the volume in {} (buffer pool {})",
                Version.title(),
                first ? "creates" : "opens",
                options.dataDirectory(),
                Bytes.show(options.bufferPoolBytes()));
        if (options.osDurability()) {
            LOG.warn(
                    "durability=os: commits are not forced to disk; a power cut or a crash of the"
                            + " operating system may lose acknowledged commits");
        }
        VolumeConfig config =
                VolumeConfig.in(options.dataDirectory())
                        .withPagesPerGroup(options.pagesPerGroup())
                        .withLogFileBytes(options.logFileBytes())
                        .withDurability(
                                options.osDurability()
                                        ? VolumeConfig.Durability.OS
                                        : VolumeConfig.Durability.FSYNC);
        Volume volume = opened(LocalVolume.open(config));
        StorageEngine engine =
                opened(
                        Engines.open(
                                volume,
                                new EngineConfig(
                                        options.bufferPoolBytes(),
                                        PURGE_THREADS,
                                        options.dataDirectory().resolve("tmp"))));
        SqlDatabase database =
                opened(
                        SqlDatabases.open(
                                engine,
                                new SqlConfig(
                                        Version.forClients(),
                                        options.port(),
                                        options.dataDirectory(),
                                        hostname(),
                                        Tower::crash)));
        RunningServer server =
                opened(
                        Servers.start(
                                new ServerConfig(
                                        options.bind(),
                                        options.port(),
                                        options.adminPort(),
                                        options.dataDirectory(),
                                        Version.forClients(),
                                        options.transport()),
                                database,
                                engine));
        port = server.port();
        if (first) {
            LOG.info(
                    "first start: user root has no password and may log in from this machine only;"
                            + " set one with ALTER USER root@localhost IDENTIFIED BY '…'");
        }
        if (server.adminPort() >= 0) {
            LOG.info(
                    "health and metrics: http://127.0.0.1:{}/health and /metrics",
                    server.adminPort());
        }
        LOG.info(
                "ready for connections: {}:{}  ({}) after {} ms, transport {}",
                options.bind(),
                server.port(),
                describe(volume.status()),
                (System.nanoTime() - started) / 1_000_000,
                server.transport());
    }

    /** As sudden as kill -9: nothing is closed, forced or said to anybody. */
    private static void crash() {
        LOG.warn("ALTER SYSTEM CRASH: the process ends now");
        Runtime.getRuntime().halt(CRASHED);
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    private static String describe(VolumeStatus status) {
        long segments = status.segments().stream().filter(s -> s.group() == 0).count();
        long groups =
                status.segments().stream().map(VolumeStatus.Segment::group).distinct().count();
        String zones =
                status.segments().stream()
                        .map(VolumeStatus.Segment::zone)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(" "));
        return "volume: "
                + segments
                + " segments"
                + (groups > 1 ? " per group, " + groups + " groups," : "")
                + " in "
                + zones
                + ", write quorum 4/6, VDL "
                + status.vdl();
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    private static String hostname() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException _) {
            return "localhost"; // A machine without a name is still a machine.
        }
    }

    /** Closes everything that was opened; goes on if a part fails, and then throws. */
    @Override
    public void close() {
        boolean ran = !open.isEmpty();
        RuntimeException failure = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                RuntimeException wrapped = new IllegalStateException("cannot close cleanly", e);
                if (failure == null) {
                    failure = wrapped;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        if (ran) {
            LOG.info("stopped");
        }
    }
}
