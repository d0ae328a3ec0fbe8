/** Starts the server: {@link io.daybreak.server.Servers} is its one entry point. */
@NullMarked
package io.daybreak.server;

import org.jspecify.annotations.NullMarked;
