@NullMarked
package io.daybreak.engine.space;

import org.jspecify.annotations.NullMarked;
