package io.daybreak.sql.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** DDL through a session on the real engine; texts are MySQL's. */
class DdlStatementsTest {
    private final SqlClient db = new SqlClient();

    @BeforeEach
    void makeSchema() {
        db.ok("CREATE DATABASE d").ok("USE d");
    }

    @AfterEach
    void close() {
        db.close();
    }

    private void fails(String sql, String error) {
        assertThat(db.run(sql)).as(sql).containsExactly("ERROR " + error);
    }

    @Test
    void showsATableAsMySqlDoes() {
        db.ok(
                "create table t1 (a int(5), b tinyint(1), c varchar(10) character set latin1, d varchar(10) collate utf8mb4_bin, g text, h char(3) default 'x''y', i decimal(10,2) unsigned default 1.5, j timestamp null default null, k timestamp not null default current_timestamp on update current_timestamp, l datetime(3) default now(3) on update now(3), m int default (a+1), n int as (a*2) stored, o varchar(20) as (concat(h,'x')) virtual, p enum('a','b''c') default 'a', q set('x','y') not null default 'x,y', r bit(4) default b'101', s binary(3) default 'ab', u json default (json_array()), v year default 2020, w double default 1.5, x float(5,2) zerofill, y int unsigned zerofill, z bigint invisible, aa varchar(5) not null comment 'it''s', ab date default '2020-01-01', ac time default '10:00:00', ad blob, ae int default 0x10, af float default 1e30, primary key(b), unique key (aa), unique u2 (a,d(3) desc), key kk (g(10)) comment 'kc', key kinv (a) invisible, fulltext key ft (g), check (a > 1 and h <> 'q'), constraint nn check (a<100) not enforced) comment='tc' row_format=dynamic auto_increment=5 stats_persistent=1 max_rows=10 min_rows=2 avg_row_length=3 checksum=1");
        assertThat(db.showCreate("d", "t1"))
                .isEqualTo(
                        """
                        CREATE TABLE `t1` (
                          `a` int DEFAULT NULL,
                          `b` tinyint(1) NOT NULL,
                          `c` varchar(10) CHARACTER SET latin1 COLLATE latin1_swedish_ci DEFAULT NULL,
                          `d` varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
                          `g` text,
                          `h` char(3) DEFAULT 'x''y',
                          `i` decimal(10,2) unsigned DEFAULT '1.50',
                          `j` timestamp NULL DEFAULT NULL,
                          `k` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
                          `l` datetime(3) DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
                          `m` int DEFAULT ((`a` + 1)),
                          `n` int GENERATED ALWAYS AS ((`a` * 2)) STORED,
                          `o` varchar(20) GENERATED ALWAYS AS (concat(`h`,_utf8mb4'x')) VIRTUAL,
                          `p` enum('a','b''c') DEFAULT 'a',
                          `q` set('x','y') NOT NULL DEFAULT 'x,y',
                          `r` bit(4) DEFAULT b'101',
                          `s` binary(3) DEFAULT 'ab\\0',
                          `u` json DEFAULT (json_array()),
                          `v` year DEFAULT '2020',
                          `w` double DEFAULT '1.5',
                          `x` float(5,2) unsigned zerofill DEFAULT NULL,
                          `y` int(10) unsigned zerofill DEFAULT NULL,
                          `z` bigint DEFAULT NULL /*!80023 INVISIBLE */,
                          `aa` varchar(5) NOT NULL COMMENT 'it''s',
                          `ab` date DEFAULT '2020-01-01',
                          `ac` time DEFAULT '10:00:00',
                          `ad` blob,
                          `ae` int DEFAULT '16',
                          `af` float DEFAULT '1e30',
                          PRIMARY KEY (`b`),
                          UNIQUE KEY `aa` (`aa`),
                          UNIQUE KEY `u2` (`a`,`d`(3) DESC),
                          KEY `kk` (`g`(10)) COMMENT 'kc',
                          KEY `kinv` (`a`) /*!80000 INVISIBLE */,
                          FULLTEXT KEY `ft` (`g`),
                          CONSTRAINT `nn` CHECK ((`a` < 100)) /*!80016 NOT ENFORCED */,
                          CONSTRAINT `t1_chk_1` CHECK (((`a` > 1) and (`h` <> _utf8mb4'q')))
                        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci MIN_ROWS=2 MAX_ROWS=10 AVG_ROW_LENGTH=3 STATS_PERSISTENT=1 CHECKSUM=1 ROW_FORMAT=DYNAMIC COMMENT='tc'\
                        """);
    }

