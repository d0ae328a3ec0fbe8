package io.daybreak.sql.show;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers are MySQL's own to the same statements. */
class ShowTest {
    @TempDir Path directory;
    private TextClient db;

    @BeforeEach
    void open() {
        db = new TextClient(directory);
        for (String sql :
                List.of(
                        "CREATE DATABASE showdb",
                        "USE showdb",
                        "create table a (id int unsigned not null auto_increment primary key,"
                                + " name varchar(40) character set latin1 default 'x''y', e"
                                + " enum('a','b') not null default 'b', d decimal(10,2) default"
                                + " '1.50', ts timestamp not null default current_timestamp on"
                                + " update current_timestamp, b varbinary(10) default 0x4142, j"
                                + " json, t text, bi bit(3) default b'101', dt datetime(3)"
                                + " default '2020-01-01 00:00:00', inv int invisible, ex"
                                + " varchar(36) default (uuid()), unique key un (name), key k2"
                                + " (d, ts desc), key pre (t(10)), check (inv > 0))"
                                + " comment='hello'",
                        "create table c (id int, aid int unsigned, constraint fk1 foreign key"
                                + " (aid) references a(id) on delete cascade)")) {
            assertThat(db.run(sql)).isEmpty();
        }
    }

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void showsColumnsWithKeysAndDefaults() {
        assertThat(db.run("show columns from a"))
                .startsWith(
                        "Field\tType\tNull\tKey\tDefault\tExtra",
                        "id\tint unsigned\tNO\tPRI\tNULL\tauto_increment",
                        "name\tvarchar(40)\tYES\tUNI\tx'y\t",
                        "e\tenum('a','b')\tNO\t\tb\t",
                        "d\tdecimal(10,2)\tYES\tMUL\t1.50\t",
                        "ts\ttimestamp\tNO\t\tCURRENT_TIMESTAMP\tDEFAULT_GENERATED on update"
                                + " CURRENT_TIMESTAMP",
                        "b\tvarbinary(10)\tYES\t\t0x4142\t");
        assertThat(db.rows("describe a 'n%'"))
                .containsExactly("name\tvarchar(40)\tYES\tUNI\tx'y\t");
        assertThat(db.rows("show columns from a where Field = 'inv'"))
                .containsExactly("inv\tint\tYES\t\tNULL\tINVISIBLE");
    }

    @Test
    void filtersByPatternAndCondition() {
        assertThat(db.run("show tables like 'A%'")).containsExactly("Tables_in_showdb (A%)", "a");
        assertThat(db.run("show tables where Tables_in_showdb like 'c%'"))
                .containsExactly("Tables_in_showdb", "c");
        assertThat(db.rows("show variables where Variable_name in ('autocommit', 'none')"))
                .containsExactly("autocommit\tON");
        assertThat(db.rows("show status like 'upt%'")).containsExactly("Uptime\t5");
    }

    @Test
    void maintenanceAnswersOneTableAfterTheOther() {
        assertThat(db.rows("check table a, nope"))
                .containsExactly(
                        "showdb.a\tcheck\tstatus\tOK",
                        "showdb.nope\tcheck\tError\tTable 'showdb.nope' doesn't exist",
                        "showdb.nope\tcheck\tstatus\tOperation failed");
        assertThat(db.rows("analyze table a")).containsExactly("showdb.a\tanalyze\tstatus\tOK");
        assertThat(db.rows("checksum table c")).containsExactly("showdb.c\t0");
    }

    @Test
    void refusesWhatIsNotThere() {
        assertThat(db.run("show columns from nope"))
                .containsExactly("ERROR 1146: Table 'showdb.nope' doesn't exist");
        assertThat(db.run("describe nope.a"))
                .containsExactly("ERROR 1049: Unknown database 'nope'");
        assertThat(db.run("show create view a"))
                .containsExactly("ERROR 1347: 'showdb.a' is not VIEW");
        assertThat(db.run("show binary logs"))
                .containsExactly("ERROR 1381: You are not using binary logging");
    }

