/**
 * The server as the command line sees it: {@link io.daybreak.server.api.ServerConfig} in, a running
 * {@link io.daybreak.server.api.RunningServer} out; {@code io.daybreak.server.Servers} starts it.
 */
@NullMarked
package io.daybreak.server.api;

import org.jspecify.annotations.NullMarked;