    @Test
    void takesJsonPathsAndQualifiedNamesInExpressions() {
        db.ok(
                "CREATE TABLE x (b INT, a INT DEFAULT (x.b), c DATETIME DEFAULT (NOW()), j JSON,"
                        + " e INT AS (x.j->'$.e'), f INT AS (j->>'$.f') STORED,"
                        + " g INT AS (JSON_VALUE(j, '$.g' RETURNING SIGNED)), CHECK (d.x.b < 9))");
        db.ok("INSERT INTO x (b, j) VALUES (3, '{\"e\": 1, \"f\": 2, \"g\": 3}')");
        assertThat(db.run("SELECT b, e, f, g FROM x")).contains("3,1,2,3");
        assertThat(db.showCreate("d", "x"))
                .contains("`e` int GENERATED ALWAYS AS (json_extract(`j`,_utf8mb4'$.e')) VIRTUAL")
                .contains("AS (json_unquote(json_extract(`j`,_utf8mb4'$.f'))) STORED");
    }

    @Test
    void refusesWhatMySqlRefuses() {
        db.ok("create table p(a int, b int, primary key(a,b), unique(a))");
        fails("create table e1(a int, a int)", "1060: Duplicate column name 'a'");
        fails(
                "create table e2(a text, key(a))",
                "1170: BLOB/TEXT column 'a' used in key specification without a key length");
        fails(
                "create table e3(a int auto_increment)",
                "1075: Incorrect table definition; there can be only one auto column and it must be defined as a key");
        fails(
                "create table e4 (a varchar(10) default 'abcdefghijklmn')",
                "1067: Invalid default value for 'a'");
        fails(
                "create table e5 (a int, foreign key(a) references nope(a))",
                "1824: Failed to open the referenced table 'nope'");
        fails(
                "create table e6 (a varchar(5), foreign key(a) references p(a))",
                "3780: Referencing column 'a' and referenced column 'a' in foreign key constraint 'e6_ibfk_1' are incompatible.");
        fails(
                "create table e7 (a int, foreign key(a) references p(b))",
                "6125: Failed to add the foreign key constraint. Missing unique key for constraint 'e7_ibfk_1' in the referenced table 'p'");
        fails(
                "create table e8 (a int, check (b>1))",
                "3820: Check constraint 'e8_chk_1' refers to non-existing column 'b'.");
        fails(
                "create table e9 (a int, b int as (c+1))",
                "1054: Unknown column 'c' in 'generated column function'");
        fails("create table e11 (a int) engine=foo", "1286: Unknown storage engine 'foo'");
        fails(
                "create table e16 (a int, primary key(a), primary key(a))",
                "1068: Multiple primary key defined");
        fails("create table e17 (a int, key (b))", "1072: Key column 'b' doesn't exist in table");
        fails(
                "create table e18 (a varchar(1000), key(a))",
                "1071: Specified key was too long; max key length is 3072 bytes");
        fails("create table `e19 ` (a int)", "1103: Incorrect table name 'e19 '");
        fails("create table e20(a int, b int, key k(a), key k(b))", "1061: Duplicate key name 'k'");
        fails("drop table nope", "1051: Unknown table 'd.nope'");
        fails("create database d", "1007: Can't create database 'd'; database exists");
        fails("drop database nopedb", "1008: Can't drop database 'nopedb'; database doesn't exist");
        fails("create table nopedb.a(a int)", "1049: Unknown database 'nopedb'");
        fails("alter table nope add a int", "1146: Table 'd.nope' doesn't exist");
        fails(
                "create table mysql.a(a int)",
                "1044: Access denied for user 'root'@'localhost' to database 'mysql'");
    }

