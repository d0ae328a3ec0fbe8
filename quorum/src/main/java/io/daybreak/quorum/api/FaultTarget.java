package io.daybreak.quorum.api;

import io.daybreak.logstorage.api.SegmentId;

/** Whom a {@link Fault} hits. */
public sealed interface FaultTarget {
    boolean includes(SegmentId segment);

    record Everything() implements FaultTarget {
        @Override
        public boolean includes(SegmentId segment) {
            return true;
        }
    }

    /**
     * An availability zone: two storage nodes.
     *
     * @param number from 1, as in {@code az1}
     */
    record Zone(int number) implements FaultTarget {
        @Override
        public boolean includes(SegmentId segment) {
            return segment.index() / 2 + 1 == number;
        }

        @Override
        public String toString() {
            return "az" + number;
        }
    }

    /** A storage node with its segments of all protection groups. */
    record Node(int index) implements FaultTarget {
        @Override
        public boolean includes(SegmentId segment) {
            return segment.index() == index;
        }

        @Override
        public String toString() {
            return "node " + index;
        }
    }

    record Segment(int group, int index) implements FaultTarget {
        @Override
        public boolean includes(SegmentId segment) {
            return segment.group().value() == group && segment.index() == index;
        }

        @Override
        public String toString() {
            return "segment " + group + "." + index;
        }
    }
}
