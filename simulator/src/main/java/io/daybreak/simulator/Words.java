package io.daybreak.simulator;

import io.daybreak.logstorage.api.PageLayout;
import io.daybreak.logstorage.api.SegmentReply;
import io.daybreak.logstorage.api.SegmentRequest;

/** Requests and replies in words, without the bytes in them. */
final class Words {
    private Words() {}

    static String of(SegmentRequest request) {
        return switch (request) {
            case SegmentRequest.Append append ->
                    "Append "
                            + append.batch().previous()
                            + " < "
                            + append.batch().first()
                            + ".."
                            + append.batch().last()
                            + " epoch "
                            + append.epoch().value()
                            + " VDL "
                            + append.durableLsn()
                            + " PGMRPL "
                            + append.minReadPoint();
            case SegmentRequest.InstallPages install ->
                    "InstallPages "
                            + install.images().size()
                            + " images, complete "
                            + install.complete()
                            + (install.last() ? ", last" : "");
            case SegmentRequest.MendLog mend -> "MendLog, " + mend.batches().size() + " batches";
            case SegmentRequest.MendPage mend ->
                    "MendPage "
                            + mend.page()
                            + (mend.image() == null ? ", absent" : "")
                            + " as of "
                            + mend.asOf();
            case SegmentRequest.Advance _,
                    SegmentRequest.ReadPage _,
                    SegmentRequest.Fence _,
                    SegmentRequest.Truncate _,
                    SegmentRequest.FetchLog _,
                    SegmentRequest.FetchPages _,
                    SegmentRequest.CollectLog _,
                    SegmentRequest.Inspect _ ->
                    request.toString();
        };
    }

    static String of(SegmentReply reply) {
        return switch (reply) {
            case SegmentReply.PageImage(var segment, var page, byte[] image) ->
                    segment + " " + page + " with LSN " + PageLayout.lsn(image);
            case SegmentReply.LogRange range ->
                    range.segment()
                            + " "
                            + range.batches().size()
                            + " batches, SCL "
                            + range.scl()
                            + ", oldest "
                            + range.oldest();
            case SegmentReply.Pages pages ->
                    pages.segment()
                            + " "
                            + pages.images().size()
                            + " images, complete "
                            + pages.complete()
                            + (pages.last() ? ", last" : "");
            case SegmentReply.Durable _,
                    SegmentReply.StaleEpoch _,
                    SegmentReply.Status _,
                    SegmentReply.NoSuchPage _,
                    SegmentReply.NotHere _,
                    SegmentReply.Fenced _,
                    SegmentReply.Truncated _,
                    SegmentReply.NotJoined _,
                    SegmentReply.Failed _ ->
                    reply.toString();
        };
    }
}
