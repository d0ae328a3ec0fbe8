package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.daybreak.logstorage.api.ExcerptLayout;
import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.RedoBatchCodec;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.VolumeEpoch;
import io.daybreak.quorum.api.LocalVolume;
import io.daybreak.quorum.api.VolumeConfig;
import io.daybreak.quorum.api.VolumeOpenException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VolumeMetadataTest {
    private static final SegmentKind[] KINDS = {
        SegmentKind.FULL,
        SegmentKind.TAIL,
        SegmentKind.FULL,
        SegmentKind.TAIL,
        SegmentKind.FULL,
        SegmentKind.TAIL
    };
    private static final VolumeMetadata METADATA =
            new VolumeMetadata(
                    new UUID(0x0102030405060708L, 0x090a0b0c0d0e0f10L),
                    3,
                    new VolumeEpoch(2),
                    655_360,
                    4,
                    10_000_000,
                    KINDS);

    /** Written once by version 1 of the format; never to be changed. */
    private static final String GOLDEN =
            ""
                    + "dcef8742" // checksum
                    + "4442564d" // magic
                    + "02000000" // format, reserved
                    + "00000060" // length
                    + "0102030405060708090a0b0c0d0e0f10" // volume
                    + "0000000000000003" // version
                    + "0000000000000002" // epoch
                    + "00000000000a0000" // pages per group
                    + "00000004" // groups
                    + "00000000"
                    + "0000000000989680" // LSN allocation limit
                    + "010201020102" // kinds
                    + "05" // node
                    + "0000000000000000000000000000000000";

    @Test
    void keepsItsLayout() {
        assertThat(HexFormat.of().formatHex(METADATA.encode(5))).isEqualTo(GOLDEN);
        assertThat(VolumeMetadata.decode(HexFormat.of().parseHex(GOLDEN), 5)).isEqualTo(METADATA);
    }

    @Test
    void refusesEveryFlippedBitAndTheCopyOfAnotherNode() {
        byte[] bytes = METADATA.encode(1);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> VolumeMetadata.decode(damaged, 1))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> VolumeMetadata.decode(bytes, 2))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VolumeMetadata.decode(new byte[VolumeMetadata.LENGTH], 0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsTheNewestOfThreeCopiesAndRefusesFewer(@TempDir Path root) throws Exception {
        Path[] directories = new Path[6];
        for (int i = 0; i < 6; i++) {
            directories[i] = root.resolve("node" + i);
        }
        MetadataFiles files = new MetadataFiles(directories);
        assertThat(files.read()).isNull();
        files.write(METADATA);
        files.write(METADATA.withGroups(9));
        for (int i = 0; i < 3; i++) {
            Files.delete(directories[i].resolve("volume.meta"));
        }
        assertThat(files.read()).isEqualTo(METADATA.withGroups(9));
        Files.delete(directories[3].resolve("volume.meta"));
        assertThatThrownBy(files::read).isInstanceOf(VolumeOpenException.class);
    }

    /** As a later program may write it: longer, and with another meaning from byte 16 on. */
    private static byte[] ofFormat(int format, int length, int node) {
        return ofFormat(METADATA, format, length, node);
    }

    private static byte[] ofFormat(VolumeMetadata metadata, int format, int length, int node) {
        ByteBuffer buffer = ByteBuffer.wrap(Arrays.copyOf(metadata.encode(node), length));
        buffer.put(8, (byte) format).putInt(12, length);
        CRC32C crc = new CRC32C();
        crc.update(buffer.array(), 4, length - 4);
        return buffer.putInt(0, (int) crc.getValue()).array();
    }

    @Test
    void aVolumeOfANewerProgramIsRefusedBeforeAnythingIsTouched(@TempDir Path root)
            throws Exception {
        VolumeConfig config = VolumeConfig.in(root).withPagesPerGroup(64);
        LocalVolume.open(config).close();
        for (int node = 0; node < 6; node++) {
            Path copy = root.resolve("az" + (node / 2 + 1)).resolve("node" + node);
            Files.write(
                    copy.resolve("volume.meta"), ofFormat(VolumeMetadata.FORMAT + 1, 120, node));
        }
        Map<Path, FileTime> before = times(root);
        assertThatThrownBy(() -> LocalVolume.open(config))
                .isInstanceOf(VolumeOpenException.class)
                .hasMessageContaining("storage format " + (VolumeMetadata.FORMAT + 1))
                .hasMessageContaining("newer Daybreak");
        assertThat(times(root)).isEqualTo(before);
    }

    private static Map<Path, FileTime> times(Path root) throws IOException {
        Map<Path, FileTime> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                times.put(file, Files.getLastModifiedTime(file));
            }
        }
        return times;
    }

    @Test
    void aVolumeOfTheFormatBeforeIsOpenedAndThenOfThisOne(@TempDir Path root) throws Exception {
        VolumeConfig config = VolumeConfig.in(root).withPagesPerGroup(64);
        LocalVolume.open(config).close();
        Path copy = root.resolve("az1").resolve("node0").resolve("volume.meta");
        byte[] bytes = Files.readAllBytes(copy);
        assertThat(bytes[8]).isEqualTo(VolumeMetadata.FORMAT);
        for (int node = 0; node < 6; node++) {
            Path meta = root.resolve("az" + (node / 2 + 1)).resolve("node" + node);
            VolumeMetadata kept =
                    VolumeMetadata.decode(Files.readAllBytes(meta.resolve("volume.meta")), node);
            Files.write(
                    meta.resolve("volume.meta"), ofFormat(kept, 1, VolumeMetadata.LENGTH, node));
        }
        Queue<Byte> found = new ConcurrentLinkedQueue<>();
        VolumeOpener.NodeFactory local = LocalNodes.factory(config);
        VolumeOpener.NodeFactory looking =
                (node, directory) -> {
                    found.add(Files.readAllBytes(directory.resolve("volume.meta"))[8]);
                    return local.open(node, directory);
                };
        VolumeOpener.open(config, looking, transport -> transport).close();
        assertThat(Files.readAllBytes(copy)[8]).isEqualTo(VolumeMetadata.FORMAT);
        assertThat(found)
                .as("before a node is opened")
                .hasSizeGreaterThanOrEqualTo(Quorum.WRITE)
                .containsOnly(VolumeMetadata.FORMAT);
    }

    @Test
    void aNewerFormatWithAWrongChecksumIsDamage() {
        byte[] bytes = ofFormat(VolumeMetadata.FORMAT + 1, 96, 2);
        bytes[50] ^= 1;
        assertThatThrownBy(() -> VolumeMetadata.decode(bytes, 2))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /**
     * Whoever raises one of these raises {@link VolumeMetadata#FORMAT} too, and says there how the
     * one before is read; then this test changes.
     */
    @Test
    void theVolumesFormatStandsForThoseOfTheStorageNodes() {
        assertThat(VolumeMetadata.FORMAT).isEqualTo((byte) 2);
        assertThat(ExcerptLayout.VERSION).isEqualTo(1);
        assertThat(RedoBatchCodec.VERSION).isEqualTo(1);
        assertThat(PageLayout.VERSION).isEqualTo(1);
    }
}
