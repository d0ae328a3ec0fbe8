package io.daybreak.quorum.volume;

import io.daybreak.logstorage.api.ForceProbe;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentReply.Truncation;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.StorageNode;
import io.daybreak.logstorage.api.TimelineId;
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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a volume whose six storage nodes live in this process: locks the directory, opens the nodes
 * side by side, raises the epoch, recovers, and starts the writer. Creates the volume if there is
 * none. Owned by the thread that opens; later only as the volume's {@link VolumeShell.Growth},
 * guarded by the shell's growth lock.
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
        InJvmTransport nodes = openNodes();
        long nodesOpen = System.nanoTime();
        FaultPlan transport = new FaultPlan(wrap.apply(nodes));
        try {
            if (written != null) {
                // Before anybody is fenced: two openings never use the same epoch.
                await(written);
            }
            createSegments(nodes, metadata, 0, metadata.groupCount());
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
            return start(recovered, metadata, nodes, transport, channel);
        } catch (IOException | InterruptedException | RuntimeException e) {
            try {
                transport.close();
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
                    files.write(metadata);
                    return null;
                });
        Thread.ofPlatform().name("write-metadata").start(task);
        return task;
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
            InJvmTransport nodes,
            FaultPlan transport,
            FileChannel channel) {
        // A start does not wait for it, only a stop: it has a file in the directory.
        Thread probe = Thread.ofPlatform().daemon().name("force-probe").start(this::probeForces);
        LocalGrowth growth = new LocalGrowth(recovered, metadata, nodes, transport);
        LateNodes late = new LateNodes(nodes, this::openNode, growth::createMissing).start();
        return new VolumeShell(
                        recovered,
                        metadata,
                        WriterLimits.DEFAULT,
                        transport,
                        growth,
                        () -> {
                            late.close();
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

    private InJvmTransport openNodes() throws InterruptedException {
        AtomicReferenceArray<@Nullable StorageNode> opened =
                new AtomicReferenceArray<>(SegmentId.REPLICAS);
        String[] reasons = new String[SegmentId.REPLICAS];
        Arrays.fill(reasons, "not open");
        Thread[] threads = new Thread[SegmentId.REPLICAS];
        for (int i = 0; i < threads.length; i++) {
            int node = i;
            threads[i] =
                    Thread.ofPlatform()
                            .name("open-node-" + node)
                            .start(() -> {
                                try {
                                    opened.set(node, openNode(node));
                                } catch (IOException | RuntimeException | InternalError e) {
                                    LOG.error("storage node {} does not open", node, e);
                                    reasons[node] = e.toString();
                                }
                            });
        }
        @Nullable StorageNode[] nodes = new StorageNode[SegmentId.REPLICAS];
        for (int i = 0; i < threads.length; i++) {
            threads[i].join();
            nodes[i] = opened.get(i);
        }
        return new InJvmTransport(nodes, reasons);
    }

    /**
     * Makes segments where they are missing. Waits for a write quorum of nodes, and a moment for
     * the others: a node that hangs makes its segments when it wakes up, and they join then.
     */
    private static void createSegments(
            InJvmTransport nodes, VolumeMetadata metadata, int firstGroup, int endGroup)
            throws InterruptedException {
        CountDownLatch quorum = new CountDownLatch(Quorum.WRITE);
        CountDownLatch all = new CountDownLatch(SegmentId.REPLICAS);
        for (int i = 0; i < SegmentId.REPLICAS; i++) {
            int index = i;
            Thread.ofVirtual()
                    .name("create-segments-" + index)
                    .start(() -> {
                        createSegments(nodes, metadata, index, firstGroup, endGroup);
                        quorum.countDown();
                        all.countDown();
                    });
        }
        if (!quorum.await(JOIN_MILLIS, TimeUnit.MILLISECONDS)
                || !all.await(JOIN_GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
            LOG.warn("not all storage nodes made their segments in time");
        }
    }

    private static void createSegments(
            InJvmTransport nodes,
            VolumeMetadata metadata,
            int index,
            int firstGroup,
            int endGroup) {
        StorageNode node = nodes.node(index);
        if (node == null) {
            return;
        }
        Set<SegmentId> present = new HashSet<>(node.segments());
        for (int group = firstGroup; group < endGroup; group++) {
            SegmentId segment = new SegmentId(new ProtectionGroupId(group), index);
            if (present.contains(segment)) {
                continue;
            }
            try {
                node.createSegment(segment, metadata.kinds()[index], TimelineId.FIRST);
            } catch (RuntimeException e) {
                LOG.error("{} cannot be made", segment, e);
            }
        }
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
        private final InJvmTransport nodes;
        private final SegmentTransport transport;
        private volatile VolumeMetadata metadata;

        LocalGrowth(
                RecoveredVolume recovered,
                VolumeMetadata metadata,
                InJvmTransport nodes,
                SegmentTransport transport) {
            this.recovered = recovered;
            this.metadata = metadata;
            this.nodes = nodes;
            this.transport = transport;
        }

        /**
         * The segments that a node lacks which was opened late; they join the epoch by and by.
         *
         * @return whether it has all of them now
         */
        boolean createMissing(int index) {
            VolumeMetadata now;
            do {
                now = metadata;
                createSegments(nodes, now, index, 0, now.groupCount());
            } while (metadata.groupCount() != now.groupCount());
            StorageNode node = nodes.node(index);
            return node != null && node.segments().size() >= now.groupCount();
        }

        @Override
        public RecoveredVolume.Group addGroup(int group) {
            try {
                createSegments(nodes, metadata, group, group + 1);
                long[] scl = join(group);
                VolumeMetadata grown = metadata.withGroups(group + 1);
                files.write(grown);
                metadata = grown;
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
