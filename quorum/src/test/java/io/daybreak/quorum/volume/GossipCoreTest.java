package io.daybreak.quorum.volume;

import static org.assertj.core.api.Assertions.assertThat;

import io.daybreak.logstorage.api.Lsn;
import io.daybreak.logstorage.api.ProtectionGroupId;
import io.daybreak.logstorage.api.RedoBatch;
import io.daybreak.logstorage.api.RedoBatchEncoder;
import io.daybreak.logstorage.api.RedoKind;
import io.daybreak.logstorage.api.SegmentId;
import io.daybreak.logstorage.api.SegmentKind;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;
import io.daybreak.logstorage.api.TimelineId;
import io.daybreak.logstorage.api.VolumeEpoch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Named scenarios of gossip; the random ones are the simulator's. */
final class GossipCoreTest {
    private static final ProtectionGroupId GROUP = new ProtectionGroupId(0);

    private static final SegmentReply.Damage NO_DAMAGE =
            new SegmentReply.Damage(0, -1, 0, Lsn.ZERO, Lsn.ZERO);

    private record Sent(SegmentId segment, SegmentRequest request) {}

    private final List<Sent> sent = new ArrayList<>();
    private final SegmentKind[] kinds = new SegmentKind[SegmentId.REPLICAS];
    private long now;

    private GossipCore gossipOf(int index) {
        Arrays.fill(kinds, SegmentKind.FULL);
        return new GossipCore(
                new SegmentId(GROUP, index),
                kinds,
                new VolumeEpoch(1),
                (segment, request) -> sent.add(new Sent(segment, request)));
    }

    /** A zone that was away for long: its two segments are equally far behind. */
    @Test
    void aSegmentThatFellBehindTakesPagesOnlyFromOneThatIsAhead() {
        GossipCore gossip = gossipOf(4);
        long[] scl = {90, 90, 90, 90, 10, 10};
        int fetches = 0;
        for (int i = 0; i < 200 && fetches < 10; i++) {
            now += GossipCore.TIMEOUT_NANOS;
            gossip.chase(scl, now);
            Sent last = sent.getLast();
            if (last.request instanceof SegmentRequest.FetchPages) {
                fetches++;
                assertThat(scl[last.segment.index()])
                        .as("SCL of %s", last.segment)
                        .isGreaterThan(10);
            }
            // Nobody's log reaches back far enough.
            SegmentReply reply =
                    new SegmentReply.LogRange(last.segment, List.of(), new Lsn(90), new Lsn(60));
            gossip.onReply(last.request, reply, 90, 0, now);
        }
        assertThat(fetches).isEqualTo(10);
    }

    @Test
    void aSegmentThatLostItsPagesTakesThemFromAnEqual() {
        GossipCore gossip = gossipOf(4);
        gossip.chasePages(NO_DAMAGE, new long[] {90, 90, 90, 90, 90, 90}, 90, now);
        assertThat(sent)
                .singleElement()
                .satisfies(each ->
                        assertThat(each.request).isInstanceOf(SegmentRequest.FetchPages.class));
    }

    @Test
    void aLostAnswerDoesNotEndTheRepairOfPages() {
        GossipCore gossip = gossipOf(4);
        long[] scl = {90, 90, 90, 90, 90, 90};
        gossip.chasePages(NO_DAMAGE, scl, 90, now);
        gossip.chasePages(NO_DAMAGE, scl, 90, now + GossipCore.TIMEOUT_NANOS / 2);
        assertThat(sent).hasSize(1);
        gossip.chasePages(NO_DAMAGE, scl, 90, now + GossipCore.TIMEOUT_NANOS);
        assertThat(sent).hasSize(2);
    }

