package io.daybreak.testsupport.sim;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * A disk with numbered, append-only files of excerpts. It survives crashes of the process that
 * writes to it.
 *
 * <p>Fault model. A crash may lose any excerpt that was not forced, keep it, or tear it (a prefix
 * stays). Forced excerpts stay, unless bit rot is asked for: one byte of one excerpt flips. A full
 * disk refuses appends. A dying process may die at any append or force: {@link #dieAfter}. Lies (a
 * force that returns and did nothing) are off unless a test asks for them.
 */
public final class SimDisk {
    /** The process dies at this write. Whoever simulates the process catches it. */
    public static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        Death() {
            super("the simulated process dies", null, false, false);
        }
    }

    private static final class Excerpt {
        byte[] bytes;
        boolean forced;

        Excerpt(byte[] bytes) {
            this.bytes = bytes;
        }
    }

    private final SimRandom random;
    private final TreeMap<Long, List<Excerpt>> files = new TreeMap<>();
    private long current;
    private long bytes;
    private long bytesMax = Long.MAX_VALUE;
    private int writesUntilDeath = -1;
    private boolean lying;
    private long forces;

    public SimDisk(SimRandom random) {
        this.random = random;
    }

    /** Appends to the current file. Returns the place: file and index in it. */
    public long append(byte[] source, int offset, int length) throws IOException {
        if (bytes + length > bytesMax) {
            throw new IOException("No space left on device (simulated)");
        }
        List<Excerpt> file = files.computeIfAbsent(current, _ -> new ArrayList<>());
        file.add(new Excerpt(Arrays.copyOfRange(source, offset, offset + length)));
        bytes += length;
        countDown();
        return current << 32 | file.size() - 1;
    }

    public void force() throws IOException {
        countDown();
        forces++;
        if (lying) {
            return;
        }
        for (List<Excerpt> file : files.values()) {
            for (int i = file.size() - 1; i >= 0 && !file.get(i).forced; i--) {
                file.get(i).forced = true;
            }
        }
    }

    private void countDown() {
        if (writesUntilDeath > 0 && --writesUntilDeath == 0) {
            throw new Death();
        }
    }

    /** Starts a new file. */
    public void roll() {
        current++;
    }

    public long currentFile() {
        return current;
    }

    public byte[] read(long place) throws IOException {
        List<Excerpt> file = files.get(place >>> 32);
        int index = (int) place;
        if (file == null || index >= file.size()) {
            throw new IOException("nothing at " + place);
        }
        return file.get(index).bytes.clone();
    }

    /** Numbers of the files that are there, ascending. */
    public List<Long> fileNumbers() {
        return List.copyOf(files.keySet());
    }

    /** The excerpts of a file as they stand on the disk. */
    public List<byte[]> excerpts(long file) {
        return files.getOrDefault(file, List.of()).stream().map(e -> e.bytes).toList();
    }

    public void deleteBelow(long file) {
        while (!files.isEmpty() && files.firstKey() < file && files.firstKey() != current) {
            for (Excerpt excerpt : files.pollFirstEntry().getValue()) {
                bytes -= excerpt.bytes.length;
            }
        }
    }

    public long bytes() {
        return bytes;
    }

    public long forces() {
        return forces;
    }

    // ---- faults ----

    /** The process dies at the n-th append or force from now. */
    public void dieAfter(int writes) {
        writesUntilDeath = writes;
    }

    public void fill() {
        bytesMax = bytes;
    }

    public void makeRoom() {
        bytesMax = Long.MAX_VALUE;
    }

    /** From now on a force returns without doing anything: what no protocol survives. */
    public void lie() {
        lying = true;
    }

    /** What the disk looks like after its process, or the machine, went down. */
    public void crash() {
        writesUntilDeath = -1;
        for (List<Excerpt> file : files.values()) {
            List<Excerpt> kept = new ArrayList<>();
            for (Excerpt excerpt : file) {
                if (excerpt.forced) {
                    kept.add(excerpt);
                    continue;
                }
                int fate = random.below(3);
                if (fate == 0 && excerpt.bytes.length > 1) {
                    int length = 1 + random.below(excerpt.bytes.length - 1);
                    excerpt.bytes = Arrays.copyOf(excerpt.bytes, length);
                }
                if (fate < 2) {
                    excerpt.forced = true;
                    kept.add(excerpt);
                }
            }
            file.clear();
            file.addAll(kept);
        }
    }

    /** Flips one byte of one excerpt, if there is one. */
    public void rot() {
        List<Excerpt> all = files.values().stream().flatMap(List::stream).toList();
        if (!all.isEmpty()) {
            byte[] victim = all.get(random.below(all.size())).bytes;
            victim[random.below(victim.length)] ^= (byte) (1 << random.below(8));
        }
    }

    /** A new, empty disk takes this one's place. */
    public void replace() {
        files.clear();
        bytes = 0;
        current = 0;
    }
}
