/**
 * Log and page store in memory, with crashes: for the simulator and for tests.
 *
 * <p>Same contracts as on disk; what was not forced is lost at will.
 */
@NullMarked
package io.daybreak.logstorage.memory;

import org.jspecify.annotations.NullMarked;