    @Test
    void keepsForeignKeysInOrder() {
        db.ok("create table p(a int, b int, primary key(a,b), unique(a))");
        db.ok(
                "create table c(x int, y int, z int, foreign key (x,y) references p(a,b) on delete cascade on update set null, constraint zz foreign key (z) references p(a))");
        fails(
                "truncate p",
                "1701: Cannot truncate a table referenced in a foreign key constraint (`d`.`c`, CONSTRAINT `c_ibfk_1`)");
        fails(
                "drop table p",
                "3730: Cannot drop table 'p' referenced by a foreign key constraint 'c_ibfk_1' on table 'c'.");
        db.ok("alter table c rename cc");
        assertThat(db.showCreate("d", "cc"))
                .isEqualTo(
                        """
                        CREATE TABLE `cc` (
                          `x` int DEFAULT NULL,
                          `y` int DEFAULT NULL,
                          `z` int DEFAULT NULL,
                          KEY `x` (`x`,`y`),
                          KEY `zz` (`z`),
                          CONSTRAINT `cc_ibfk_1` FOREIGN KEY (`x`, `y`) REFERENCES `p` (`a`, `b`) ON DELETE CASCADE ON UPDATE SET NULL,
                          CONSTRAINT `zz` FOREIGN KEY (`z`) REFERENCES `p` (`a`)
                        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci\
                        """);
        fails(
                "alter table cc drop column z",
                "1828: Cannot drop column 'z': needed in a foreign key constraint 'zz'");
        fails(
                "drop index x on cc",
                "1553: Cannot drop index 'x': needed in a foreign key constraint");
        fails(
                "alter table p drop primary key",
                "1553: Cannot drop index 'PRIMARY': needed in a foreign key constraint");
        db.ok("alter table cc drop foreign key zz, drop column z");
        db.ok("insert into p values (1,1)").ok("insert into cc values (1,1)");
        db.ok("rename table p to q, cc to p, q to cc");
        assertThat(db.showCreate("d", "p")).contains("REFERENCES `cc` (`a`, `b`)");
        fails(
                "insert into p values (2,2)",
                "1452: Cannot add or update a child row: a foreign key constraint fails (`d`.`p`, CONSTRAINT `p_ibfk_1` FOREIGN KEY (`x`, `y`) REFERENCES `cc` (`a`, `b`) ON DELETE CASCADE ON UPDATE SET NULL)");
        db.ok("delete from cc");
        assertThat(db.run("select count(*) from p")).containsExactly("0");
    }