    /** To fetch all pages because of that would be to copy the volume to a node that is slow. */
    @Test
    void aSegmentThatCannotStoreDoesNotBlameItsPeers() {
        GossipCore gossip = gossipOf(4);
        long[] scl = {90, 90, 90, 90, 10, 90};
        for (int i = 0; i < 30; i++) {
            now += GossipCore.TIMEOUT_NANOS;
            gossip.chase(scl, now);
            Sent fetch = sent.getLast();
            assertThat(fetch.request).isInstanceOf(SegmentRequest.FetchLog.class);
            SegmentReply reply =
                    new SegmentReply.LogRange(
                            fetch.segment, List.of(batch(10, 90)), new Lsn(90), new Lsn(0));
            gossip.onReply(fetch.request, reply, 90, 0, now);
            Sent append = sent.getLast();
            assertThat(append.request).isInstanceOf(SegmentRequest.Append.class);
            gossip.onReply(
                    append.request,
                    new SegmentReply.Failed(append.segment, "takes no requests"),
                    90,
                    0,
                    now);
        }
    }

    /** Found by the simulator, seed 3506: what came out of order went with the next log file. */
    @Test
    void aSegmentThatCannotKeepWhatItIsSentIsSentLess() {
        GossipCore gossip = gossipOf(4);
        int first = fetchAndStore(gossip, 10, 90);
        assertThat(first).isEqualTo(GossipCore.FETCH_BYTES);
        assertThat(fetchAndStore(gossip, 20, 90)).isEqualTo(first / 2);
        assertThat(fetchAndStore(gossip, 30, 40)).isEqualTo(first / 4);
        assertThat(fetchAndStore(gossip, 40, 50)).isEqualTo(first / 2);
        assertThat(fetchAndStore(gossip, 50, 60)).isEqualTo(first);
        assertThat(fetchAndStore(gossip, 60, 70)).isEqualTo(first);
    }

    /** One exchange; returns how many bytes were asked for. */
    private int fetchAndStore(GossipCore gossip, long scl, long last) {
        now += GossipCore.TIMEOUT_NANOS;
        gossip.chase(new long[] {90, 90, 90, 90, scl, 90}, now);
        Sent fetch = sent.getLast();
        SegmentReply range =
                new SegmentReply.LogRange(
                        fetch.segment, List.of(batch(scl, last)), new Lsn(90), new Lsn(0));
        gossip.onReply(fetch.request, range, 90, 0, now);
        Sent append = sent.getLast();
        SegmentReply stored = new SegmentReply.Durable(append.segment, new Lsn(scl));
        gossip.onReply(append.request, stored, 90, 0, now);
        return ((SegmentRequest.FetchLog) fetch.request).maxBytes();
    }

    @Test
    void whoGotOnAsksAgainThoseWhoCouldNotHelpBefore() {
        GossipCore gossip = gossipOf(4);
        long[] scl = {90, 90, 90, 90, 10, 90};
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 4; i++) {
                now += GossipCore.TIMEOUT_NANOS;
                gossip.chase(scl, now);
                Sent fetch = sent.getLast();
                assertThat(fetch.request).isInstanceOf(SegmentRequest.FetchLog.class);
                gossip.onReply(
                        fetch.request,
                        new SegmentReply.LogRange(
                                fetch.segment, List.of(), new Lsn(90), new Lsn(60)),
                        90,
                        0,
                        now);
            }
            now += GossipCore.TIMEOUT_NANOS;
            gossip.chase(scl, now);
            Sent fetch = sent.getLast();
            assertThat(fetch.request).isInstanceOf(SegmentRequest.FetchLog.class);
            long stored = scl[4] + 10;
            gossip.onReply(
                    fetch.request,
                    new SegmentReply.LogRange(
                            fetch.segment, List.of(batch(scl[4], stored)), new Lsn(90), new Lsn(0)),
                    90,
                    0,
                    now);
            Sent append = sent.getLast();
            gossip.onReply(
                    append.request,
                    new SegmentReply.Durable(append.segment, new Lsn(stored)),
                    90,
                    0,
                    now);
            scl[4] = stored;
        }
    }

    private static RedoBatch batch(long previous, long last) {
        RedoBatchEncoder encoder = new RedoBatchEncoder(GROUP, TimelineId.FIRST, new Lsn(previous));
        encoder.add(last, 1, RedoKind.OTHER, true, new byte[0], 0, 0);
        return encoder.close(new VolumeEpoch(1), 0, 0);
    }
}
