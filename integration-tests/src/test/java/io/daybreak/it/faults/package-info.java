/** Measurements of what faults of storage cost; see {@code integration-tests/faults}. */
package io.daybreak.it.faults;
