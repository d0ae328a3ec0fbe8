package io.daybreak.logstorage.chronicle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a directory lives: nodes whose disks are equal may force their logs together.
 *
 * @param id equal for directories of one file system
 * @param overwritesInPlace whether a block that was written and forced before is written again
 *     without any metadata that would have to be forced with it, see {@link SharedForce}
 */
public record Disk(Object id, boolean overwritesInPlace) {
    private static final Logger LOG = LoggerFactory.getLogger(Disk.class);

    /** The disk of a directory that exists. */
    public static Disk of(Path directory) throws IOException {
        try {
            long device = (long) Files.getAttribute(directory, "unix:dev");
            boolean inPlace =
                    Files.getFileStore(directory).type().equals("ext4")
                            && overwritesInPlace(ext4Options(device));
            LOG.debug("{} is on device {}, overwrites in place: {}", directory, device, inPlace);
            return new Disk(device, inPlace);
        } catch (UnsupportedOperationException | IllegalArgumentException _) {
            // Not Unix: a disk of its own.
            return new Disk(new Object(), false);
        }
    }

    /**
     * All options of a mounted ext4 file system, those that are the default too, which {@code
     * /proc/mounts} leaves out; none if they cannot be read.
     */
    private static List<String> ext4Options(long device) {
        Path link = Path.of("/sys/dev/block", major(device) + ":" + minor(device));
        try {
            Path name = Files.readSymbolicLink(link).getFileName();
            return Files.readAllLines(Path.of("/proc/fs/ext4", name.toString(), "options"));
        } catch (IOException e) {
            LOG.debug("the options of device {} are out of sight", device, e);
            return List.of();
        }
    }

    /**
     * With {@code data=journal} blocks go to the journal first. A file alone can have that as its
     * attribute, which ext4 heeds only without {@code delalloc}.
     */
    static boolean overwritesInPlace(List<String> options) {
        return options.contains("delalloc") && !options.contains("data=journal");
    }

    /** As the C library takes a device number apart. */
    private static long major(long device) {
        return device >>> 8 & 0xfff | device >>> 32 & ~0xfffL;
    }

    private static long minor(long device) {
        return device & 0xff | device >>> 12 & ~0xffL & 0xffffffffL;
    }
}
