/**
 * B+trees of byte keys and byte values on pages.
 *
 * <p><b>Shape.</b> The root stays on one page for the life of the tree. Leaves are level 0 and are
 * linked in both directions; an inner node of level n has one entry per child: the separator (every
 * key of the child's subtree is at or above it, every key of the subtree before is below) and the
 * child's page number. The separator of an inner node's first entry is empty and stands for minus
 * infinity. Keys are compared as unsigned bytes and are unique in the tree.
 *
 * <p><b>Latching.</b> A descent crabs with shared latches and takes the target node in the wanted
 * mode. Changes of a leaf's entries latch only the leaf. Changes of structure (split, merge, a new
 * level, a level less) are mini-transactions of their own, each of one step: parent, node and
 * neighbour are latched exclusively, from the top down and from left to right, and the parent has
 * room, or the step is done for the parent first. So a row change never carries a split in its
 * mini-transaction, and readers wait only for single steps. No page is read from the volume while a
 * node is latched in a descent: the latches are given back, the page is fetched, and the descent
 * starts again. Going left is done by trying the latch, else by a new descent.
 *
 * <p><b>Invariant.</b> Between the separators that enclose a node all keys share a prefix; the node
 * keeps its length, and each slot the four key bytes behind it, so that a binary search seldom
 * leaves the slot directory.
 *
 * <p><b>Threads.</b> A {@link io.daybreak.engine.btree.BTree} is thread-safe; cursors belong to one
 * thread.
 *
 * <p>Sources: Lehman and Yao 1981; Graefe, <i>A Survey of B-Tree Locking Techniques</i> and
 * <i>Modern B-Tree Techniques</i> (poor man's normalized keys, suffix truncation, fence keys);
 * InnoDB's btr0btr and btr0pcur.
 */
@NullMarked
package io.daybreak.engine.btree;

import org.jspecify.annotations.NullMarked;
