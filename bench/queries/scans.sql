-- full agg
SELECT COUNT(*), SUM(k), AVG(LENGTH(c)) FROM sbtest1
-- count star
SELECT COUNT(*) FROM sbtest1
-- sum only
SELECT SUM(k) FROM sbtest1 IGNORE INDEX (k_1)
-- group k%100
SELECT k % 100 AS g, COUNT(*), SUM(k) FROM sbtest1 GROUP BY g
-- group by k (index)
SELECT COUNT(*) FROM (SELECT k, COUNT(*) FROM sbtest1 GROUP BY k) x
-- filter int
SELECT COUNT(*) FROM sbtest1 IGNORE INDEX (k_1) WHERE k > 600000
-- filter like
SELECT COUNT(*) FROM sbtest1 WHERE c LIKE '%12345%'
-- min max pad
SELECT MIN(pad), MAX(pad) FROM sbtest1
-- topn
SELECT id, k, c FROM sbtest1 ORDER BY c LIMIT 10
-- distinct
SELECT COUNT(DISTINCT k) FROM sbtest1
-- minmax k
SELECT MIN(k), MAX(k) FROM sbtest1
-- order by index limit
SELECT id, k FROM sbtest1 ORDER BY k DESC LIMIT 10
-- selfjoin
SELECT COUNT(*) FROM sbtest1 a JOIN sbtest1 b ON a.id = b.k WHERE a.id < 100000