package io.daybreak.sql.show;

import io.daybreak.engine.api.EngineStatus;
import io.daybreak.engine.collation.Collation;
import io.daybreak.engine.collation.Collations;
import io.daybreak.quorum.api.VolumeStatus;
import io.daybreak.sql.account.Privilege;
import io.daybreak.sql.api.ConnectionRegistry.ClientProcess;
import io.daybreak.sql.session.PlanCacheStatus;
import io.daybreak.sql.session.StatementContext;
import io.daybreak.sql.types.CharacterSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows about the server: variables, status, connections, character sets. Stateless. */
final class ServerRows {
    private ServerRows() {}

    static void variables(StatementContext context, boolean global, RowsTable.Rows rows) {
        for (StatementContext.Variable variable : context.variables(global)) {
            rows.add(variable.name(), variable.value());
        }
    }

    static void status(StatementContext context, RowsTable.Rows rows) {
        status(context).forEach(rows::add);
    }

    /** SHOW STATUS by name, in the order of names. */
    static Map<String, String> status(StatementContext context) {
        Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        context.connection()
                .registry()
                .statusVariables()
                .forEach((name, value) -> values.put(name, Long.toString(value)));
        EngineStatus engine = context.catalog().engine().status();
        put(values, "Innodb_buffer_pool_pages_total", engine.bufferPoolPages());
        put(values, "Innodb_buffer_pool_pages_data", engine.bufferPoolPagesUsed());
        put(
                values,
                "Innodb_buffer_pool_pages_free",
                engine.bufferPoolPages() - engine.bufferPoolPagesUsed());
        put(values, "Innodb_buffer_pool_reads", engine.pageReads());
        put(values, "Innodb_buffer_pool_read_requests", engine.pageRequests());
        put(values, "Innodb_page_size", 16_384);
        put(values, "Innodb_row_lock_waits", engine.rowLockWaits());
        put(values, "Innodb_deadlocks", engine.deadlocks());
        put(values, "Innodb_rows_read", engine.rowsRead());
        put(values, "Innodb_rows_inserted", engine.rowsInserted());
        put(values, "Innodb_rows_updated", engine.rowsUpdated());
        put(values, "Innodb_rows_deleted", engine.rowsDeleted());
        VolumeStatus volume = context.catalog().engine().volume().status();
        put(values, "Daybreak_volume_epoch", volume.epoch());
        put(values, "Daybreak_volume_vcl", volume.vcl());
        put(values, "Daybreak_volume_vdl", volume.vdl());
        PlanCacheStatus plans = context.planCache();
        put(values, "Daybreak_plan_cache_texts", plans.texts());
        put(values, "Daybreak_plan_cache_key_bytes", plans.keyBytes());
        put(values, "Daybreak_plan_cache_hits", plans.hits());
        put(values, "Daybreak_plan_cache_misses", plans.misses());
        put(values, "Daybreak_plan_cache_stale", plans.stale());
        put(values, "Daybreak_plan_cache_evictions", plans.evictions());
        put(values, "Daybreak_prepared_cache_texts", plans.prepared());
        put(values, "Daybreak_prepared_cache_hits", plans.preparedHits());
        put(values, "Daybreak_prepared_cache_misses", plans.preparedMisses());
        values.put("Ssl_cipher", context.connection().tlsCipher());
        values.put("Ssl_version", context.connection().tlsCipher().isEmpty() ? "" : "TLSv1.3");
        return values;
    }

    private static void put(Map<String, String> values, String name, long value) {
        values.put(name, Long.toString(value));
    }

    static List<ClientProcess> visibleProcesses(StatementContext context) {
        boolean all = context.grants().global(Privilege.PROCESS);
        List<ClientProcess> visible = new ArrayList<>();
        for (ClientProcess process : context.connection().registry().processes()) {
            if (all || process.user().equals(context.account().user())) {
                visible.add(process);
            }
        }
        return visible;
    }

