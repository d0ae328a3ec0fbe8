package io.daybreak.logstorage.chronicle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is done to the logs, in which order, and who fails. */
class SharedForceStepsTest {
    private final List<String> steps = new ArrayList<>();
    private final Map<Integer, String> failures = new TreeMap<>();
    private final List<FakeLog> logs = new ArrayList<>();

    /** Writes down what is done to it. */
    private final class FakeLog implements SharedForce.Log {
        final int index = logs.size();
        boolean forcing = true;
        boolean inPart = true;
        String failing = "";

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
        new SharedForce(new Disk("disk", overwritesInPlace))
                .force(logs, (cause, index) -> failures.put(index, cause.getMessage()));
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
