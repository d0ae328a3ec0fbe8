CREATE TABLE numbers (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  t TINYINT, tu TINYINT UNSIGNED, b BOOL, s SMALLINT, m MEDIUMINT, i INT, iz INT(8) UNSIGNED ZEROFILL, bg BIGINT,
  d DECIMAL(65,30), dd DECIMAL(10,2) NOT NULL DEFAULT '1.50', f FLOAT, ff FLOAT(7,3), db DOUBLE, bits BIT(12), y YEAR)
  AUTO_INCREMENT=1000;
INSERT INTO numbers VALUES
  (1, -128, 255, TRUE, -32768, -8388608, -2147483648, 42, -9223372036854775808, -12345678901234567890123456789012345.123456789012345678901234567891, 99999999.99, 1.5e10, 1234.567, -1.7976931348623157e308, b'101010101010', 1901),
  (2, 127, 0, FALSE, 32767, 8388607, 2147483647, 4294967295, 9223372036854775807, 0.000000000000000000000000000001, -0.01, -0.1, 0, 2.2250738585072014e-308, b'0', 2155),
  (18446744073709551614, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL, 0.1, NULL, NULL);
CREATE TABLE texts (
  id INT PRIMARY KEY, c CHAR(10), v VARCHAR(255) DEFAULT 'it''s', l VARCHAR(50) CHARACTER SET latin1, bin VARCHAR(20) COLLATE utf8mb4_bin,
  tt TINYTEXT, t TEXT, mt MEDIUMTEXT, lt LONGTEXT, bi BINARY(8), vb VARBINARY(300), tb TINYBLOB, bl BLOB, mb MEDIUMBLOB, lb LONGBLOB,
  e ENUM('a','b''c','ü'), se SET('x','y','z'), UNIQUE KEY u (v(20), bin), KEY prefix (t(30))) COMMENT='texts; "all" of them';
INSERT INTO texts VALUES
  (1, 'padded', 'quotes '' " ` \\ and % _', 'café', 'Aa', 'tiny', 'line\nline\r\n\ttab\Z\0zero', '🎉🚀', REPEAT('long ', 1000), 'abc', x'00FF27225C0A0D1A', x'00', x'C3A9', x'', REPEAT(x'0102', 500), 'b''c', 'x,z'),
  (2, '', '', '', '', '', '', '', '', '', '', '', '', '', '', 'ü', ''),
  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (4, 'NULL', '\\N', 'null', '\\\\', '--', '/* x */', ';', '#', 'DELIMIT', '\'', '%', '\\', '\\\'', x'27', 'a', 'x,y,z');
CREATE TABLE times (
  id INT PRIMARY KEY, d DATE, t TIME, t6 TIME(6), dt DATETIME, dt3 DATETIME(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
  ts TIMESTAMP NULL DEFAULT NULL, ts6 TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6));
INSERT INTO times VALUES
  (1, '1000-01-01', '-838:59:59', '12:34:56.789012', '9999-12-31 23:59:59', '2026-02-28 01:02:03.456', '1970-01-01 12:00:00', '2038-01-01 03:14:07.999999'),
  (2, '2024-02-29', '00:00:00', '-00:00:00.000001', '1000-01-01 00:00:00', NULL, NULL, '2026-06-07 08:09:10.111213');
CREATE TABLE documents (
  id INT PRIMARY KEY, doc JSON, place POINT NOT NULL, shape GEOMETRY, path LINESTRING, SPATIAL KEY (place));
INSERT INTO documents VALUES
  (1, '{"a": [1, 2.5, "x", null, true], "ü": {"emoji": "🎉", "quote": "\\"\\\\\\n"}}', POINT(1, -2.5), ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))'), ST_GeomFromText('LINESTRING(1 2,3 4)')),
  (2, NULL, POINT(0, 0), NULL, NULL), (3, '"text"', POINT(1e300, 1e-300), NULL, NULL), (4, 'null', POINT(3, 4), NULL, NULL);
CREATE TABLE large (id INT PRIMARY KEY, raw LONGBLOB, words LONGTEXT);
CREATE TABLE parent (
  a INT, b VARCHAR(20), note VARCHAR(30), PRIMARY KEY (a, b));
INSERT INTO parent VALUES (1, 'one', 'n'), (1, 'uno', NULL), (2, 'two', 'm');
CREATE TABLE child (
  id INT AUTO_INCREMENT PRIMARY KEY, a INT, b VARCHAR(20), boss INT,
  price DECIMAL(10,2) NOT NULL, amount INT NOT NULL DEFAULT (1 + 1), total DECIMAL(20,2) DEFAULT 7.5,
  KEY by_total (total DESC, a),
  CONSTRAINT c_parent FOREIGN KEY (a, b) REFERENCES parent (a, b) ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT c_boss FOREIGN KEY (boss) REFERENCES child (id) ON DELETE SET NULL,
  CONSTRAINT positive CHECK (price >= 0));
INSERT INTO child (a, b, boss, price, amount) VALUES (1, 'one', NULL, 2.50, 3), (1, 'uno', 1, 0, DEFAULT), (2, 'two', 2, 1.10, 10), (NULL, 'none', 3, 7, 7);
CREATE VIEW busy AS SELECT c.id, c.b, p.note, c.total FROM child c LEFT JOIN parent p ON p.a = c.a AND p.b = c.b WHERE c.total > 5;
CREATE VIEW above_busy (n, total) AS SELECT COUNT(*), SUM(total) FROM busy
