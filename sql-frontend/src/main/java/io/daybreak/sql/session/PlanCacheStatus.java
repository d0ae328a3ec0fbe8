package io.daybreak.sql.session;

/**
 * Counts of the plan cache, for SHOW STATUS.
 *
 * @param texts held now
 * @param keyBytes of their digests
 * @param stale found for another version or size of their tables
 * @param evictions texts thrown out for want of room
 * @param prepared texts of prepared statements held now
 */
public record PlanCacheStatus(
        long texts,
        long keyBytes,
        long hits,
        long misses,
        long stale,
        long evictions,
        long prepared,
        long preparedHits,
        long preparedMisses) {}
