/**
 * JMH benchmarks of the hot paths, one class per layer; {@code bench/micro} runs them. They use
 * what the layers offer each other, on one thread, so that a change of one layer shows without the
 * rest. What a whole server does is measured by {@code bench/run}.
 */
@NullMarked
package io.daybreak.benchmarks;

import org.jspecify.annotations.NullMarked;
