package io.daybreak.logstorage.chronicle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done to the logs, in which order, and who fails. */
class SharedForceStepsTest {
    private final List<String> steps = new ArrayList<>();
    private final Map<Integer, String> failures = new TreeMap<>();
    private final List<FakeLog> logs = new ArrayList<>();
    private final List<RawFile> opened = new ArrayList<>();

    @TempDir Path directory;

    /** Writes down what is done to it. */
    private final class FakeLog implements SharedForce.Log {
        final int index = logs.size();
        boolean forcing = true;
        boolean inPart = true;
        boolean direct;
        String failing = "";
        private final BlockBuffer blocks = new BlockBuffer();

        private void step(String name) throws IOException {
            steps.add(name + index);
            if (failing.equals(name)) {
                throw new IOException("no " + name);
            }
        }

        @Override
        public boolean isForcing() {
            return forcing;
        }

        @Override
        public boolean isForceableInPart() {
            return inPart;
        }

        @Override
        public boolean addTo(WriteRing ring) {
            if (!direct) {
                return false;
            }
            steps.add("add" + index);
            ring.add(file(index, failing.equals("write")), blocks.address(), 4096, 0);
            return true;
        }

        @Override
        public void writtenDirectly(int result) throws IOException {
            steps.add("written" + index);
            if (result != 4096) {
                throw new IOException("no write");
            }
        }

        @Override
        public void beginWriting() throws IOException {
            step("begin");
        }

        @Override
        public void finishWriting() throws IOException {
            step("finish");
        }

        @Override
        public void flushDevice() throws IOException {
            step("flush");
        }

        @Override
        public void force() throws IOException {
            step("force");
        }

        @Override
        public void forced() {
            steps.add("forced" + index);
        }
    }

    private SharedForceStepsTest() {
        for (int i = 0; i < 3; i++) {
            logs.add(new FakeLog());
        }
    }

    private void force(boolean overwritesInPlace) {
        try (SharedForce force = new SharedForce(new Disk("disk", overwritesInPlace))) {
            force.force(logs, (cause, index) -> failures.put(index, cause.getMessage()));
        }
    }

    /** A file that takes whole blocks, or none. */
    private RawFile file(int index, boolean failing) {
        try {
            Path path = directory.resolve("log" + index);
            Files.write(path, new byte[4096]);
            RawFile file = Objects.requireNonNull(RawFile.openDirect(path));
            opened.add(file);
            if (failing) {
                file.close();
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeDirectly(int... indexes) throws IOException {
        SharedForce.load();
        try (WriteRing ring = WriteRing.open(1)) {
            assumeTrue(ring != null, "no io_uring here");
        }
        for (int index : indexes) {
            logs.get(index).direct = true;
            logs.get(index).blocks.put(new EmptySource(), 0, new byte[4096], 0, 4096);
        }
    }

    @AfterEach
    void close() {
        opened.forEach(RawFile::close);
    }

    @Test
    void writesPastThePageCacheAreUnderWayTogether() throws IOException {
        writeDirectly(0, 1, 2);
        force(true);
        assertThat(failures).isEmpty();
        assertThat(steps)
                .containsExactly(
                        "add0",
                        "add1",
                        "add2",
                        "written0",
                        "written1",
                        "written2",
                        "flush0",
                        "forced0",
                        "forced1",
                        "forced2");
    }

    @Test
    void aWritePastThePageCacheThatFailsFailsThatLogAlone() throws IOException {
        writeDirectly(0, 1);
        logs.get(0).failing = "write";
        force(true);
        assertThat(failures).isEqualTo(Map.of(0, "no write"));
        assertThat(steps)
                .containsExactly(
                        "add0",
                        "add1",
                        "begin2",
                        "written0",
                        "written1",
                        "finish2",
                        "flush2",
                        "forced2",
                        "forced1");
    }

    @Test
    void aFlushThatFailsFailsWhatWentPastThePageCache() throws IOException {
        writeDirectly(0, 2);
        logs.get(1).failing = "flush";
        logs.get(2).failing = "flush";
        force(true);
        assertThat(failures.keySet()).containsExactly(0, 1, 2);
        assertThat(steps).noneMatch(step -> step.startsWith("forced"));
    }

    @Test
    void aDiskOfAnotherKindIsNotWrittenPastThePageCache() throws IOException {
        writeDirectly(0, 1, 2);
        force(false);
        assertThat(steps).containsExactly("force0", "force1", "force2");
    }

    @Test
    void flushesTheDeviceOnceAfterEveryFileIsWritten() {
        force(true);
        assertThat(steps)
                .containsExactly(
                        "begin0", "begin1", "begin2", "finish0", "finish1", "finish2", "flush0",
                        "forced0", "forced1", "forced2");
        assertThat(failures).isEmpty();
    }

    @Test
    void aForceOfAWholeFileServesTheOthersAsFlushAndComesLast() {
        logs.get(0).inPart = false;
        force(true);
        assertThat(steps)
                .containsExactly(
                        "begin1", "begin2", "finish1", "finish2", "force0", "forced1", "forced2");
    }

    @Test
    void everyLogIsForcedByItselfOnADiskOfAnotherKind() {
        force(false);
        assertThat(steps).containsExactly("force0", "force1", "force2");
    }

    @Test
    void anErrorOfOneFileFailsThatLogAlone() {
        logs.get(0).failing = "finish";
        logs.get(1).failing = "begin";
        force(true);
        assertThat(failures).isEqualTo(Map.of(0, "no finish", 1, "no begin"));
        assertThat(steps)
                .containsExactly(
                        "begin0", "begin1", "begin2", "finish0", "finish2", "flush2", "forced2");
    }

    @Test
    void aWholeForceThatFailsServesNobodyAsFlush() {
        logs.get(1).inPart = false;
        logs.get(1).failing = "force";
        force(true);
        assertThat(failures).isEqualTo(Map.of(1, "no force"));
        assertThat(steps).endsWith("force1", "flush0", "forced0", "forced2");
    }

    @Test
    void aFlushThatFailsFailsAllThatRestOnIt() {
        logs.get(0).failing = "flush";
        force(true);
        assertThat(failures).isEqualTo(Map.of(0, "no flush", 1, "no flush", 2, "no flush"));
        assertThat(steps).noneMatch(step -> step.startsWith("forced"));
    }

    @Test
    void aLogThatIsLeftToTheOperatingSystemIsNoFlush() {
        logs.get(0).forcing = false;
        logs.get(0).inPart = false;
        force(true);
        assertThat(steps)
                .containsExactly(
                        "forced0", "begin1", "begin2", "finish1", "finish2", "flush1", "forced1",
                        "forced2");
    }
}
