package io.daybreak.simulator;

/** What a run came through. A simulator that reaches nothing finds nothing. */
enum Path {
    RECOVERIES("recoveries that opened the volume"),
    RECOVERIES_STARTED_OVER("recoveries that started over with a greater epoch"),
    WRITERS_FENCED("writers that found themselves fenced"),
    EPOCH_REJECTIONS("requests refused because their epoch is old"),
    NOT_JOINED("requests refused by segments that missed a recovery"),
    TRUNCATIONS("truncation ranges recorded by segments"),
    RECORDS_ANNULLED("records that a recovery annulled"),
    MTRS_APPENDED("mini-transactions appended"),
    COMMITS_ACKNOWLEDGED("mini-transactions acknowledged"),
    PAGE_READS("page reads answered and compared with the model"),
    HEDGED_READS("page reads that asked one more segment"),
    READS_REFUSED("page reads that a segment refused"),
    READS_IN_BETWEEN("reads while the page maker was at work"),
    GOSSIP_FILLS("batches that gossip brought"),
    PAGES_INSTALLED("page images that came from a peer"),
    PAGES_MENDED("damaged pages mended from a peer"),
    LOG_MENDED("damaged stretches of log mended from a peer"),
    HYDRATIONS("segments that took pages of a peer"),
    IMAGES_WRITTEN("page images made"),
    HOT_PAGES_IMAGED("images of hot pages between those"),
    LOG_FILES_DELETED("log files deleted"),
    LOG_FILES_BACK("deleted log files that a power cut brought back"),
    TORN_TAILS("log writes torn by a power cut"),
    WRITES_LOST("log writes lost by a power cut"),
    FORCES_FAILED("forces of a log that failed"),
    CACHED_WRITES_FORCED("log writes of a dead process that the next one forced"),
    IMAGES_TAKEN_BACK("page stores that took writes back after a force that failed"),
    LOGS_OPENED_ANEW("logs that failed and were opened anew, over a page store that went on"),
    IMAGES_LOST("page store writes lost by a power cut"),
    DAMAGES_FOUND("damaged places found in logs and images"),
    FAILURES_ANSWERED("requests answered with a failure"),
    DEATHS_IN_LOG("nodes that died writing their log"),
    DEATHS_IN_PAGES("nodes that died making pages"),
    RESTARTS("starts of nodes"),
    GROUPS_ADDED("protection groups added"),
    MESSAGES("messages delivered"),
    MESSAGES_LOST("messages lost"),
    SEGMENTS_COMPARED("pages of segments compared in the end");

    final String meaning;

    Path(String meaning) {
        this.meaning = meaning;
    }
}
