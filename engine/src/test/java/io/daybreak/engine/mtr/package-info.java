@NullMarked
package io.daybreak.engine.mtr;

import org.jspecify.annotations.NullMarked;
