/**
 * Histories of transactions and the anomalies in them.
 *
 * <p>Transactions append unique numbers to lists and read lists; a read shows the order of the
 * appends, so who depends on whom can be told, and an anomaly is a cycle. What does not belong
 * here: how a history is made. Threads: a recorded transaction is immutable, a check belongs to its
 * thread. Sources: Adya, "Weak Consistency" (1999); Kingsbury and Alvaro, "Elle" (2020).
 */
@NullMarked
package io.daybreak.testsupport.history;

import org.jspecify.annotations.NullMarked;
