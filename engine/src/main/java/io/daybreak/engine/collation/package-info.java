/**
 * Collations: from bytes of a character set to weights. Below SQL because an index orders by them.
 *
 * <p>Sources: MySQL 8.4 manual, chapter 12; Unicode Technical Standard 10.
 */
@NullMarked
package io.daybreak.engine.collation;

import org.jspecify.annotations.NullMarked;
