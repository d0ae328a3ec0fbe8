package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.ForceProbe;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentReply.Truncation;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.StorageNode;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.quorum.api.Volume;
import io.daybreak.quorum.api.VolumeConfig;
import io.daybreak.quorum.api.VolumeOpenException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a volume whose six storage nodes live in this process: locks the directory, opens the nodes
 * that it needs ({@link NodeOpening}), raises the epoch, recovers, and starts the writer. Creates
 * the volume if there is none. Owned by the thread that opens; later only as the volume's {@link
 * VolumeShell.Growth}, guarded by the shell's growth lock.
 *
 * <pre>
 * dataDirectory/
 *   volume.lock          held while the volume is open
 *   az1/node0 az1/node1 az2/node2 ... az3/node5
 *     volume.meta        {@link VolumeMetadata}
 *     ...                the storage node's own files
 * </pre>
 */
public final class VolumeOpener {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeOpener.class);
    private static final long JOIN_MILLIS = 10_000;
    private static final long JOIN_GRACE_MILLIS = 300;
    private static final long WRITE_PAUSE_MILLIS_MIN = 1_000;
    private static final long WRITE_PAUSE_MILLIS_MAX = 10_000;

    /** Opens the storage node of a directory. */
    interface NodeFactory {
        StorageNode open(int node, Path directory) throws IOException;
    }

    private final VolumeConfig config;
    private final NodeFactory factory;
    private final Path[] directories = new Path[SegmentId.REPLICAS];
    private final MetadataFiles files;

    private VolumeOpener(VolumeConfig config, NodeFactory factory) {
        this.config = config;
        this.factory = factory;
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            directories[i] = config.dataDirectory().resolve("az" + (i / 2 + 1)).resolve("node" + i);
        }
        this.files = new MetadataFiles(directories);
    }

    /**
     * @throws VolumeOpenException if the volume is in use, damaged or lacks segments
     */
    public static Volume open(VolumeConfig config) {
        return open(config, LocalNodes.factory(config), transport -> transport);
    }

    static VolumeShell open(
            VolumeConfig config, NodeFactory factory, UnaryOperator<SegmentTransport> wrap) {
        VolumeOpener opener = new VolumeOpener(config, factory);
        FileChannel channel = opener.lockDirectory();
        try {
            return opener.open(wrap, channel);
        } catch (IOException e) {
            close(channel);
            throw new VolumeOpenException("cannot open the volume: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            close(channel);
            Thread.currentThread().interrupt();
            throw new VolumeOpenException("interrupted while opening the volume", e);
        } catch (RuntimeException | Error e) {
            close(channel);
            throw e;
        }
    }

    private VolumeShell open(UnaryOperator<SegmentTransport> wrap, FileChannel channel)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        VolumeMetadata old = files.read();
        boolean fresh = old == null;
        VolumeMetadata metadata = old == null ? create() : old.withEpoch(old.epoch().next());
        FutureTask<Void> written = fresh ? null : writeBeside(metadata);
        if (written != null && files.areOfOlderFormat()) {
            // Before a node keeps anything that the older program would misread.
            await(written);
        }
        InJvmTransport nodes = new InJvmTransport();
        FaultPlan transport = new FaultPlan(wrap.apply(nodes));
        NodeOpening opening =
                new NodeOpening(
                                nodes,
                                this::openNode,
                                metadata.kinds(),
                                metadata.groupCount(),
                                fresh ? NodeOpening.all() : NodeOpening.needed(metadata.kinds()))
                        .start();
        try {
            opening.await();
            long nodesOpen = System.nanoTime();
            if (written != null) {
                // Before anybody is fenced: two openings never use the same epoch.
                await(written);
            }
            RecoveredVolume recovered =
                    new RecoveryRun(metadata, fresh, transport).run(config.openTimeoutMillis());
            if (fresh && recovered.vdl() > 0) {
                throw new VolumeOpenException(
                        config.dataDirectory()
                                + " holds segments with redo, but no volume metadata");
            }
            if (!recovered.epoch().equals(metadata.epoch())) {
                metadata = metadata.withEpoch(recovered.epoch());
                files.write(metadata);
            } else if (fresh) {
                // Version 1 counts with any number of copies: a creation may die half-way here.
                files.write(metadata);
            }
            logOpen(recovered, fresh, nodesOpen - start, System.nanoTime() - nodesOpen);
            return start(recovered, metadata, opening, transport, channel);
        } catch (IOException | InterruptedException | RuntimeException e) {
            try {
                transport.close();
                opening.close();
            } catch (RuntimeException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /** The disk is waited for a dozen times, while the nodes read their logs. */
    private FutureTask<Void> writeBeside(VolumeMetadata metadata) {
        FutureTask<Void> task =
                new FutureTask<>(() -> {
                    writePatiently(metadata);
                    return null;
                });
        Thread.ofPlatform().name("write-metadata").start(task);
        return task;
    }

    /** Disks that are full now may have room soon: as long as enough segments are waited for. */
    private void writePatiently(VolumeMetadata metadata) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(config.openTimeoutMillis());
        long pause = WRITE_PAUSE_MILLIS_MIN;
        while (true) {
            try {
                files.write(metadata);
                return;
            } catch (IOException e) {
                if (System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause) - end >= 0) {
                    throw e;
                }
                LOG.warn("waiting for the disks of more storage nodes: {}", e.getMessage());
            }
            Thread.sleep(pause);
            pause = Math.min(WRITE_PAUSE_MILLIS_MAX, pause * 2);
        }
    }

    private static void await(FutureTask<Void> written) throws IOException, InterruptedException {
        try {
            written.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed
                    ? failed
                    : new IOException(e.getCause());
        }
    }

    private VolumeShell start(
            RecoveredVolume recovered,
            VolumeMetadata metadata,
            NodeOpening opening,
            FaultPlan transport,
            FileChannel channel) {
        // A start does not wait for it, only a stop: it has a file in the directory.
        Thread probe = Thread.ofPlatform().daemon().name("force-probe").start(this::probeForces);
        LocalGrowth growth = new LocalGrowth(recovered, metadata, opening, transport);
        return new VolumeShell(
                        recovered,
                        metadata,
                        WriterLimits.DEFAULT,
                        transport,
                        growth,
                        () -> {
                            opening.close();
                            close(channel, probe);
                        },
                        config.readTimeoutMillis())
                .start();
    }

    /** A promise of durability that the disk does not keep is to be known before it is needed. */
    private void probeForces() {
        if (config.durability() == VolumeConfig.Durability.OS) {
            return;
        }
        try {
            ForceProbe probe = ForceProbe.of(config.dataDirectory());
            if (probe.isBelievable()) {
                LOG.info(
                        "a force of {} takes {} us on {}",
                        config.dataDirectory(),
                        probe.forceNanos() / 1_000,
                        probe.fileSystem());
            } else {
                LOG.warn(
                        "COMMITS MAY NOT SURVIVE A POWER CUT: a force of {} takes {} us on {}, which"
                                + " no disk can do; this is memory, or a device that does not write"
                                + " what it is told to",
                        config.dataDirectory(),
                        probe.forceNanos() / 1_000.0,
                        probe.fileSystem());
            }
        } catch (IOException e) {
            LOG.warn("cannot measure what a force of {} takes", config.dataDirectory(), e);
        }
    }

    private static void logOpen(
            RecoveredVolume recovered, boolean fresh, long nodesNanos, long recoveryNanos) {
        List<Truncation> history = recovered.history();
        LOG.info(
                "volume {}: epoch {}, VCL {}, VDL {}, {}, {} protection group(s);"
                        + " storage nodes opened in {} ms, recovery took {} ms",
                fresh ? "created" : "recovered",
                recovered.epoch().value(),
                recovered.vcl(),
                recovered.vdl(),
                history.isEmpty()
                        ? "nothing annulled"
                        : "annulled LSNs "
                                + history.getLast().from()
                                + " to "
                                + history.getLast().to(),
                recovered.groups().size(),
                nodesNanos / 1_000_000,
                recoveryNanos / 1_000_000);
    }

    private VolumeMetadata create() {
        SegmentKind[] kinds = new SegmentKind[SegmentId.REPLICAS];
        for (int i = 0; i < kinds.length; i++) {
            boolean full = config.fullSegments() == SegmentId.REPLICAS || i % 2 == 0;
            kinds[i] = full ? SegmentKind.FULL : SegmentKind.TAIL;
        }
        return new VolumeMetadata(
                UUID.randomUUID(),
                1,
                VolumeEpoch.NONE.next(),
                config.pagesPerGroup(),
                1,
                WriterLimits.DEFAULT.lsnAllocationLimit(),
                kinds);
    }

    private StorageNode openNode(int node) throws IOException {
        Files.createDirectories(directories[node]);
        return factory.open(node, directories[node]);
    }

    private FileChannel lockDirectory() {
        try {
            Files.createDirectories(config.dataDirectory());
            FileChannel channel =
                    FileChannel.open(
                            config.dataDirectory().resolve("volume.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            FileLock held = null;
            try {
                held = channel.tryLock();
            } catch (OverlappingFileLockException _) {
                // This process has it open already: the same answer as for another process.
            }
            if (held == null) {
                channel.close();
                throw new VolumeOpenException(
                        config.dataDirectory() + " is in use by another server");
            }
            return channel;
        } catch (IOException e) {
            throw new VolumeOpenException("cannot lock " + config.dataDirectory() + ": " + e, e);
        }
    }

    private static void close(FileChannel channel, Thread probe) {
        try {
            probe.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        close(channel);
    }

    private static void close(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.warn("cannot release the volume's lock", e);
        }
    }

    /** Adds protection groups while the volume is open. Guarded by the shell's growth lock. */
    private final class LocalGrowth implements VolumeShell.Growth {
        private final RecoveredVolume recovered;
        private final NodeOpening opening;
        private final SegmentTransport transport;
        private VolumeMetadata metadata;

        LocalGrowth(
                RecoveredVolume recovered,
                VolumeMetadata metadata,
                NodeOpening opening,
                SegmentTransport transport) {
            this.recovered = recovered;
            this.metadata = metadata;
            this.opening = opening;
            this.transport = transport;
        }

        @Override
        public RecoveredVolume.Group addGroup(int group) {
            try {
                opening.makeGroup(group);
                long[] scl = join(group);
                VolumeMetadata grown = metadata.withGroups(group + 1);
                files.write(grown);
                metadata = grown;
                opening.grown(grown.groupCount());
                LOG.debug("protection group {} added", group);
                return new RecoveredVolume.Group(0, scl);
            } catch (IOException e) {
                throw new IllegalStateException("cannot add protection group " + group, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while the volume grew", e);
            }
        }

        /** Joins the new segments to the epoch: a write quorum, and who else is quick. */
        private long[] join(int group) throws InterruptedException, IOException {
            long[] scl = new long[SegmentId.REPLICAS];
            Arrays.fill(scl, -1);
            CountDownLatch quorum = new CountDownLatch(Quorum.WRITE);
            CountDownLatch all = new CountDownLatch(SegmentId.REPLICAS);
            for (int i = 0; i < SegmentId.REPLICAS; i++) {
                SegmentId segment = new SegmentId(new ProtectionGroupId(group), i);
                transport.send(
                        segment,
                        new SegmentRequest.Fence(recovered.epoch()),
                        fenced -> {
                            if (!(fenced instanceof SegmentReply.Fenced)) {
                                all.countDown();
                                return;
                            }
                            transport.send(
                                    segment,
                                    new SegmentRequest.Truncate(
                                            recovered.epoch(), recovered.history()),
                                    reply -> {
                                        if (reply instanceof SegmentReply.Truncated) {
                                            synchronized (scl) {
                                                scl[segment.index()] = 0;
                                            }
                                            quorum.countDown();
                                        }
                                        all.countDown();
                                    });
                        });
            }
            if (!all.await(JOIN_GRACE_MILLIS, TimeUnit.MILLISECONDS)
                    && !quorum.await(JOIN_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IOException("too few segments of the new group answer");
            }
            synchronized (scl) {
                if (Arrays.stream(scl).filter(each -> each == 0).count() < Quorum.WRITE) {
                    throw new IOException("too few segments of the new group joined");
                }
                return scl.clone();
            }
        }
    }
}
