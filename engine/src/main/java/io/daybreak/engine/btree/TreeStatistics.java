package io.daybreak.engine.btree;

/**
 * What a tree looks like.
 *
 * @param height levels, 1 for a lone leaf
 * @param leafPages leaves, an estimate in trees of more than two levels
 * @param innerPages inner nodes, an estimate likewise
 * @param entries an estimate
 * @param entryBytes keys and values, an estimate
 */
public record TreeStatistics(
        int height, long leafPages, long innerPages, long entries, long entryBytes) {}
