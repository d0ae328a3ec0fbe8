/**
 * Whole-system tests: a server in a process of its own, stock clients, crashes. They see nothing of
 * the server but its ports, its output and its data directory.
 */
package io.daybreak.it;
