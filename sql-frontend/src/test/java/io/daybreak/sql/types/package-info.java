/** Tests of types and conversions. */
@NullMarked
package io.daybreak.sql.types;

import org.jspecify.annotations.NullMarked;
