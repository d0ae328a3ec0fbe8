/** Tests of the protocol's bytes. */
package io.daybreak.server.wire;
