@NullMarked
package io.daybreak.engine.undo;

import org.jspecify.annotations.NullMarked;
