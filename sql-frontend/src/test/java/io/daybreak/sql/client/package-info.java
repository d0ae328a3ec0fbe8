/** What the tests of the other packages put at the other end of a session. */
@NullMarked
package io.daybreak.sql.client;

import org.jspecify.annotations.NullMarked;
