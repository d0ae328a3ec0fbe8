/** Tests of single classes of the protocol side. */
@org.jspecify.annotations.NullMarked
package io.daybreak.server.net;
