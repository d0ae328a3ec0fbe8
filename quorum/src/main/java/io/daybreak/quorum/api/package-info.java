/**
 * The volume as the engine sees it: append redo, learn when it is durable, read pages.
 *
 * <p>What does not belong here: segments, quorums and epochs, which are this module's own business.
 *
 * <p>Sources: SIGMOD 2017, section 4; SIGMOD 2018, sections 2 to 4.
 */
@NullMarked
package io.daybreak.quorum.api;

import org.jspecify.annotations.NullMarked;
