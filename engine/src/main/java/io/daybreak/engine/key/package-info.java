/**
 * Keys as bytes that compare, unsigned and left to right, as the values do.
 *
 * <p>What does not belong here: trees, and what a key is the key of.
 *
 * <p>Invariants: a key is never a proper prefix of another key of the same index with as many
 * parts; equal bytes mean values that are equal under the collation. Threads: codecs are immutable,
 * writers are owned by one thread. Sources: MyRocks' memcomparable format; FoundationDB's tuple
 * layer.
 */
@NullMarked
package io.daybreak.engine.key;

import org.jspecify.annotations.NullMarked;
