package io.daybreak.simulator;

/** What the saboteur does. Each run draws the ones that it uses. */
enum Fault {
    NODE_CRASHES("a node loses power and comes back"),
    NODE_IS_KILLED("a node's process dies and comes back, the machine goes on"),
    NODE_DIES_WRITING("a node dies between two writes of its log or page store"),
    NODE_STAYS_DEAD("a node stays away until the faults end"),
    NODE_HANGS("a node answers nothing for a while and then goes on"),
    NODE_IS_SLOW("a node's disk and links become slow"),
    ZONE_FAILS("both nodes of a zone lose power"),
    ZONE_AND_ONE_FAIL("a zone and one node more lose power"),
    POWER_CUT("everything loses power at once"),
    LINK_FROM_NODE_CUT("what a node sends to a writer is lost"),
    LINK_TO_NODE_CUT("what a writer sends to a node is lost"),
    WRITER_CUT_OFF("a writer reaches no node of a zone or of any"),
    MESSAGES_MISTREATED("messages are lost, doubled, late and reordered"),
    NETWORK_HEALS("all links work again"),
    DISK_FULL("a node's disk is full for a while"),
    FORCES_FAIL(
            "forces of a node's log and pages, or of the disk under all nodes, fail for a while"),
    DISK_REPLACED("a node comes back with an empty disk"),
    PAGES_LOST("a node comes back without its page store"),
    PAGES_DAMAGED("a node finds its page store damaged while it runs, and starts it anew"),
    LOG_ROTS("a bit of a node's log flips"),
    IMAGE_ROTS("a bit of a page image flips"),
    READ_ERRORS("reads of a node's disk fail for a while"),
    WRITER_DIES("the writer dies, another one takes over"),
    WRITER_LEFT_BEHIND("another writer takes over while the old one goes on"),
    WRITER_HANGS("the writer stands still for a while and then goes on"),
    WRITERS_STORM("one writer after the other takes over");

    final String meaning;

    Fault(String meaning) {
        this.meaning = meaning;
    }
}
