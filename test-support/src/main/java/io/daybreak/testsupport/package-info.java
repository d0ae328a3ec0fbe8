/** Test gear that more than one module needs: seeded generators and server processes. */
@NullMarked
package io.daybreak.testsupport;

import org.jspecify.annotations.NullMarked;
