/** Tests of SHOW and information_schema. */
@NullMarked
package io.daybreak.sql.show;

import org.jspecify.annotations.NullMarked;
