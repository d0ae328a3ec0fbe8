@NullMarked
package io.daybreak.engine.btree;

import org.jspecify.annotations.NullMarked;
