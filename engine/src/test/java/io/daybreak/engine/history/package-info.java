/** Isolation of the engine, checked by histories. */
@org.jspecify.annotations.NullMarked
package io.daybreak.engine.history;
