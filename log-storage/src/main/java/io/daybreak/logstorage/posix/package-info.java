/** Calls of the C library, for what Java has no way of its own to say. */
@NullMarked
package io.daybreak.logstorage.posix;

import org.jspecify.annotations.NullMarked;
