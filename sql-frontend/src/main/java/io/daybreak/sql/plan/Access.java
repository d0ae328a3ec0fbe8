package io.daybreak.sql.plan;

import io.daybreak.engine.api.Index;
import io.daybreak.sql.exec.KeyRanges;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One way to read a stored table.
 *
 * @param ranges null for all of the index
 * @param consumed conditions that the ranges make sure of
 * @param equalParts leading index parts that have one value each
 * @param usedParts leading index parts that the ranges restrict
 * @param possibleKeys names of the indexes that conditions could use
 * @param scanned rows that are read, per opening
 * @param rows rows that remain after all conditions
 * @param ordered whether rows come in the order of the index parts behind the equal ones
 */
record Access(
        Index index,
        @Nullable KeyRanges ranges,
        Set<Bound> consumed,
        int equalParts,
        int usedParts,
        List<String> possibleKeys,
        double scanned,
        double rows,
        double cost,
        boolean unique,
        boolean ordered) {}
