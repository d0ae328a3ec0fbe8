package io.daybreak.engine.api;

import java.util.Map;

/**
 * Estimates.
 *
 * @param distinct by index name: distinct values of the first part, of the first two, and so on
 */
public record TableStatistics(
        long rows,
        long dataBytes,
        long indexBytes,
        long averageRowBytes,
        Map<String, long[]> distinct) {}
