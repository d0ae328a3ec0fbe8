/** Tests of the server as a whole, over sockets, against a database of canned answers. */
package io.daybreak.server;
