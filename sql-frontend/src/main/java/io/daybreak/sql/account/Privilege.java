package io.daybreak.sql.account;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The static privileges, in the order SHOW GRANTS lists them (manual, section 8.2.2). */
public enum Privilege {
    SELECT("SELECT", "Select_priv", Level.COLUMN),
    INSERT("INSERT", "Insert_priv", Level.COLUMN),
    UPDATE("UPDATE", "Update_priv", Level.COLUMN),
    DELETE("DELETE", "Delete_priv", Level.TABLE),
    CREATE("CREATE", "Create_priv", Level.TABLE),
    DROP("DROP", "Drop_priv", Level.TABLE),
    RELOAD("RELOAD", "Reload_priv", Level.GLOBAL),
    SHUTDOWN("SHUTDOWN", "Shutdown_priv", Level.GLOBAL),
    PROCESS("PROCESS", "Process_priv", Level.GLOBAL),
    FILE("FILE", "File_priv", Level.GLOBAL),
    REFERENCES("REFERENCES", "References_priv", Level.COLUMN),
    INDEX("INDEX", "Index_priv", Level.TABLE),
    ALTER("ALTER", "Alter_priv", Level.TABLE),
    SHOW_DATABASES("SHOW DATABASES", "Show_db_priv", Level.GLOBAL),
    SUPER("SUPER", "Super_priv", Level.GLOBAL),
    CREATE_TEMPORARY_TABLES("CREATE TEMPORARY TABLES", "Create_tmp_table_priv", Level.SCHEMA),
    LOCK_TABLES("LOCK TABLES", "Lock_tables_priv", Level.SCHEMA),
    EXECUTE("EXECUTE", "Execute_priv", Level.SCHEMA),
    REPLICATION_SLAVE("REPLICATION SLAVE", "Repl_slave_priv", Level.GLOBAL),
    REPLICATION_CLIENT("REPLICATION CLIENT", "Repl_client_priv", Level.GLOBAL),
    CREATE_VIEW("CREATE VIEW", "Create_view_priv", Level.TABLE),
    SHOW_VIEW("SHOW VIEW", "Show_view_priv", Level.TABLE),
    CREATE_ROUTINE("CREATE ROUTINE", "Create_routine_priv", Level.SCHEMA),
    ALTER_ROUTINE("ALTER ROUTINE", "Alter_routine_priv", Level.SCHEMA),
    CREATE_USER("CREATE USER", "Create_user_priv", Level.GLOBAL),
    EVENT("EVENT", "Event_priv", Level.SCHEMA),
    TRIGGER("TRIGGER", "Trigger_priv", Level.TABLE),
    CREATE_TABLESPACE("CREATE TABLESPACE", "Create_tablespace_priv", Level.GLOBAL),
    CREATE_ROLE("CREATE ROLE", "Create_role_priv", Level.GLOBAL),
    DROP_ROLE("DROP ROLE", "Drop_role_priv", Level.GLOBAL),
    GRANT_OPTION("GRANT OPTION", "Grant_priv", Level.TABLE);

    /** The narrowest object that the privilege can be granted on. */
    public enum Level {
        GLOBAL,
        SCHEMA,
        TABLE,
        COLUMN
    }

    private final String sql;
    private final String column;
    private final Level level;

    Privilege(String sql, String column, Level level) {
        this.sql = sql;
        this.column = column;
        this.level = level;
    }

    /** As GRANT writes it. */
    public String sql() {
        return sql;
    }

    /** Its column in {@code mysql.user}. */
    public String column() {
        return column;
    }

    public Level level() {
        return level;
    }

    /** By the words of a GRANT statement; null if it is no static privilege. */
    public static @Nullable Privilege find(String words) {
        String upper = words.strip().toUpperCase(Locale.ROOT);
        for (Privilege privilege : values()) {
            if (privilege.sql.equals(upper)) {
                return privilege;
            }
        }
        return null;
    }
}
