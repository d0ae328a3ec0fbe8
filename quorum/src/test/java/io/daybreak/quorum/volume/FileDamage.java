package io.daybreak.quorum.volume;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Damages bytes in the files of a directory: flips, zeroes and swaps them, and cuts files off. */
final class FileDamage {
    private final SplittableRandom random;

    FileDamage(SplittableRandom random) {
        this.random = random;
    }

    /**
     * Damages so many bytes of random files below the directory.
     *
     * @param truncating whether files may be cut: not those that a process has mapped
     * @return what was done, for people
     */
    String strike(Path directory, int bytes, boolean truncating) throws IOException {
        StringBuilder done = new StringBuilder();
        List<Path> files = targets(directory);
        for (int i = 0; i < bytes && !files.isEmpty(); i++) {
            Path file = files.get(random.nextInt(files.size()));
            try {
                done.append("\n  ").append(file).append(": ").append(damage(file, truncating));
            } catch (java.io.FileNotFoundException e) {
                // Deleted meanwhile.
                done.append("gone");
            }
        }
        return done.toString();
    }

    /** All files but locks, which are empty, and RocksDB's own log for people. */
    private static List<Path> targets(Path directory) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                        files.add(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException cause) {
                        // Deleted meanwhile.
                        return FileVisitResult.CONTINUE;
                    }
                });
        return files.stream()
                .filter(file -> !file.getFileName().toString().contains("LOG"))
                .filter(file -> !file.getFileName().toString().equals("LOCK"))
                .filter(file -> !file.toString().contains("pages.damaged"))
                .filter(file -> !file.getFileName().toString().endsWith(".lock"))
                .sorted()
                .toList();
    }

    private String damage(Path path, boolean truncating) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            long size = used(file);
            if (size < 2) {
                return "nothing in it";
            }
            long at = random.nextLong(size);
            switch (random.nextInt(truncating ? 8 : 7)) {
                case 0, 1, 2 -> {
                    file.seek(at);
                    int before = file.read();
                    file.seek(at);
                    file.write(before ^ 1 << random.nextInt(8));
                    return "flipped a bit at " + at;
                }
                case 3, 4 -> {
                    int length = (int) Math.min(1 + random.nextInt(600), size - at);
                    file.seek(at);
                    file.write(new byte[length]);
                    return "zeroed " + length + " at " + at;
                }
                case 5, 6 -> {
                    long other = random.nextLong(size);
                    file.seek(at);
                    int one = file.read();
                    file.seek(other);
                    int two = file.read();
                    file.seek(at);
                    file.write(two);
                    file.seek(other);
                    file.write(one);
                    return "swapped " + at + " and " + other;
                }
                default -> {
                    file.setLength(at);
                    return "cut at " + at;
                }
            }
        }
    }

    /** Up to the last byte that is not zero: log files end in zeroes for the most part. */
    private static long used(RandomAccessFile file) throws IOException {
        long end = file.length();
        byte[] block = new byte[64 * 1024];
        while (end > 0) {
            int length = (int) Math.min(block.length, end);
            file.seek(end - length);
            file.readFully(block, 0, length);
            for (int i = length - 1; i >= 0; i--) {
                if (block[i] != 0) {
                    return end - length + i + 1;
                }
            }
            end -= length;
        }
        return 0;
    }
}
