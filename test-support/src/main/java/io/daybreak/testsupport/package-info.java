/**
 * Test gear that more than one module needs: seeded generators, the simulator's scheduler and
 * faults, server processes.
 */
@NullMarked
package io.daybreak.testsupport;

import org.jspecify.annotations.NullMarked;