    @Test
    void informationSchemaEscapesTheTextsOfExpressions() {
        db.run(
                "create table x (a varchar(5) check (a in ('x''y', 'z')),"
                        + " b varchar(9) as (concat(a, 'q\\\\')) stored)");
        assertThat(
                        db.rows(
                                "select check_clause from information_schema.check_constraints"
                                        + " where constraint_name = 'x_chk_1'"))
                .containsExactly("(`a` in (_utf8mb4\\'x\\\\\\'y\\',_utf8mb4\\'z\\'))");
        assertThat(
                        db.rows(
                                "select generation_expression from information_schema.columns"
                                        + " where table_name = 'x' and column_name = 'b'"))
                .containsExactly("concat(`a`,_utf8mb4\\'q\\\\\\\\\\')");
    }

    @Test
    void informationSchemaTellsOfConstraints() {
        assertThat(
                        db.rows(
                                "select * from information_schema.key_column_usage where"
                                        + " table_schema = 'showdb' and table_name = 'c'"))
                .containsExactly("def\tshowdb\tfk1\tdef\tshowdb\tc\taid\t1\t1\tshowdb\ta\tid");
        assertThat(db.rows("select * from information_schema.check_constraints"))
                .containsExactly("def\tshowdb\ta_chk_1\t(`inv` > 0)");
        assertThat(db.rows("select * from information_schema.referential_constraints"))
                .containsExactly(
                        "def\tshowdb\tfk1\tdef\tshowdb\tPRIMARY\tNONE\tNO ACTION\tCASCADE\tc\ta");
    }

    @Test
    void showsAViewsColumnsByItsTables() {
        assertThat(db.run("create view v as select id, name, length(t) n from a")).isEmpty();
        assertThat(db.rows("show columns from v"))
                .containsExactly(
                        "id\tint unsigned\tNO\t\t0\t",
                        "name\tvarchar(40)\tYES\t\tx'y\t",
                        "n\tbigint\tYES\t\tNULL\t");
        assertThat(db.rows("show full tables like 'v'")).containsExactly("v\tVIEW");
        assertThat(db.rows("analyze table v"))
                .containsExactly(
                        "showdb.v\tanalyze\tError\t'showdb.v' is not BASE TABLE",
                        "showdb.v\tanalyze\tstatus\tOperation failed");
        assertThat(db.rows("show create view v")).hasSize(1);
    }

    @Test
    void everyVirtualTableCanBeRead() {
        for (String schema : InformationSchema.schemas()) {
            for (var table : InformationSchema.tablesOf(schema)) {
                assertThat(db.run("select * from " + schema + "." + table.name()))
                        .as(table.name())
                        .noneMatch(line -> line.matches("ERROR \\d+: .*"));
            }
        }
        for (String sql :
                List.of("show volume status", "show privileges", "show engine innodb status")) {
            assertThat(db.run(sql)).as(sql).noneMatch(line -> line.matches("ERROR \\d+: .*"));
        }
    }

    @Test
    void aViewHasTheCharacterSetOfItsCreator() {
        db.run("set names latin1");
        db.run("create view of_latin1 as select id from a");
        db.run("set names utf8mb4 collate utf8mb4_bin");
        db.run("create view of_utf8 as select id from a");
        assertThat(db.rows("show create view of_latin1").getFirst())
                .endsWith("\tlatin1\tlatin1_swedish_ci");
        assertThat(
                        db.rows(
                                "select table_name, character_set_client, collation_connection from"
                                        + " information_schema.views where table_schema = 'showdb'"
                                        + " and table_name like 'of%' order by 1"))
                .containsExactly(
                        "of_latin1\tlatin1\tlatin1_swedish_ci", "of_utf8\tutf8mb4\tutf8mb4_bin");
    }
}
