package io.daybreak.sql.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Columns of spatial types on the real engine; texts and errors are MySQL's. */
class SpatialColumnsTest {
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
        assertThat(db.run(sql)).as(sql).singleElement().asString().startsWith("ERROR " + error);
    }

    @Test
    void showsSpatialColumnsAsMySqlDoes() {
        db.ok(
                "create table t (a geometry, b point not null srid 0, c linestring srid 4326 comment"
                        + " 'x', e geometrycollection, f multipoint invisible srid 0, r int, z point as"
                        + " (point(r,r)) srid 0, w point default (point(1,2)), spatial index sp (b))");
        assertThat(db.showCreate("d", "t"))
                .isEqualTo(
                        """
                        CREATE TABLE `t` (
                          `a` geometry DEFAULT NULL,
                          `b` point NOT NULL /*!80003 SRID 0 */,
                          `c` linestring /*!80003 SRID 4326 */ DEFAULT NULL COMMENT 'x',
                          `e` geomcollection DEFAULT NULL,
                          `f` multipoint /*!80003 SRID 0 */ DEFAULT NULL /*!80023 INVISIBLE */,
                          `r` int DEFAULT NULL,
                          `z` point GENERATED ALWAYS AS (point(`r`,`r`)) VIRTUAL /*!80003 SRID 0 */,
                          `w` point DEFAULT (point(1,2)),
                          SPATIAL KEY `sp` (`b`)
                        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci\
                        """);
        db.ok("create table again like t");
        assertThat(db.showCreate("d", "again"))
                .isEqualTo(db.showCreate("d", "t").replace("`t`", "`again`"));
    }

    @Test
    void refusesDefinitionsThatMySqlRefuses() {
        fails("create table x (p point, key (p))", "1252");
        fails("create table x (p point not null, key (p(10)))", "1089");
        fails("create table x (p point primary key)", "3728");
        fails("create table x (p point not null unique)", "3728");
        fails("create table x (p point not null, q point not null, spatial key (p, q))", "1070");
        fails("create table x (p int not null, spatial key (p))", "1687");
        fails("create table x (p point default 'a')", "1101");
        fails("create table x (p point srid 999999)", "3548");
        fails("create table x (p int srid 0)", "1221");
        fails("create table x (p point collate utf8mb4_bin)", "1253");
        fails("create table x (p point auto_increment)", "1063");
    }

    @Test
    void storesOnlyWhatTheColumnTakes() {
        db.ok(
                "create table t (id int primary key, g geometry, p point not null, c geomcollection)");
        db.ok("create table s (l linestring srid 4326)");
        db.ok("insert into t values (1, st_geomfromtext('LINESTRING(1 2,3 4)'), point(1,2), null)");
        db.ok(
                "insert into t values (2, null, 0x000000000101000000000000000000F03F0000000000000040,"
                        + " multipoint(point(5,6)))");
        fails("insert into t values (3, 'abc', point(1,2), null)", "1416");
        fails("insert into t values (3, 1, point(1,2), null)", "1416");
        fails(
                "insert into t values (3, null, st_geomfromtext('LINESTRING(1 2,3 4)'), null)",
                "1416");
        fails("insert into t values (3, null, point(1,2), point(1,2))", "1416");
        fails("insert into s values (st_geomfromtext('LINESTRING(1 2,3 4)'))", "3643");
        assertThat(
                        db.run(
                                "select id, st_astext(g), st_astext(p), st_astext(c) from t where p = point(1,2)"))
                .containsExactly(
                        "1,LINESTRING(1 2,3 4),POINT(1 2),NULL",
                        "2,NULL,POINT(1 2),MULTIPOINT((5 6))");
    }

    @Test
    void aMissingGeometryIsAnErrorUnderEveryMode() {
        db.ok("create table t (id int primary key, p point not null)");
        fails("insert into t (id) values (1)", "1364");
        fails("insert into t values (1, null)", "3673");
        fails("insert ignore into t values (1, null)", "3673");
        db.ok("set sql_mode = ''");
        fails("insert into t (id) values (1)", "1364");
        fails("insert into t values (1, point(1,1)), (2, null)", "3673");
        db.ok("insert into t values (1, point(1,1))");
        fails("update t set p = null", "3673");
        fails("alter table t add q point not null", "1138");
        assertThat(db.run("select id, st_astext(p) from t")).containsExactly("1,POINT(1 1)");
    }
}