    @Test
    void altersWithAndWithoutCopying() {
        db.ok("create table t (id int primary key auto_increment, a int, b varchar(10))");
        db.ok("insert into t (a, b) values (1,'1'),(2,'2'),(3,'3')");
        assertThat(db.run("alter table t add c int default 7, add index (a)"))
                .containsExactly("0 Records: 0  Duplicates: 0  Warnings: 0");
        assertThat(db.run("select * from t where a = 2")).containsExactly("2,2,2,7");
        assertThat(db.run("alter table t modify b int not null first"))
                .containsExactly("3 Records: 3  Duplicates: 0  Warnings: 0");
        assertThat(db.run("select * from t where a = 2")).containsExactly("2,2,2,7");
        db.ok("alter table t add d int not null after id, drop column c, rename column a to aa");
        assertThat(db.run("select * from t where aa = 3")).containsExactly("3,3,0,3");
        db.ok("insert into t (b, d) values (9, 0)");
        assertThat(db.run("select id from t where b = 9")).containsExactly("4");
        fails("alter table t add unique (d)", "1062: Duplicate entry '0' for key 't.d'");
        fails("alter table t modify aa int not null", "1138: Invalid use of NULL value");
        fails("alter table t add check (b < 5)", "3819: Check constraint 't_chk_1' is violated.");
        db.ok("alter table t disable keys");
        assertThat(db.run("show warnings").toString())
                .contains("1031", "Table storage engine for 't' doesn't have this option");
        db.ok("alter table t enable keys");
        db.ok("alter table t alter d set default 5, comment = 'x', add e int as (b + 1)");
        db.ok("insert into t (b) values (20)");
        assertThat(db.run("select id, d, e from t where b = 20")).containsExactly("5,5,21");
        assertThat(db.run("select e from t where b = 1")).containsExactly("2");
        assertThat(db.engine.check(java.util.Objects.requireNonNull(db.engine.table("d", "t"))))
                .isEmpty();
        assertThat(db.showCreate("d", "t"))
                .isEqualTo(
                        """
                        CREATE TABLE `t` (
                          `b` int NOT NULL,
                          `id` int NOT NULL AUTO_INCREMENT,
                          `d` int NOT NULL DEFAULT '5',
                          `aa` int DEFAULT NULL,
                          `e` int GENERATED ALWAYS AS ((`b` + 1)) VIRTUAL,
                          PRIMARY KEY (`id`),
                          KEY `a` (`aa`)
                        ) ENGINE=InnoDB AUTO_INCREMENT=6 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci COMMENT='x'\
                        """);
        db.ok("truncate t").ok("insert into t (b) values (1)");
        assertThat(db.run("select id from t")).containsExactly("1");
    }

    @Test
    void makesTablesAndViewsOfQueries() {
        db.ok("create table p (a int primary key, s varchar(10))");
        db.ok("insert into p values (1,'x'),(2,'y')");
        assertThat(
                        db.run(
                                "create table q (k int auto_increment primary key) as select a + 1 as n, s, 1.5 c from p"))
                .containsExactly("2 Records: 2  Duplicates: 0  Warnings: 0");
        assertThat(db.run("select * from q")).containsExactly("1,2,x,1.5", "2,3,y,1.5");
        db.ok("create view v as select a, s from p where a > 1");
        assertThat(db.run("select * from v")).containsExactly("2,y");
        fails("create view v as select 1", "1050: Table 'v' already exists");
        db.ok("create or replace view v (z) as select s from p");
        assertThat(db.run("select z from v order by z")).containsExactly("x", "y");
        db.ok("drop view v");
        db.ok("create table l like q");
        assertThat(db.showCreate("d", "l")).contains("`k` int NOT NULL AUTO_INCREMENT");
    }

    @Test
    void dropsASchemaWithItsTables() {
        db.ok("create table t (a int)").ok("create table u (a int)");
        assertThat(db.run("drop database d")).containsExactly("2");
        fails("create table t (a int)", "1046: No database selected");
    }

    @Test
    void makesTheTablesOfSysbench() {
        db.ok(
                "CREATE TABLE sbtest1(\n  id INTEGER NOT NULL AUTO_INCREMENT,\n  k INTEGER DEFAULT '0' NOT NULL,\n  c CHAR(120) DEFAULT '' NOT NULL,\n  pad CHAR(60) DEFAULT '' NOT NULL,\n  PRIMARY KEY (id)\n) /*! ENGINE = innodb */ ");
        db.ok("CREATE INDEX k_1 ON sbtest1(k)");
        db.ok("INSERT INTO sbtest1(k, c, pad) VALUES(1, 'c', 'p'),(2, 'c', 'p')");
        assertThat(db.run("SELECT id FROM sbtest1 WHERE k = 2")).containsExactly("2");
        db.ok("DROP TABLE IF EXISTS sbtest1");
    }
}