    static void processes(StatementContext context, boolean engineColumn, RowsTable.Rows rows) {
        for (ClientProcess process : visibleProcesses(context)) {
            if (engineColumn) {
                rows.add(
                        process.id(),
                        process.user(),
                        process.host(),
                        process.schema(),
                        process.command(),
                        process.seconds(),
                        process.state(),
                        process.info(),
                        "PRIMARY");
            } else {
                rows.add(
                        process.id(),
                        process.user(),
                        process.host(),
                        process.schema(),
                        process.command(),
                        process.seconds(),
                        process.state(),
                        process.info());
            }
        }
    }

    static void engines(RowsTable.Rows rows) {
        rows.add(
                "InnoDB",
                "DEFAULT",
                "Supports transactions, row-level locking, and foreign keys",
                "YES",
                "NO",
                "YES");
    }

    static String description(CharacterSet set) {
        return switch (set.sqlName()) {
            case "utf8mb3", "utf8mb4" -> "UTF-8 Unicode";
            case "latin1" -> "cp1252 West European";
            case "ascii" -> "US ASCII";
            case "binary" -> "Binary pseudo charset";
            default -> set.sqlName();
        };
    }

    static List<CharacterSet> characterSets() {
        List<CharacterSet> sets = new ArrayList<>(List.of(CharacterSet.values()));
        sets.sort(Comparator.comparing(CharacterSet::sqlName));
        return sets;
    }

    static void characterSets(RowsTable.Rows rows) {
        for (CharacterSet set : characterSets()) {
            rows.add(
                    set.sqlName(), set.defaultCollation().name(), description(set), set.maxBytes());
        }
    }

    static List<Collation> collations() {
        List<Collation> all = new ArrayList<>(Collations.all());
        all.sort(Comparator.comparing(Collation::name));
        return all;
    }

    /** Rows of COLLATIONS, whose columns are those of SHOW COLLATION. */
    static void collations(RowsTable.Rows rows) {
        for (Collation collation : collations()) {
            Collation standard = Collations.defaultOf(collation.charset());
            boolean isDefault = standard != null && standard.id() == collation.id();
            rows.add(
                    collation.name(),
                    collation.charset(),
                    collation.id(),
                    isDefault ? "Yes" : "",
                    "Yes",
                    sortLength(collation),
                    collation.padSpace() ? "PAD SPACE" : "NO PAD");
        }
    }

    private static int sortLength(Collation collation) {
        if (collation.name().contains("_unicode_ci")) {
            return 8;
        }
        return collation.name().contains("_0900_a") ? 0 : 1;
    }

    static void collationCharsets(RowsTable.Rows rows) {
        for (Collation collation : collations()) {
            rows.add(collation.name(), collation.charset());
        }
    }

    static void plugins(StatementContext context, RowsTable.Rows rows) {
        String version = context.variable("version");
        String number = version == null ? "1.0" : version.replaceFirst("^(\\d+\\.\\d+).*", "$1");
        for (String[] plugin :
                new String[][] {
                    {"InnoDB", "STORAGE ENGINE", "Supports transactions and row-level locking"},
                    {"mysql_native_password", "AUTHENTICATION", "Native MySQL authentication"},
                    {"caching_sha2_password", "AUTHENTICATION", "Caching sha2 authentication"}
                }) {
            rows.add(
                    plugin[0],
                    number,
                    "ACTIVE",
                    plugin[1],
                    number,
                    null,
                    null,
                    "Daybreak",
                    plugin[2],
                    "Apache-2.0",
                    "FORCE");
        }
    }

    static void keywords(RowsTable.Rows rows) {
        for (String line : DeclaredColumns.lines("keywords.tsv")) {
            int tab = line.indexOf('\t');
            rows.add(line.substring(0, tab), Integer.parseInt(line.substring(tab + 1)));
        }
    }
}
