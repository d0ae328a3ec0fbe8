/**
 * Real crashes: writers put a server under load, it is killed with {@code kill -9} at moments that
 * hurt, started again, and compared with what its clients know.
 *
 * <p>Each writer owns rows and tables of its own and keeps {@link io.daybreak.it.torture.Facts}:
 * what was acknowledged, and what the transaction under way would change. After a crash the
 * database must hold exactly the acknowledged facts, or those and all of the one transaction whose
 * commit was not answered. What writers share (balances, generated ids) is checked by sums.
 *
 * <p>Runs as a program ({@code integration-tests/torture}) for as many rounds as you like and for a
 * few rounds as a test. Threads: one per writer, one that kills; a {@code Facts} belongs to its
 * writer, and to the verifier while no writer runs.
 */
package io.daybreak.it.torture;
