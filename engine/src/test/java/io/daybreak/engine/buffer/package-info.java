@NullMarked
package io.daybreak.engine.buffer;

import org.jspecify.annotations.NullMarked;
