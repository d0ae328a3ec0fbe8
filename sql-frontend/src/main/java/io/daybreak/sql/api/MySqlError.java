package io.daybreak.sql.api;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of errors: name, number, SQLSTATE and text as MySQL 8.4 has them, each in this one
 * place. The names are MySQL's symbols.
 *
 * <p>Source: MySQL 8.4 Error Reference, "Server Error Message Reference".
 */
public enum MySqlError {
    EE_CANTCREATEFILE(1, "HY000", "Can't create/write to file '%s' (OS errno %s - %s)"),
    EE_READ(2, "HY000", "Error reading file '%s' (OS errno %s - %s)"),
    EE_WRITE(3, "HY000", "Error writing file '%s' (OS errno %s - %s)"),
    ER_NO(1002, "HY000", "NO"),
    ER_YES(1003, "HY000", "YES"),
    ER_CANT_CREATE_FILE(1004, "HY000", "Can't create file '%.200s' (errno: %s - %s)"),
    ER_CANT_CREATE_TABLE(1005, "HY000", "Can't create table '%.200s' (errno: %s - %s)"),
    ER_CANT_CREATE_DB(1006, "HY000", "Can't create database '%.192s' (errno: %s - %s)"),
    ER_DB_CREATE_EXISTS(1007, "HY000", "Can't create database '%.192s'; database exists"),
    ER_DB_DROP_EXISTS(1008, "HY000", "Can't drop database '%.192s'; database doesn't exist"),
    ER_DB_DROP_RMDIR(
            1010, "HY000", "Error dropping database (can't rmdir '%.192s', errno: %s - %s)"),
    ER_CANT_FIND_SYSTEM_REC(1012, "HY000", "Can't read record in system table"),
    ER_CANT_GET_STAT(1013, "HY000", "Can't get status of '%.200s' (errno: %s - %s)"),
    ER_CANT_LOCK(1015, "HY000", "Can't lock file (errno: %s - %s)"),
    ER_CANT_OPEN_FILE(1016, "HY000", "Can't open file: '%.200s' (errno: %s - %s)"),
    ER_FILE_NOT_FOUND(1017, "HY000", "Can't find file: '%.200s' (errno: %s - %s)"),
    ER_CANT_READ_DIR(1018, "HY000", "Can't read dir of '%.192s' (errno: %s - %s)"),
    ER_CHECKREAD(1020, "HY000", "Record has changed since last read in table '%.192s'"),
    ER_DUP_KEY(1022, "23000", "Can't write; duplicate key in table '%.192s'"),
    ER_ERROR_ON_READ(1024, "HY000", "Error reading file '%.200s' (errno: %s - %s)"),
    ER_ERROR_ON_RENAME(1025, "HY000", "Error on rename of '%.210s' to '%.210s' (errno: %s - %s)"),
    ER_ERROR_ON_WRITE(1026, "HY000", "Error writing file '%.200s' (errno: %s - %s)"),
    ER_FILE_USED(1027, "HY000", "'%.192s' is locked against change"),
    ER_GET_ERRNO(1030, "HY000", "Got error %s - '%.192s' from storage engine"),
    ER_ILLEGAL_HA(1031, "HY000", "Table storage engine for '%.192s' doesn't have this option"),
    ER_KEY_NOT_FOUND(1032, "HY000", "Can't find record in '%.192s'"),
    ER_NOT_FORM_FILE(1033, "HY000", "Incorrect information in file: '%.200s'"),
    ER_NOT_KEYFILE(1034, "HY000", "Incorrect key file for table '%.200s'; try to repair it"),
    ER_OLD_KEYFILE(1035, "HY000", "Old key file for table '%.192s'; repair it!"),
    ER_OPEN_AS_READONLY(1036, "HY000", "Table '%.192s' is read only"),
    ER_OUTOFMEMORY(1037, "HY001", "Out of memory; restart server and try again (needed %s bytes)"),
    ER_OUT_OF_SORTMEMORY(
            1038, "HY001", "Out of sort memory, consider increasing server sort buffer size"),
    ER_CON_COUNT_ERROR(1040, "08004", "Too many connections"),
    ER_OUT_OF_RESOURCES(
            1041,
            "HY000",
            "Out of memory; check if mysqld or some other process uses all available memory; if not, you may have to use 'ulimit' to allow mysqld to use more memory or you can add more swap space"),
    ER_BAD_HOST_ERROR(1042, "08S01", "Can't get hostname for your address"),
    ER_HANDSHAKE_ERROR(1043, "08S01", "Bad handshake"),
    ER_DBACCESS_DENIED_ERROR(
            1044, "42000", "Access denied for user '%.48s'@'%.64s' to database '%.192s'"),
    ER_ACCESS_DENIED_ERROR(
            1045, "28000", "Access denied for user '%.48s'@'%.64s' (using password: %s)"),
    ER_NO_DB_ERROR(1046, "3D000", "No database selected"),
    ER_UNKNOWN_COM_ERROR(1047, "08S01", "Unknown command"),
    ER_BAD_NULL_ERROR(1048, "23000", "Column '%.192s' cannot be null"),
    ER_BAD_DB_ERROR(1049, "42000", "Unknown database '%.192s'"),
    ER_TABLE_EXISTS_ERROR(1050, "42S01", "Table '%.192s' already exists"),
    ER_BAD_TABLE_ERROR(1051, "42S02", "Unknown table '%.129s'"),
    ER_NON_UNIQ_ERROR(1052, "23000", "Column '%.192s' in %.192s is ambiguous"),
    ER_SERVER_SHUTDOWN(1053, "08S01", "Server shutdown in progress"),
    ER_BAD_FIELD_ERROR(1054, "42S22", "Unknown column '%.192s' in '%.192s'"),
    ER_WRONG_FIELD_WITH_GROUP(
            1055,
            "42000",
            "Expression #%s of %s is not in GROUP BY clause and contains nonaggregated column '%.192s' which is not functionally dependent on columns in GROUP BY clause; this is incompatible with sql_mode=only_full_group_by"),
    ER_WRONG_GROUP_FIELD(1056, "42000", "Can't group on '%.192s'"),
    ER_WRONG_SUM_SELECT(1057, "42000", "Statement has sum functions and columns in same statement"),
    ER_WRONG_VALUE_COUNT(1058, "21S01", "Column count doesn't match value count"),
    ER_TOO_LONG_IDENT(1059, "42000", "Identifier name '%.100s' is too long"),
    ER_DUP_FIELDNAME(1060, "42S21", "Duplicate column name '%.192s'"),
    ER_DUP_KEYNAME(1061, "42000", "Duplicate key name '%.192s'"),
    ER_DUP_ENTRY(1062, "23000", "Duplicate entry '%s' for key '%s'"),
    ER_WRONG_FIELD_SPEC(1063, "42000", "Incorrect column specifier for column '%.192s'"),
    ER_PARSE_ERROR(1064, "42000", "%s near '%.80s' at line %s"),
    ER_EMPTY_QUERY(1065, "42000", "Query was empty"),
    ER_NONUNIQ_TABLE(1066, "42000", "Not unique table/alias: '%.192s'"),
    ER_INVALID_DEFAULT(1067, "42000", "Invalid default value for '%.192s'"),
    ER_MULTIPLE_PRI_KEY(1068, "42000", "Multiple primary key defined"),
    ER_TOO_MANY_KEYS(1069, "42000", "Too many keys specified; max %s keys allowed"),
    ER_TOO_MANY_KEY_PARTS(1070, "42000", "Too many key parts specified; max %s parts allowed"),
    ER_TOO_LONG_KEY(1071, "42000", "Specified key was too long; max key length is %s bytes"),
    ER_KEY_COLUMN_DOES_NOT_EXITS(1072, "42000", "Key column '%.192s' doesn't exist in table"),
    ER_BLOB_USED_AS_KEY(
            1073,
            "42000",
            "BLOB column '%.192s' can't be used in key specification with the used table type"),
    ER_TOO_BIG_FIELDLENGTH(
            1074,
            "42000",
            "Column length too big for column '%.192s' (max = %s); use BLOB or TEXT instead"),
    ER_WRONG_AUTO_KEY(
            1075,
            "42000",
            "Incorrect table definition; there can be only one auto column and it must be defined as a key"),
    ER_READY(1076, "HY000", "%s: ready for connections.\nVersion: '%s'  socket: '%s'  port: %s"),
    ER_SHUTDOWN_COMPLETE(1079, "HY000", "%s: Shutdown complete\n"),
    ER_FORCING_CLOSE(1080, "08S01", "%s: Forcing close of thread %s  user: '%.48s'\n"),
    ER_IPSOCK_ERROR(1081, "08S01", "Can't create IP socket"),
    ER_NO_SUCH_INDEX(
            1082,
            "42S12",
            "Table '%.192s' has no index like the one used in CREATE INDEX; recreate the table"),
    ER_WRONG_FIELD_TERMINATORS(
            1083, "42000", "Field separator argument is not what is expected; check the manual"),
    ER_BLOBS_AND_NO_TERMINATED(
            1084,
            "42000",
            "You can't use fixed rowlength with BLOBs; please use 'fields terminated by'"),
    ER_TEXTFILE_NOT_READABLE(
            1085,
            "HY000",
            "The file '%.128s' must be in the database directory or be readable by all"),
    ER_FILE_EXISTS_ERROR(1086, "HY000", "File '%.200s' already exists"),
    ER_LOAD_INFO(1087, "HY000", "Records: %s  Deleted: %s  Skipped: %s  Warnings: %s"),
    ER_ALTER_INFO(1088, "HY000", "Records: %s  Duplicates: %s"),
    ER_WRONG_SUB_KEY(
            1089,
            "HY000",
            "Incorrect prefix key; the used key part isn't a string, the used length is longer than the key part, or the storage engine doesn't support unique prefix keys"),
    ER_CANT_REMOVE_ALL_FIELDS(
            1090, "42000", "You can't delete all columns with ALTER TABLE; use DROP TABLE instead"),
    ER_CANT_DROP_FIELD_OR_KEY(1091, "42000", "Can't DROP '%.192s'; check that column/key exists"),
    ER_INSERT_INFO(1092, "HY000", "Records: %s  Duplicates: %s  Warnings: %s"),
    ER_UPDATE_TABLE_USED(
            1093, "HY000", "You can't specify target table '%.192s' for update in FROM clause"),
    ER_NO_SUCH_THREAD(1094, "HY000", "Unknown thread id: %s"),
    ER_KILL_DENIED_ERROR(1095, "HY000", "You are not owner of thread %s"),
    ER_NO_TABLES_USED(1096, "HY000", "No tables used"),
    ER_TOO_BIG_SET(1097, "HY000", "Too many strings for column %.192s and SET"),
    ER_NO_UNIQUE_LOGFILE(1098, "HY000", "Can't generate a unique log-filename %.200s.(1-999)\n"),
    ER_TABLE_NOT_LOCKED_FOR_WRITE(
            1099, "HY000", "Table '%.192s' was locked with a READ lock and can't be updated"),
    ER_TABLE_NOT_LOCKED(1100, "HY000", "Table '%.192s' was not locked with LOCK TABLES"),
    ER_BLOB_CANT_HAVE_DEFAULT(
            1101,
            "42000",
            "BLOB, TEXT, GEOMETRY or JSON column '%.192s' can't have a default value"),
    ER_WRONG_DB_NAME(1102, "42000", "Incorrect database name '%.100s'"),
    ER_WRONG_TABLE_NAME(1103, "42000", "Incorrect table name '%.100s'"),
    ER_TOO_BIG_SELECT(
            1104,
            "42000",
            "The SELECT would examine more than MAX_JOIN_SIZE rows; check your WHERE and use SET SQL_BIG_SELECTS=1 or SET MAX_JOIN_SIZE=# if the SELECT is okay"),
    ER_UNKNOWN_ERROR(1105, "HY000", "%s"),
    ER_UNKNOWN_PROCEDURE(1106, "42000", "Unknown procedure '%.192s'"),
    ER_WRONG_PARAMCOUNT_TO_PROCEDURE(
            1107, "42000", "Incorrect parameter count to procedure '%.192s'"),
    ER_WRONG_PARAMETERS_TO_PROCEDURE(1108, "HY000", "Incorrect parameters to procedure '%.192s'"),
    ER_UNKNOWN_TABLE(1109, "42S02", "Unknown table '%.192s' in %.32s"),
    ER_FIELD_SPECIFIED_TWICE(1110, "42000", "Column '%.192s' specified twice"),
    ER_INVALID_GROUP_FUNC_USE(1111, "HY000", "Invalid use of group function"),
    ER_UNSUPPORTED_EXTENSION(
            1112,
            "42000",
            "Table '%.192s' uses an extension that doesn't exist in this MySQL version"),
    ER_TABLE_MUST_HAVE_COLUMNS(1113, "42000", "A table must have at least 1 column"),
    ER_RECORD_FILE_FULL(1114, "HY000", "The table '%.192s' is full"),
    ER_UNKNOWN_CHARACTER_SET(1115, "42000", "Unknown character set: '%.64s'"),
    ER_TOO_MANY_TABLES(1116, "HY000", "Too many tables; MySQL can only use %s tables in a join"),
    ER_TOO_MANY_FIELDS(1117, "HY000", "Too many columns"),
    ER_TOO_BIG_ROWSIZE(
            1118,
            "42000",
            "Row size too large. The maximum row size for the used table type, not counting BLOBs, is %s. This includes storage overhead, check the manual. You have to change some columns to TEXT or BLOBs"),
    ER_STACK_OVERRUN(
            1119,
            "HY000",
            "Thread stack overrun:  Used: %s of a %s stack.  Use 'mysqld --thread_stack=#' to specify a bigger stack if needed"),
    ER_WRONG_OUTER_JOIN_UNUSED(
            1120, "42000", "Cross dependency found in OUTER JOIN; examine your ON conditions"),
    ER_NULL_COLUMN_IN_INDEX(
            1121,
            "42000",
            "Table handler doesn't support NULL in given index. Please change column '%.192s' to be NOT NULL or use another handler"),
    ER_CANT_OPEN_LIBRARY(1126, "HY000", "Can't open shared library '%.192s' (errno: %s %.128s)"),
    ER_CANT_FIND_DL_ENTRY(1127, "HY000", "Can't find symbol '%.128s' in library"),
    ER_FUNCTION_NOT_DEFINED(1128, "HY000", "Function '%.192s' is not defined"),
    ER_HOST_IS_BLOCKED(
            1129,
            "HY000",
            "Host '%.255s' is blocked because of many connection errors; unblock with 'mysqladmin flush-hosts'"),
    ER_HOST_NOT_PRIVILEGED(
            1130, "HY000", "Host '%.255s' is not allowed to connect to this MySQL server"),
    ER_PASSWORD_ANONYMOUS_USER(
            1131,
            "42000",
            "You are using MySQL as an anonymous user and anonymous users are not allowed to change passwords"),
    ER_PASSWORD_NOT_ALLOWED(
            1132,
            "42000",
            "You must have privileges to update tables in the mysql database to be able to change passwords for others"),
    ER_PASSWORD_NO_MATCH(1133, "42000", "Can't find any matching row in the user table"),
    ER_UPDATE_INFO(1134, "HY000", "Rows matched: %s  Changed: %s  Warnings: %s"),
    ER_CANT_CREATE_THREAD(
            1135,
            "HY000",
            "Can't create a new thread (errno %s); if you are not out of available memory, you can consult the manual for a possible OS-dependent bug"),
    ER_WRONG_VALUE_COUNT_ON_ROW(1136, "21S01", "Column count doesn't match value count at row %s"),
    ER_CANT_REOPEN_TABLE(1137, "HY000", "Can't reopen table: '%.192s'"),
    ER_INVALID_USE_OF_NULL(1138, "22004", "Invalid use of NULL value"),
    ER_REGEXP_ERROR(1139, "42000", "Got error '%.64s' from regexp"),
    ER_MIX_OF_GROUP_FUNC_AND_FIELDS(
            1140,
            "42000",
            "In aggregated query without GROUP BY, expression #%s of %s contains nonaggregated column '%.192s'; this is incompatible with sql_mode=only_full_group_by"),
    ER_NONEXISTING_GRANT(
            1141, "42000", "There is no such grant defined for user '%.48s' on host '%.255s'"),
    ER_TABLEACCESS_DENIED_ERROR(
            1142, "42000", "%.128s command denied to user '%.48s'@'%.64s' for table '%.64s'"),
    ER_COLUMNACCESS_DENIED_ERROR(
            1143,
            "42000",
            "%.16s command denied to user '%.48s'@'%.64s' for column '%.192s' in table '%.192s'"),
    ER_ILLEGAL_GRANT_FOR_TABLE(
            1144,
            "42000",
            "Illegal GRANT/REVOKE command; please consult the manual to see which privileges can be used"),
    ER_GRANT_WRONG_HOST_OR_USER(1145, "42000", "The host or user argument to GRANT is too long"),
    ER_NO_SUCH_TABLE(1146, "42S02", "Table '%.192s.%.192s' doesn't exist"),
    ER_NONEXISTING_TABLE_GRANT(
            1147,
            "42000",
            "There is no such grant defined for user '%.48s' on host '%.255s' on table '%.192s'"),
    ER_NOT_ALLOWED_COMMAND(
            1148, "42000", "The used command is not allowed with this MySQL version"),
    ER_SYNTAX_ERROR(
            1149,
            "42000",
            "You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use"),
    ER_ABORTING_CONNECTION(
            1152, "08S01", "Aborted connection %s to db: '%.192s' user: '%.48s' (%.64s)"),
    ER_NET_PACKET_TOO_LARGE(1153, "08S01", "Got a packet bigger than 'max_allowed_packet' bytes"),
    ER_NET_READ_ERROR_FROM_PIPE(1154, "08S01", "Got a read error from the connection pipe"),
    ER_NET_FCNTL_ERROR(1155, "08S01", "Got an error from fcntl()"),
    ER_NET_PACKETS_OUT_OF_ORDER(1156, "08S01", "Got packets out of order"),
    ER_NET_UNCOMPRESS_ERROR(1157, "08S01", "Couldn't uncompress communication packet"),
    ER_NET_READ_ERROR(1158, "08S01", "Got an error reading communication packets"),
    ER_NET_READ_INTERRUPTED(1159, "08S01", "Got timeout reading communication packets"),
    ER_NET_ERROR_ON_WRITE(1160, "08S01", "Got an error writing communication packets"),
    ER_NET_WRITE_INTERRUPTED(1161, "08S01", "Got timeout writing communication packets"),
    ER_TOO_LONG_STRING(1162, "42000", "Result string is longer than 'max_allowed_packet' bytes"),
    ER_TABLE_CANT_HANDLE_BLOB(
            1163, "42000", "The used table type doesn't support BLOB/TEXT columns"),
    ER_TABLE_CANT_HANDLE_AUTO_INCREMENT(
            1164, "42000", "The used table type doesn't support AUTO_INCREMENT columns"),
    ER_WRONG_COLUMN_NAME(1166, "42000", "Incorrect column name '%.100s'"),
    ER_WRONG_KEY_COLUMN(1167, "42000", "The used storage engine can't index column '%.192s'"),
    ER_WRONG_MRG_TABLE(
            1168,
            "HY000",
            "Unable to open underlying table which is differently defined or of non-MyISAM type or doesn't exist"),
    ER_DUP_UNIQUE(1169, "23000", "Can't write, because of unique constraint, to table '%.192s'"),
    ER_BLOB_KEY_WITHOUT_LENGTH(
            1170,
            "42000",
            "BLOB/TEXT column '%.192s' used in key specification without a key length"),
    ER_PRIMARY_CANT_HAVE_NULL(
            1171,
            "42000",
            "All parts of a PRIMARY KEY must be NOT NULL; if you need NULL in a key, use UNIQUE instead"),
    ER_TOO_MANY_ROWS(1172, "42000", "Result consisted of more than one row"),
    ER_REQUIRES_PRIMARY_KEY(1173, "42000", "This table type requires a primary key"),
    ER_UPDATE_WITHOUT_KEY_IN_SAFE_MODE(
            1175,
            "HY000",
            "You are using safe update mode and you tried to update a table without a WHERE that uses a KEY column. %s"),
    ER_KEY_DOES_NOT_EXITS(1176, "42000", "Key '%.192s' doesn't exist in table '%.192s'"),
    ER_CHECK_NO_SUCH_TABLE(1177, "42000", "Can't open table"),
    ER_CHECK_NOT_IMPLEMENTED(1178, "42000", "The storage engine for the table doesn't support %s"),
    ER_CANT_DO_THIS_DURING_AN_TRANSACTION(
            1179, "25000", "You are not allowed to execute this command in a transaction"),
    ER_ERROR_DURING_COMMIT(1180, "HY000", "Got error %s - '%.192s' during COMMIT"),
    ER_ERROR_DURING_ROLLBACK(1181, "HY000", "Got error %s - '%.192s' during ROLLBACK"),
    ER_ERROR_DURING_FLUSH_LOGS(1182, "HY000", "Got error %s during FLUSH_LOGS"),
    ER_NEW_ABORTING_CONNECTION(
            1184,
            "08S01",
            "Aborted connection %s to db: '%.192s' user: '%.48s' host: '%.255s' (%.64s)"),
    ER_SOURCE(1188, "HY000", "Error from source: '%.64s'"),
    ER_SOURCE_NET_READ(1189, "08S01", "Net error reading from source"),
    ER_SOURCE_NET_WRITE(1190, "08S01", "Net error writing to source"),
    ER_FT_MATCHING_KEY_NOT_FOUND(
            1191, "HY000", "Can't find FULLTEXT index matching the column list"),
    ER_LOCK_OR_ACTIVE_TRANSACTION(
            1192,
            "HY000",
            "Can't execute the given command because you have active locked tables or an active transaction"),
    ER_UNKNOWN_SYSTEM_VARIABLE(1193, "HY000", "Unknown system variable '%.64s'"),
    ER_CRASHED_ON_USAGE(
            1194, "HY000", "Table '%.192s' is marked as crashed and should be repaired"),
    ER_CRASHED_ON_REPAIR(
            1195,
            "HY000",
            "Table '%.192s' is marked as crashed and last (automatic?) repair failed"),
    ER_WARNING_NOT_COMPLETE_ROLLBACK(
            1196, "HY000", "Some non-transactional changed tables couldn't be rolled back"),
    ER_TRANS_CACHE_FULL(
            1197,
            "HY000",
            "Multi-statement transaction required more than 'max_binlog_cache_size' bytes of storage; increase this mysqld variable and try again"),
    ER_CONNECTION_METADATA(
            1201,
            "HY000",
            "Could not initialize connection metadata structure; more error messages can be found in the MySQL error log"),
    ER_TOO_MANY_USER_CONNECTIONS(
            1203,
            "42000",
            "User %.64s already has more than 'max_user_connections' active connections"),
    ER_SET_CONSTANTS_ONLY(1204, "HY000", "You may only use constant expressions with SET"),
    ER_LOCK_WAIT_TIMEOUT(1205, "HY000", "Lock wait timeout exceeded; try restarting transaction"),
    ER_LOCK_TABLE_FULL(1206, "HY000", "The total number of locks exceeds the lock table size"),
    ER_READ_ONLY_TRANSACTION(
            1207, "25000", "Update locks cannot be acquired during a READ UNCOMMITTED transaction"),
    ER_WRONG_ARGUMENTS(1210, "HY000", "Incorrect arguments to %s"),
    ER_NO_PERMISSION_TO_CREATE_USER(
            1211, "42000", "'%.48s'@'%.64s' is not allowed to create new users"),
    ER_LOCK_DEADLOCK(
            1213, "40001", "Deadlock found when trying to get lock; try restarting transaction"),
    ER_TABLE_CANT_HANDLE_FT(1214, "HY000", "The used table type doesn't support FULLTEXT indexes"),
    ER_CANNOT_ADD_FOREIGN(1215, "HY000", "Cannot add foreign key constraint"),
    ER_NO_REFERENCED_ROW(
            1216, "23000", "Cannot add or update a child row: a foreign key constraint fails"),
    ER_ROW_IS_REFERENCED(
            1217, "23000", "Cannot delete or update a parent row: a foreign key constraint fails"),
    ER_CONNECT_TO_SOURCE(1218, "08S01", "Error connecting to source: %.128s"),
    ER_ERROR_WHEN_EXECUTING_COMMAND(1220, "HY000", "Error when executing command %s: %.128s"),
    ER_WRONG_USAGE(1221, "HY000", "Incorrect usage of %s and %s"),
    ER_WRONG_NUMBER_OF_COLUMNS_IN_SELECT(
            1222, "21000", "The used SELECT statements have a different number of columns"),
    ER_CANT_UPDATE_WITH_READLOCK(
            1223, "HY000", "Can't execute the query because you have a conflicting read lock"),
    ER_MIXING_NOT_ALLOWED(
            1224, "HY000", "Mixing of transactional and non-transactional tables is disabled"),
    ER_DUP_ARGUMENT(1225, "HY000", "Option '%s' used twice in statement"),
    ER_USER_LIMIT_REACHED(
            1226, "42000", "User '%.64s' has exceeded the '%s' resource (current value: %s)"),
    ER_SPECIFIC_ACCESS_DENIED_ERROR(
            1227,
            "42000",
            "Access denied; you need (at least one of) the %.128s privilege(s) for this operation"),
    ER_LOCAL_VARIABLE(
            1228,
            "HY000",
            "Variable '%.64s' is a SESSION variable and can't be used with SET GLOBAL"),
    ER_GLOBAL_VARIABLE(
            1229,
            "HY000",
            "Variable '%.64s' is a GLOBAL variable and should be set with SET GLOBAL"),
    ER_NO_DEFAULT(1230, "42000", "Variable '%.64s' doesn't have a default value"),
    ER_WRONG_VALUE_FOR_VAR(1231, "42000", "Variable '%.64s' can't be set to the value of '%.200s'"),
    ER_WRONG_TYPE_FOR_VAR(1232, "42000", "Incorrect argument type to variable '%.64s'"),
    ER_VAR_CANT_BE_READ(1233, "HY000", "Variable '%.64s' can only be set, not read"),
    ER_CANT_USE_OPTION_HERE(1234, "42000", "Incorrect usage/placement of '%s'"),
    ER_NOT_SUPPORTED_YET(1235, "42000", "This version of MySQL doesn't yet support '%s'"),
    ER_INCORRECT_GLOBAL_LOCAL_VAR(1238, "HY000", "Variable '%.192s' is a %s variable"),
    ER_WRONG_FK_DEF(1239, "42000", "Incorrect foreign key definition for '%.192s': %s"),
    ER_KEY_REF_DO_NOT_MATCH_TABLE_REF(
            1240, "HY000", "Key reference and table reference don't match"),
    ER_OPERAND_COLUMNS(1241, "21000", "Operand should contain %s column(s)"),
    ER_SUBQUERY_NO_1_ROW(1242, "21000", "Subquery returns more than 1 row"),
    ER_UNKNOWN_STMT_HANDLER(1243, "HY000", "Unknown prepared statement handler (%s) given to %s"),
    ER_CORRUPT_HELP_DB(1244, "HY000", "Help database is corrupt or does not exist"),
    ER_AUTO_CONVERT(1246, "HY000", "Converting column '%s' from %s to %s"),
    ER_ILLEGAL_REFERENCE(1247, "42S22", "Reference '%.64s' not supported (%s)"),
    ER_DERIVED_MUST_HAVE_ALIAS(1248, "42000", "Every derived table must have its own alias"),
    ER_SELECT_REDUCED(1249, "01000", "Select %s was reduced during optimization"),
    ER_TABLENAME_NOT_ALLOWED_HERE(
            1250, "42000", "Table '%.192s' from one of the SELECTs cannot be used in %.32s"),
    ER_NOT_SUPPORTED_AUTH_MODE(
            1251,
            "08004",
            "Client does not support authentication protocol requested by server; consider upgrading MySQL client"),
    ER_COLLATION_CHARSET_MISMATCH(
            1253, "42000", "COLLATION '%s' is not valid for CHARACTER SET '%s'"),
    ER_TOO_BIG_FOR_UNCOMPRESS(
            1256,
            "HY000",
            "Uncompressed data size too large; the maximum size is %s (probably, length of uncompressed data was corrupted)"),
    ER_ZLIB_Z_MEM_ERROR(1257, "HY000", "ZLIB: Not enough memory"),
    ER_ZLIB_Z_BUF_ERROR(
            1258,
            "HY000",
            "ZLIB: Not enough room in the output buffer (probably, length of uncompressed data was corrupted)"),
    ER_ZLIB_Z_DATA_ERROR(1259, "HY000", "ZLIB: Input data corrupted"),
    ER_CUT_VALUE_GROUP_CONCAT(1260, "HY000", "Row %s was cut by GROUP_CONCAT()"),
    ER_WARN_TOO_FEW_RECORDS(1261, "01000", "Row %s doesn't contain data for all columns"),
    ER_WARN_TOO_MANY_RECORDS(
            1262,
            "01000",
            "Row %s was truncated; it contained more data than there were input columns"),
    ER_WARN_NULL_TO_NOTNULL(
            1263,
            "22004",
            "Column set to default value; NULL supplied to NOT NULL column '%s' at row %s"),
    ER_WARN_DATA_OUT_OF_RANGE(1264, "22003", "Out of range value for column '%s' at row %s"),
    WARN_DATA_TRUNCATED(1265, "01000", "Data truncated for column '%s' at row %s"),
    ER_WARN_USING_OTHER_HANDLER(1266, "HY000", "Using storage engine %s for table '%s'"),
    ER_CANT_AGGREGATE_2COLLATIONS(
            1267, "HY000", "Illegal mix of collations (%s,%s) and (%s,%s) for operation '%s'"),
    ER_REVOKE_GRANTS(
            1269, "HY000", "Can't revoke all privileges for one or more of the requested users"),
    ER_CANT_AGGREGATE_3COLLATIONS(
            1270,
            "HY000",
            "Illegal mix of collations (%s,%s), (%s,%s), (%s,%s) for operation '%s'"),
    ER_CANT_AGGREGATE_NCOLLATIONS(1271, "HY000", "Illegal mix of collations for operation '%s'"),
    ER_VARIABLE_IS_NOT_STRUCT(
            1272,
            "HY000",
            "Variable '%.64s' is not a variable component (can't be used as XXXX.variable_name)"),
    ER_UNKNOWN_COLLATION(1273, "HY000", "Unknown collation: '%.64s'"),
    ER_WARN_FIELD_RESOLVED(
            1276,
            "HY000",
            "Field or reference '%.192s%s%.192s%s%.192s' of SELECT #%s was resolved in SELECT #%s"),
    ER_UNTIL_COND_IGNORED(
            1279, "HY000", "SQL thread is not to be started so UNTIL options are ignored"),
    ER_WRONG_NAME_FOR_INDEX(1280, "42000", "Incorrect index name '%.100s'"),
    ER_WRONG_NAME_FOR_CATALOG(1281, "42000", "Incorrect catalog name '%.100s'"),
    ER_BAD_FT_COLUMN(1283, "HY000", "Column '%.192s' cannot be part of FULLTEXT index"),
    ER_UNKNOWN_KEY_CACHE(1284, "HY000", "Unknown key cache '%.100s'"),
    ER_WARN_HOSTNAME_WONT_WORK(
            1285,
            "HY000",
            "MySQL is started in --skip-name-resolve mode; you must restart it without this switch for this grant to work"),
    ER_UNKNOWN_STORAGE_ENGINE(1286, "42000", "Unknown storage engine '%s'"),
    ER_WARN_DEPRECATED_SYNTAX(
            1287,
            "HY000",
            "'%s' is deprecated and will be removed in a future release. Please use %s instead"),
    ER_NON_UPDATABLE_TABLE(1288, "HY000", "The target table %.100s of the %s is not updatable"),
    ER_FEATURE_DISABLED(
            1289,
            "HY000",
            "The '%s' feature is disabled; you need MySQL built with '%s' to have it working"),
    ER_DUPLICATED_VALUE_IN_TYPE(
            1291, "HY000", "Column '%.100s' has duplicated value '%.64s' in %s"),
    ER_TRUNCATED_WRONG_VALUE(1292, "22007", "Truncated incorrect %.64s value: '%.128s'"),
    /** The text that a column's value gets; the number is that of the entry before. */
    ER_TRUNCATED_WRONG_VALUE_IN_COLUMN(
            1292, "22007", "Incorrect %.32s value: '%.128s' for column '%.192s' at row %s"),
    ER_INVALID_ON_UPDATE(1294, "HY000", "Invalid ON UPDATE clause for '%.192s' column"),
    ER_UNSUPPORTED_PS(
            1295, "HY000", "This command is not supported in the prepared statement protocol yet"),
    ER_GET_ERRMSG(1296, "HY000", "Got error %s '%.100s' from %s"),
    ER_GET_TEMPORARY_ERRMSG(1297, "HY000", "Got temporary error %s '%.100s' from %s"),
    ER_UNKNOWN_TIME_ZONE(1298, "HY000", "Unknown or incorrect time zone: '%.64s'"),
    ER_WARN_INVALID_TIMESTAMP(1299, "HY000", "Invalid TIMESTAMP value in column '%s' at row %s"),
    ER_INVALID_CHARACTER_STRING(1300, "HY000", "Invalid %s character string: '%.64s'"),
    ER_WARN_ALLOWED_PACKET_OVERFLOWED(
            1301, "HY000", "Result of %s() was larger than max_allowed_packet (%s) - truncated"),
    ER_CONFLICTING_DECLARATIONS(1302, "HY000", "Conflicting declarations: '%s%s' and '%s%s'"),
    ER_SP_ALREADY_EXISTS(1304, "42000", "%s %s already exists"),
    ER_SP_DOES_NOT_EXIST(1305, "42000", "%s %s does not exist"),
    ER_SP_DROP_FAILED(1306, "HY000", "Failed to DROP %s %s"),
    ER_SP_STORE_FAILED(1307, "HY000", "Failed to CREATE %s %s"),
    ER_SP_LILABEL_MISMATCH(1308, "42000", "%s with no matching label: %s"),
    ER_SP_LABEL_REDEFINE(1309, "42000", "Redefining label %s"),
    ER_SP_LABEL_MISMATCH(1310, "42000", "End-label %s without match"),
    ER_SP_UNINIT_VAR(1311, "01000", "Referring to uninitialized variable %s"),
    ER_SP_BADRETURN(1313, "42000", "RETURN is only allowed in a FUNCTION"),
    ER_SP_BADSTATEMENT(1314, "0A000", "%s is not allowed in stored procedures"),
    ER_QUERY_INTERRUPTED(1317, "70100", "Query execution was interrupted"),
    ER_SP_WRONG_NO_OF_ARGS(
            1318, "42000", "Incorrect number of arguments for %s %s; expected %s, got %s"),
    ER_SP_COND_MISMATCH(1319, "42000", "Undefined CONDITION: %s"),
    ER_SP_NORETURN(1320, "42000", "No RETURN found in FUNCTION %s"),
    ER_SP_NORETURNEND(1321, "2F005", "FUNCTION %s ended without RETURN"),
    ER_SP_BAD_CURSOR_QUERY(1322, "42000", "Cursor statement must be a SELECT"),
    ER_SP_BAD_CURSOR_SELECT(1323, "42000", "Cursor SELECT must not have INTO"),
    ER_SP_CURSOR_MISMATCH(1324, "42000", "Undefined CURSOR: %s"),
    ER_SP_CURSOR_ALREADY_OPEN(1325, "24000", "Cursor is already open"),
    ER_SP_CURSOR_NOT_OPEN(1326, "24000", "Cursor is not open"),
    ER_SP_UNDECLARED_VAR(1327, "42000", "Undeclared variable: %s"),
    ER_SP_WRONG_NO_OF_FETCH_ARGS(1328, "HY000", "Incorrect number of FETCH variables"),
    ER_SP_FETCH_NO_DATA(1329, "02000", "No data - zero rows fetched, selected, or processed"),
    ER_SP_DUP_PARAM(1330, "42000", "Duplicate parameter: %s"),
    ER_SP_DUP_VAR(1331, "42000", "Duplicate variable: %s"),
    ER_SP_DUP_COND(1332, "42000", "Duplicate condition: %s"),
    ER_SP_DUP_CURS(1333, "42000", "Duplicate cursor: %s"),
    ER_SP_CANT_ALTER(1334, "HY000", "Failed to ALTER %s %s"),
    ER_SP_SUBSELECT_NYI(1335, "0A000", "Subquery value not supported"),
    ER_STMT_NOT_ALLOWED_IN_SF_OR_TRG(
            1336, "0A000", "%s is not allowed in stored function or trigger"),
    ER_SP_VARCOND_AFTER_CURSHNDLR(
            1337, "42000", "Variable or condition declaration after cursor or handler declaration"),
    ER_SP_CURSOR_AFTER_HANDLER(1338, "42000", "Cursor declaration after handler declaration"),
    ER_SP_CASE_NOT_FOUND(1339, "20000", "Case not found for CASE statement"),
    ER_FPARSER_TOO_BIG_FILE(1340, "HY000", "Configuration file '%.192s' is too big"),
    ER_FPARSER_BAD_HEADER(1341, "HY000", "Malformed file type header in file '%.192s'"),
    ER_FPARSER_EOF_IN_COMMENT(
            1342, "HY000", "Unexpected end of file while parsing comment '%.200s'"),
    ER_FPARSER_ERROR_IN_PARAMETER(
            1343, "HY000", "Error while parsing parameter '%.192s' (line: '%.192s')"),
    ER_FPARSER_EOF_IN_UNKNOWN_PARAMETER(
            1344, "HY000", "Unexpected end of file while skipping unknown parameter '%.192s'"),
    ER_VIEW_NO_EXPLAIN(
            1345,
            "HY000",
            "EXPLAIN/SHOW can not be issued; lacking privileges for underlying table"),
    ER_WRONG_OBJECT(1347, "HY000", "'%.192s.%.192s' is not %s"),
    ER_NONUPDATEABLE_COLUMN(1348, "HY000", "Column '%.192s' is not updatable"),
    ER_VIEW_SELECT_DERIVED_UNUSED(
            1349, "HY000", "View's SELECT contains a subquery in the FROM clause"),
    ER_VIEW_SELECT_CLAUSE(1350, "HY000", "View's SELECT contains a '%s' clause"),
    ER_VIEW_SELECT_VARIABLE(1351, "HY000", "View's SELECT contains a variable or parameter"),
    ER_VIEW_SELECT_TMPTABLE(1352, "HY000", "View's SELECT refers to a temporary table '%.192s'"),
    ER_VIEW_WRONG_LIST(
            1353,
            "HY000",
            "In definition of view, derived table or common table expression, SELECT list and column names list have different column counts"),
    ER_WARN_VIEW_MERGE(
            1354,
            "HY000",
            "View merge algorithm can't be used here for now (assumed undefined algorithm)"),
    ER_WARN_VIEW_WITHOUT_KEY(
            1355,
            "HY000",
            "View being updated does not have complete key of underlying table in it"),
    ER_VIEW_INVALID(
            1356,
            "HY000",
            "View '%.192s.%.192s' references invalid table(s) or column(s) or function(s) or definer/invoker of view lack rights to use them"),
    ER_SP_NO_DROP_SP(1357, "HY000", "Can't drop or alter a %s from within another stored routine"),
    ER_TRG_ALREADY_EXISTS(1359, "HY000", "Trigger already exists"),
    ER_TRG_DOES_NOT_EXIST(1360, "HY000", "Trigger does not exist"),
    ER_TRG_ON_VIEW_OR_TEMP_TABLE(1361, "HY000", "Trigger's '%.192s' is view or temporary table"),
    ER_TRG_CANT_CHANGE_ROW(1362, "HY000", "Updating of %s row is not allowed in %strigger"),
    ER_TRG_NO_SUCH_ROW_IN_TRG(1363, "HY000", "There is no %s row in %s trigger"),
    ER_NO_DEFAULT_FOR_FIELD(1364, "HY000", "Field '%.192s' doesn't have a default value"),
    ER_DIVISION_BY_ZERO(1365, "22012", "Division by 0"),
    ER_TRUNCATED_WRONG_VALUE_FOR_FIELD(
            1366, "HY000", "Incorrect %.32s value: '%.128s' for column '%.192s' at row %s"),
    ER_ILLEGAL_VALUE_FOR_TYPE(1367, "22007", "Illegal %s '%.192s' value found during parsing"),
    ER_VIEW_NONUPD_CHECK(1368, "HY000", "CHECK OPTION on non-updatable view '%.192s.%.192s'"),
    ER_VIEW_CHECK_FAILED(1369, "HY000", "CHECK OPTION failed '%.192s.%.192s'"),
    ER_PROCACCESS_DENIED_ERROR(
            1370, "42000", "%.16s command denied to user '%.48s'@'%.64s' for routine '%.192s'"),
    ER_FSEEK_FAIL(1376, "HY000", "Failed on fseek()"),
    ER_NO_BINARY_LOGGING(1381, "HY000", "You are not using binary logging"),
    ER_RESERVED_SYNTAX(
            1382,
            "HY000",
            "The '%.64s' syntax is reserved for purposes internal to the MySQL server"),
    ER_PS_MANY_PARAM(1390, "HY000", "Prepared statement contains too many placeholders"),
    ER_KEY_PART_0(1391, "HY000", "Key part '%.192s' length cannot be 0"),
    ER_VIEW_CHECKSUM(1392, "HY000", "View text checksum failed"),
    ER_VIEW_MULTIUPDATE(
            1393,
            "HY000",
            "Can not modify more than one base table through a join view '%.192s.%.192s'"),
    ER_VIEW_NO_INSERT_FIELD_LIST(
            1394, "HY000", "Can not insert into join view '%.192s.%.192s' without fields list"),
    ER_VIEW_DELETE_MERGE_VIEW(1395, "HY000", "Can not delete from join view '%.192s.%.192s'"),
    ER_CANNOT_USER(1396, "HY000", "Operation %s failed for %.256s"),
    ER_NONEXISTING_PROC_GRANT(
            1403,
            "42000",
            "There is no such grant defined for user '%.48s' on host '%.255s' on routine '%.192s'"),
    ER_PROC_AUTO_GRANT_FAIL(1404, "HY000", "Failed to grant EXECUTE and ALTER ROUTINE privileges"),
    ER_PROC_AUTO_REVOKE_FAIL(1405, "HY000", "Failed to revoke all privileges to dropped routine"),
    ER_DATA_TOO_LONG(1406, "22001", "Data too long for column '%s' at row %s"),
    ER_STARTUP(
            1408, "HY000", "%s: ready for connections. Version: '%s'  socket: '%s'  port: %s  %s"),
    ER_LOAD_FROM_FIXED_SIZE_ROWS_TO_VAR(
            1409, "HY000", "Can't load value from file with fixed size rows to variable"),
    ER_CANT_CREATE_USER_WITH_GRANT(
            1410, "42000", "You are not allowed to create a user with GRANT"),
    ER_WRONG_VALUE_FOR_TYPE(1411, "HY000", "Incorrect %.32s value: '%.128s' for function %.32s"),
    ER_TABLE_DEF_CHANGED(1412, "HY000", "Table definition has changed, please retry transaction"),
    ER_SP_NO_RETSET(1415, "0A000", "Not allowed to return a result set from a %s"),
    ER_STMT_HAS_NO_OPEN_CURSOR(1421, "HY000", "The statement (%s) has no open cursor."),
    ER_COMMIT_NOT_ALLOWED_IN_SF_OR_TRG(
            1422,
            "HY000",
            "Explicit or implicit commit is not allowed in stored function or trigger."),
    ER_NO_DEFAULT_FOR_VIEW_FIELD(
            1423,
            "HY000",
            "Field of view '%.192s.%.192s' underlying table doesn't have a default value"),
    ER_SP_NO_RECURSION(1424, "HY000", "Recursive stored functions and triggers are not allowed."),
    ER_TOO_BIG_SCALE(
            1425, "42000", "Too big scale %s specified for column '%.192s'. Maximum is %s."),
    ER_TOO_BIG_PRECISION(
            1426, "42000", "Too-big precision %s specified for '%.192s'. Maximum is %s."),
    ER_M_BIGGER_THAN_D(
            1427,
            "42000",
            "For float(M,D), double(M,D) or decimal(M,D), M must be >= D (column '%.192s')."),
    ER_WRONG_LOCK_OF_SYSTEM_TABLE(
            1428,
            "HY000",
            "You can't combine write-locking of system tables with other tables or lock types"),
    ER_CONNECT_TO_FOREIGN_DATA_SOURCE(
            1429, "HY000", "Unable to connect to foreign data source: %.64s"),
    ER_QUERY_ON_FOREIGN_DATA_SOURCE(
            1430,
            "HY000",
            "There was a problem processing the query on the foreign data source. Data source error: %.64s"),
    ER_FOREIGN_DATA_SOURCE_DOESNT_EXIST(
            1431,
            "HY000",
            "The foreign data source you are trying to reference does not exist. Data source error:  %.64s"),
    ER_FOREIGN_DATA_STRING_INVALID_CANT_CREATE(
            1432,
            "HY000",
            "Can't create federated table. The data source connection string '%.64s' is not in the correct format"),
    ER_FOREIGN_DATA_STRING_INVALID(
            1433,
            "HY000",
            "The data source connection string '%.64s' is not in the correct format"),
    ER_STACK_OVERRUN_NEED_MORE(
            1436,
            "HY000",
            "Thread stack overrun:  %s bytes used of a %s byte stack, and %s bytes needed.  Use 'mysqld --thread_stack=#' to specify a bigger stack."),
    ER_TOO_LONG_BODY(1437, "42000", "Routine body for '%.100s' is too long"),
    ER_WARN_CANT_DROP_DEFAULT_KEYCACHE(1438, "HY000", "Cannot drop default keycache"),
    ER_TOO_BIG_DISPLAYWIDTH(
            1439, "42000", "Display width out of range for column '%.192s' (max = %s)"),
    ER_DATETIME_FUNCTION_OVERFLOW(1441, "22008", "Datetime function: %.32s field overflow"),
    ER_CANT_UPDATE_USED_TABLE_IN_SF_OR_TRG(
            1442,
            "HY000",
            "Can't update table '%.192s' in stored function/trigger because it is already used by statement which invoked this stored function/trigger."),
    ER_VIEW_PREVENT_UPDATE(
            1443,
            "HY000",
            "The definition of table '%.192s' prevents operation %.192s on table '%.192s'."),
    ER_PS_NO_RECURSION(
            1444,
            "HY000",
            "The prepared statement contains a stored routine call that refers to that same statement. It's not allowed to execute a prepared statement in such a recursive manner"),
    ER_SP_CANT_SET_AUTOCOMMIT(
            1445, "HY000", "Not allowed to set autocommit from a stored function or trigger"),
    ER_VIEW_FRM_NO_USER(
            1447,
            "HY000",
            "View '%.192s'.'%.192s' has no definer information (old table format). Current user is used as definer. Please recreate the view!"),
    ER_VIEW_OTHER_USER(
            1448,
            "HY000",
            "You need the SUPER privilege for creation view with '%.192s'@'%.192s' definer"),
    ER_NO_SUCH_USER(
            1449, "HY000", "The user specified as a definer ('%.64s'@'%.64s') does not exist"),
    ER_FORBID_SCHEMA_CHANGE(
            1450, "HY000", "Changing schema from '%.192s' to '%.192s' is not allowed."),
    ER_ROW_IS_REFERENCED_2(
            1451,
            "23000",
            "Cannot delete or update a parent row: a foreign key constraint fails%.192s"),
    ER_NO_REFERENCED_ROW_2(
            1452,
            "23000",
            "Cannot add or update a child row: a foreign key constraint fails%.192s"),
    ER_OLD_FILE_FORMAT(
            1455, "HY000", "'%.192s' has an old format, you should re-create the '%s' object(s)"),
    ER_TABLE_NEEDS_UPGRADE(
            1459,
            "HY000",
            "Table upgrade required. Please do \"REPAIR TABLE `%.64s`\" or dump/reload to fix it!"),
    ER_MAX_PREPARED_STMT_COUNT_REACHED(
            1461,
            "42000",
            "Can't create more than max_prepared_stmt_count statements (current value: %s)"),
    ER_VIEW_RECURSIVE(1462, "HY000", "`%.192s`.`%.192s` contains view recursion"),
    ER_NON_GROUPING_FIELD_USED(
            1463, "42000", "Non-grouping field '%.192s' is used in %.64s clause"),
    ER_TABLE_CANT_HANDLE_SPKEYS(
            1464, "HY000", "The used table type doesn't support SPATIAL indexes"),
    ER_NO_TRIGGERS_ON_SYSTEM_SCHEMA(1465, "HY000", "Triggers can not be created on system tables"),
    ER_REMOVED_SPACES(1466, "HY000", "Leading spaces are removed from name '%s'"),
    ER_AUTOINC_READ_FAILED(
            1467, "HY000", "Failed to read auto-increment value from storage engine"),
    ER_USERNAME(1468, "HY000", "user name"),
    ER_HOSTNAME(1469, "HY000", "host name"),
    ER_WRONG_STRING_LENGTH(
            1470, "HY000", "String '%.70s' is too long for %s (should be no longer than %s)"),
    ER_NON_INSERTABLE_TABLE(
            1471, "HY000", "The target table %.100s of the %s is not insertable-into"),
    ER_ADMIN_WRONG_MRG_TABLE(
            1472,
            "HY000",
            "Table '%.64s' is differently defined or of non-MyISAM type or doesn't exist"),
    ER_TOO_HIGH_LEVEL_OF_NESTING_FOR_SELECT(1473, "HY000", "Too high level of nesting for select"),
    ER_NAME_BECOMES_EMPTY(1474, "HY000", "Name '%.64s' has become ''"),
    ER_AMBIGUOUS_FIELD_TERM(
            1475,
            "HY000",
            "First character of the FIELDS TERMINATED string is ambiguous; please use non-optional and non-empty FIELDS ENCLOSED BY"),
    ER_ILLEGAL_HA_CREATE_OPTION(
            1478,
            "HY000",
            "Table storage engine '%.64s' does not support the create option '%.64s'"),
    ER_FIELD_NOT_FOUND_PART_ERROR(
            1488, "HY000", "Field in list of fields for partition function not found in table"),
    ER_RANGE_NOT_INCREASING_ERROR(
            1493, "HY000", "VALUES LESS THAN value must be strictly increasing for each partition"),
    ER_INCONSISTENT_TYPE_OF_FUNCTIONS_ERROR(
            1494, "HY000", "VALUES value must be of same type as partition function"),
    ER_BLOB_FIELD_IN_PART_FUNC_ERROR(
            1502, "HY000", "A BLOB field is not allowed in partition function"),
    ER_UNIQUE_KEY_NEED_ALL_FIELDS_IN_PF(
            1503,
            "HY000",
            "A %.192s must include all columns in the table's partitioning function (prefixed columns are not considered)."),
    ER_NO_PARTS_ERROR(1504, "HY000", "Number of %.64s = 0 is not an allowed value"),
    ER_REORG_HASH_ONLY_ON_SAME_NO(
            1510,
            "HY000",
            "REORGANIZE PARTITION can only be used to reorganize partitions not to change their numbers"),
    ER_REORG_NO_PARAM_ERROR(
            1511,
            "HY000",
            "REORGANIZE PARTITION without parameters can only be used on auto-partitioned tables using HASH PARTITIONs"),
    ER_REORG_OUTSIDE_RANGE(
            1520,
            "HY000",
            "Reorganize of range partitions cannot change total ranges except for last partition where it can extend the range"),
    ER_LIMITED_PART_RANGE(
            1523, "HY000", "The %.64s handler only supports 32 bit integers in VALUES"),
    ER_PLUGIN_IS_NOT_LOADED(1524, "HY000", "Plugin '%.192s' is not loaded"),
    ER_WRONG_VALUE(1525, "HY000", "Incorrect %.32s value: '%.128s'"),
    ER_FILEGROUP_OPTION_ONLY_ONCE(1527, "HY000", "It is not allowed to specify %s more than once"),
    ER_CREATE_FILEGROUP_FAILED(1528, "HY000", "Failed to create %s"),
    ER_DROP_FILEGROUP_FAILED(1529, "HY000", "Failed to drop %s"),
    ER_WRONG_SIZE_NUMBER(
            1531,
            "HY000",
            "A size parameter was incorrectly specified, either number or on the form 10M"),
    ER_SIZE_OVERFLOW_ERROR(
            1532,
            "HY000",
            "The size number was correct but we don't allow the digit part to be more than 2 billion"),
    ER_ALTER_FILEGROUP_FAILED(1533, "HY000", "Failed to alter: %s"),
    ER_DROP_INDEX_FK(
            1553, "HY000", "Cannot drop index '%.192s': needed in a foreign key constraint"),
    ER_WARN_DEPRECATED_SYNTAX_WITH_VER(
            1554,
            "HY000",
            "The syntax '%s' is deprecated and will be removed in MySQL %s. Please use %s instead"),
    ER_FOREIGN_DUPLICATE_KEY_OLD_UNUSED(
            1557,
            "23000",
            "Upholding foreign key constraints for table '%.192s', entry '%.192s', key %s would lead to a duplicate entry"),
    ER_COL_COUNT_DOESNT_MATCH_PLEASE_UPDATE(
            1558,
            "HY000",
            "The column count of mysql.%s is wrong. Expected %s, found %s. Created with MySQL %s, now running %s. Please perform the MySQL upgrade procedure."),
    ER_NULL_IN_VALUES_LESS_THAN(1566, "HY000", "Not allowed to use NULL value in VALUES LESS THAN"),
    ER_CANT_CHANGE_TX_CHARACTERISTICS(
            1568,
            "25001",
            "Transaction characteristics can't be changed while a transaction is in progress"),
    ER_DUP_ENTRY_AUTOINCREMENT_CASE(
            1569,
            "HY000",
            "ALTER TABLE causes auto_increment resequencing, resulting in duplicate entry '%.192s' for key '%.192s'"),
    ER_BASE64_DECODE_ERROR(1575, "HY000", "Decoding of base64 string failed"),
    ER_ONLY_INTEGERS_ALLOWED(1578, "HY000", "Only integers allowed as number here"),
    ER_WRONG_PARAMCOUNT_TO_NATIVE_FCT(
            1582, "42000", "Incorrect parameter count in the call to native function '%.192s'"),
    ER_WRONG_PARAMETERS_TO_NATIVE_FCT(
            1583, "42000", "Incorrect parameters in the call to native function '%.192s'"),
    ER_WRONG_PARAMETERS_TO_STORED_FCT(
            1584, "42000", "Incorrect parameters in the call to stored function %.192s"),
    ER_NATIVE_FCT_NAME_COLLISION(
            1585, "HY000", "This function '%.192s' has the same name as a native function"),
    ER_VIEW_NO_CREATION_CTX(1599, "HY000", "View `%.64s`.`%.64s` has no creation context"),
    ER_VIEW_INVALID_CREATION_CTX(
            1600, "HY000", "Creation context of view `%.64s`.`%.64s' is invalid"),
    ER_NEED_REPREPARE(1615, "HY000", "Prepared statement needs to be re-prepared"),
    WARN_NO_CONNECTION_METADATA(1617, "HY000", "The connection metadata structure does not exist"),
    WARN_OPTION_IGNORED(1618, "HY000", "<%.64s> option ignored"),
    ER_VARIABLE_IS_READONLY(
            1621, "HY000", "%s variable '%s' is read-only. Use SET %s to assign the value"),
    ER_WARN_ENGINE_TRANSACTION_ROLLBACK(
            1622,
            "HY000",
            "Storage engine %s does not support rollback for this statement. Transaction rolled back and must be restarted"),
    ER_CONFLICT_FN_PARSE_ERROR(1626, "HY000", "Error in parsing conflict function. Message: %.64s"),
    ER_EXCEPTIONS_WRITE_ERROR(1627, "HY000", "Write to exceptions table failed. Message: %.128s"),
    ER_TOO_LONG_TABLE_COMMENT(1628, "HY000", "Comment for table '%.64s' is too long (max = %s)"),
    ER_TOO_LONG_FIELD_COMMENT(
            1629,
            "HY000",
            "The maximum supported character limit for the field, '%.64s', has been exceeded (max = %s)"),
    ER_FUNC_INEXISTENT_NAME_COLLISION(
            1630,
            "42000",
            "FUNCTION %s does not exist. Check the 'Function Name Parsing and Resolution' section in the Reference Manual"),
    ER_TABLE_NAME(1632, "HY000", "Table"),
    ER_TEMPORARY_NAME(1635, "HY000", "Temporary"),
    ER_RENAMED_NAME(1636, "HY000", "Renamed"),
    ER_TOO_MANY_CONCURRENT_TRXS(1637, "HY000", "Too many active concurrent transactions"),
    WARN_NON_ASCII_SEPARATOR_NOT_IMPLEMENTED(
            1638, "HY000", "Non-ASCII separator arguments are not fully supported"),
    ER_DEBUG_SYNC_TIMEOUT(1639, "HY000", "debug sync point wait timed out"),
    ER_DEBUG_SYNC_HIT_LIMIT(1640, "HY000", "debug sync point hit limit reached"),
    ER_DUP_SIGNAL_SET(1641, "42000", "Duplicate condition information item '%s'"),
    ER_SIGNAL_WARN(1642, "01000", "Unhandled user-defined warning condition"),
    ER_SIGNAL_NOT_FOUND(1643, "02000", "Unhandled user-defined not found condition"),
    ER_SIGNAL_EXCEPTION(1644, "HY000", "Unhandled user-defined exception condition"),
    ER_RESIGNAL_WITHOUT_ACTIVE_HANDLER(1645, "0K000", "RESIGNAL when handler not active"),
    ER_SIGNAL_BAD_CONDITION_TYPE(
            1646, "HY000", "SIGNAL/RESIGNAL can only use a CONDITION defined with SQLSTATE"),
    WARN_COND_ITEM_TRUNCATED(1647, "HY000", "Data truncated for condition item '%s'"),
    ER_COND_ITEM_TOO_LONG(1648, "HY000", "Data too long for condition item '%s'"),
    ER_UNKNOWN_LOCALE(1649, "HY000", "Unknown locale: '%.64s'"),
    ER_WRONG_TYPE_COLUMN_VALUE_ERROR(1654, "HY000", "Partition column values of incorrect type"),
    ER_MAXVALUE_IN_VALUES_IN(1656, "HY000", "Cannot use MAXVALUE as value in VALUES IN"),
    ER_TOO_MANY_VALUES_ERROR(
            1657, "HY000", "Cannot have more than one value for this type of %.64s partitioning"),
    ER_BINLOG_UNSAFE_SYSTEM_FUNCTION(
            1674,
            "HY000",
            "Statement is unsafe because it uses a system function that may return a different value on the replica."),
    ER_MESSAGE_AND_STATEMENT(1676, "HY000", "%s Statement: %s"),
    ER_PATH_LENGTH(1680, "HY000", "The path specified for %.64s is too long."),
    ER_WRONG_NATIVE_TABLE_STRUCTURE(
            1682, "HY000", "Native table '%.64s'.'%.64s' has the wrong structure"),
    ER_WRONG_PERFSCHEMA_USAGE(1683, "HY000", "Invalid performance_schema usage."),
    ER_WARN_I_S_SKIPPED_TABLE(
            1684,
            "HY000",
            "Table '%s'.'%s' was skipped since its definition is being modified by concurrent DDL statement"),
    ER_TOO_LONG_INDEX_COMMENT(1688, "HY000", "Comment for index '%.64s' is too long (max = %s)"),
    ER_LOCK_ABORTED(1689, "HY000", "Wait on a lock was aborted due to a pending exclusive lock"),
    ER_DATA_OUT_OF_RANGE(1690, "22003", "%s value is out of range in '%s'"),
    ER_FAILED_READ_FROM_PAR_FILE(1696, "HY000", "Failed to read from the .par file"),
    ER_VALUES_IS_NOT_INT_TYPE_ERROR(
            1697, "HY000", "VALUES value for partition '%.64s' must have type INT"),
    ER_ACCESS_DENIED_NO_PASSWORD_ERROR(1698, "28000", "Access denied for user '%.48s'@'%.64s'"),
    ER_TRUNCATE_ILLEGAL_FK(
            1701,
            "42000",
            "Cannot truncate a table referenced in a foreign key constraint (%.192s)"),
    ER_STMT_CACHE_FULL(
            1705,
            "HY000",
            "Multi-row statements required more than 'max_binlog_stmt_cache_size' bytes of storage; increase this mysqld variable and try again"),
    ER_MULTI_UPDATE_KEY_CONFLICT(
            1706,
            "HY000",
            "Primary key/partition key update is not allowed since the table is updated both as '%.192s' and '%.192s'."),
    ER_TABLE_NEEDS_REBUILD(
            1707,
            "HY000",
            "Table rebuild required. Please do \"ALTER TABLE `%.64s` FORCE\" or dump/reload to fix it!"),
    WARN_OPTION_BELOW_LIMIT(
            1708, "HY000", "The value of '%s' should be no less than the value of '%s'"),
    ER_INDEX_COLUMN_TOO_LONG(
            1709, "HY000", "Index column size too large. The maximum column size is %s bytes."),
    ER_ERROR_IN_TRIGGER_BODY(1710, "HY000", "Trigger '%.64s' has an error in its body: '%.256s'"),
    ER_ERROR_IN_UNKNOWN_TRIGGER_BODY(
            1711, "HY000", "Unknown trigger has an error in its body: '%.256s'"),
    ER_INDEX_CORRUPT(1712, "HY000", "Index %s is corrupted"),
    ER_UNDO_RECORD_TOO_BIG(1713, "HY000", "Undo log record is too big."),
    ER_TABLE_IN_FK_CHECK(1725, "HY000", "Table is being used in foreign key check."),
    ER_UNSUPPORTED_ENGINE(
            1726, "HY000", "Storage engine '%s' does not support system tables. [%s.%s]"),
    ER_CANNOT_LOAD_FROM_TABLE_V2(
            1728, "HY000", "Cannot load from %s.%s. The table is probably corrupted"),
    ER_SOURCE_DELAY_VALUE_OUT_OF_RANGE(
            1729, "HY000", "The requested value %s for the source delay exceeds the maximum %s"),
    ER_TABLES_DIFFERENT_METADATA(1736, "HY000", "Tables have different definitions"),
    ER_WARN_INDEX_NOT_APPLICABLE(
            1739,
            "HY000",
            "Cannot use %.64s access on index '%.64s' due to type or collation conversion on field '%.64s'"),
    ER_RPL_INFO_DATA_TOO_LONG(1742, "HY000", "Data for column '%s' too long"),
    ER_CANT_UPDATE_TABLE_IN_CREATE_TABLE_SELECT(
            1746, "HY000", "Can't update table '%.192s' while '%.192s' is being created."),
    ER_CHANGE_RPL_INFO_REPOSITORY_FAILURE(
            1750, "HY000", "Failure while changing the type of replication repository: %s."),
    ER_WARNING_NOT_COMPLETE_ROLLBACK_WITH_CREATED_TEMP_TABLE(
            1751, "HY000", "The creation of some temporary tables could not be rolled back."),
    ER_WARNING_NOT_COMPLETE_ROLLBACK_WITH_DROPPED_TEMP_TABLE(
            1752,
            "HY000",
            "Some temporary tables were dropped, but these operations could not be rolled back."),
    ER_MTA_FEATURE_IS_NOT_SUPPORTED(
            1753, "HY000", "%s is not supported in multi-threaded replica mode. %s"),
    ER_MTA_UPDATED_DBS_GREATER_MAX(
            1754,
            "HY000",
            "The number of modified databases exceeds the maximum %s; the database names will not be included in the replication event metadata."),
    ER_MTA_CANT_PARALLEL(
            1755,
            "HY000",
            "Cannot execute the current event group in the parallel mode. Encountered event %s, relay-log name %s, position %s which prevents execution of this event group in parallel mode. Reason: %s."),
    ER_MTA_INCONSISTENT_DATA(1756, "HY000", "%s"),
    ER_DA_INVALID_CONDITION_NUMBER(1758, "35000", "Invalid condition number"),
    ER_INSECURE_PLAIN_TEXT(
            1759,
            "HY000",
            "Sending passwords in plain text without SSL/TLS is extremely insecure."),
    ER_INSECURE_CHANGE_SOURCE(
            1760,
            "HY000",
            "Storing MySQL user name or password information in the connection metadata repository is not secure and is therefore not recommended. Please consider using the USER and PASSWORD connection options for START REPLICA; see the 'START REPLICA Syntax' in the MySQL Manual for more information."),
    ER_FOREIGN_DUPLICATE_KEY_WITH_CHILD_INFO(
            1761,
            "23000",
            "Foreign key constraint for table '%.192s', record '%.192s' would lead to a duplicate entry in table '%.192s', key '%.192s'"),
    ER_FOREIGN_DUPLICATE_KEY_WITHOUT_CHILD_INFO(
            1762,
            "23000",
            "Foreign key constraint for table '%.192s', record '%.192s' would lead to a duplicate entry in a child table"),
    ER_TABLE_HAS_NO_FT(
            1764, "HY000", "The table does not have FULLTEXT index to support this query"),
    ER_VARIABLE_NOT_SETTABLE_IN_SF_OR_TRIGGER(
            1765,
            "HY000",
            "The system variable %.200s cannot be set in stored functions or triggers."),
    ER_VARIABLE_NOT_SETTABLE_IN_TRANSACTION(
            1766,
            "HY000",
            "The system variable %.200s cannot be set when there is an ongoing transaction."),
    ER_SET_STATEMENT_CANNOT_INVOKE_FUNCTION(
            1769, "HY000", "The statement 'SET %.200s' cannot invoke a stored function."),
    ER_GNO_EXHAUSTED(
            1775,
            "HY000",
            "Impossible to generate GTID: the integer component reached the maximum value. Restart the server with a new server_uuid."),
    ER_UNKNOWN_EXPLAIN_FORMAT(1791, "HY000", "Unknown EXPLAIN format name: '%s'"),
    ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION(
            1792, "25006", "Cannot execute statement in a READ ONLY transaction."),
    ER_INNODB_FT_LIMIT(
            1795, "HY000", "InnoDB presently supports one FULLTEXT index creation at a time"),
    ER_INNODB_NO_FT_TEMP_TABLE(
            1796, "HY000", "Cannot create FULLTEXT index on temporary InnoDB table"),
    ER_INNODB_FT_WRONG_DOCID_COLUMN(
            1797, "HY000", "Column '%.192s' is of wrong type for an InnoDB FULLTEXT index"),
    ER_INNODB_FT_WRONG_DOCID_INDEX(
            1798, "HY000", "Index '%.192s' is of wrong type for an InnoDB FULLTEXT index"),
    ER_UNKNOWN_ALTER_ALGORITHM(1800, "HY000", "Unknown ALGORITHM '%s'"),
    ER_UNKNOWN_ALTER_LOCK(1801, "HY000", "Unknown LOCK type '%s'"),
    ER_MTA_CHANGE_SOURCE_CANT_RUN_WITH_GAPS(
            1802,
            "HY000",
            "CHANGE REPLICATION SOURCE cannot be executed when the replica was stopped with an error or killed in MTA mode. Consider using RESET REPLICA or START REPLICA UNTIL."),
    ER_MTA_RECOVERY_FAILURE(
            1803,
            "HY000",
            "Cannot recover after REPLICA errored out in parallel execution mode. Additional error messages can be found in the MySQL error log."),
    ER_MTA_RESET_WORKERS(
            1804,
            "HY000",
            "Cannot clean up worker info tables. Additional error messages can be found in the MySQL error log."),
    ER_COL_COUNT_DOESNT_MATCH_CORRUPTED_V2(
            1805,
            "HY000",
            "Column count of %s.%s is wrong. Expected %s, found %s. The table is probably corrupted"),
    ER_TABLE_SCHEMA_MISMATCH(1808, "HY000", "Schema mismatch (%s)"),
    ER_IO_READ_ERROR(1810, "HY000", "IO Read error: (%s, %s) %s"),
    ER_IO_WRITE_ERROR(1811, "HY000", "IO Write error: (%s, %s) %s"),
    ER_INTERNAL_ERROR(1815, "HY000", "Internal error: %s"),
    ER_INNODB_INDEX_CORRUPT(1817, "HY000", "Index corrupt: %s"),
    ER_INVALID_YEAR_COLUMN_LENGTH(1818, "HY000", "Invalid display width. Use YEAR instead."),
    ER_NOT_VALID_PASSWORD(
            1819, "HY000", "Your password does not satisfy the current policy requirements"),
    ER_MUST_CHANGE_PASSWORD(
            1820,
            "HY000",
            "You must reset your password using ALTER USER statement before executing this statement."),
    ER_FK_NO_INDEX_CHILD(
            1821,
            "HY000",
            "Failed to add the foreign key constraint. Missing index for constraint '%s' in the foreign table '%s'"),
    ER_FK_NO_INDEX_PARENT(
            1822,
            "HY000",
            "Failed to add the foreign key constraint. Missing index for constraint '%s' in the referenced table '%s'"),
    ER_FK_FAIL_ADD_SYSTEM(
            1823, "HY000", "Failed to add the foreign key constraint '%s' to system tables"),
    ER_FK_CANNOT_OPEN_PARENT(1824, "HY000", "Failed to open the referenced table '%s'"),
    ER_FK_INCORRECT_OPTION(
            1825,
            "HY000",
            "Failed to add the foreign key constraint on table '%s'. Incorrect options in FOREIGN KEY constraint '%s'"),
    ER_FK_DUP_NAME(1826, "HY000", "Duplicate foreign key constraint name '%s'"),
    ER_PASSWORD_FORMAT(1827, "HY000", "The password hash doesn't have the expected format."),
    ER_FK_COLUMN_CANNOT_DROP(
            1828,
            "HY000",
            "Cannot drop column '%.192s': needed in a foreign key constraint '%.192s'"),
    ER_FK_COLUMN_CANNOT_DROP_CHILD(
            1829,
            "HY000",
            "Cannot drop column '%.192s': needed in a foreign key constraint '%.192s' of table '%.192s'"),
    ER_FK_COLUMN_NOT_NULL(
            1830,
            "HY000",
            "Column '%.192s' cannot be NOT NULL: needed in a foreign key constraint '%.192s' SET NULL"),
    ER_DUP_INDEX(
            1831,
            "HY000",
            "Duplicate index '%.64s' defined on the table '%.64s.%.64s'. This is deprecated and will be disallowed in a future release."),
    ER_FK_COLUMN_CANNOT_CHANGE(
            1832,
            "HY000",
            "Cannot change column '%.192s': used in a foreign key constraint '%.192s'"),
    ER_FK_COLUMN_CANNOT_CHANGE_CHILD(
            1833,
            "HY000",
            "Cannot change column '%.192s': used in a foreign key constraint '%.192s' of table '%.192s'"),
    ER_MALFORMED_PACKET(1835, "HY000", "Malformed communication packet."),
    ER_READ_ONLY_MODE(1836, "HY000", "Running in read-only mode"),
    ER_VARIABLE_NOT_SETTABLE_IN_SP(
            1838, "HY000", "The system variable %.200s cannot be set in stored procedures."),
    ER_ALTER_OPERATION_NOT_SUPPORTED(
            1845, "0A000", "%s is not supported for this operation. Try %s."),
    ER_ALTER_OPERATION_NOT_SUPPORTED_REASON(
            1846, "0A000", "%s is not supported. Reason: %s. Try %s."),
    ER_ALTER_OPERATION_NOT_SUPPORTED_REASON_COPY(1847, "HY000", "COPY algorithm requires a lock"),
    ER_ALTER_OPERATION_NOT_SUPPORTED_REASON_FK_RENAME(
            1849, "HY000", "Columns participating in a foreign key are renamed"),
    ER_ALTER_OPERATION_NOT_SUPPORTED_REASON_COLUMN_TYPE(
            1850, "HY000", "Cannot change column type INPLACE"),
    ER_ALTER_OPERATION_NOT_SUPPORTED_REASON_FK_CHECK(
            1851, "HY000", "Adding foreign keys needs foreign_key_checks=OFF"),
    ER_ALTER_OPERATION_NOT_SUPPORTED_REASON_NOPK(
            1853,
            "HY000",
            "Dropping a primary key is not allowed without also adding a new primary key"),
    ER_ALTER_OPERATION_NOT_SUPPORTED_REASON_AUTOINC(
            1854, "HY000", "Adding an auto-increment column requires a lock"),
    ER_ALTER_OPERATION_NOT_SUPPORTED_REASON_HIDDEN_FTS(
            1855, "HY000", "Cannot replace hidden FTS_DOC_ID with a user-visible one"),
    ER_ALTER_OPERATION_NOT_SUPPORTED_REASON_CHANGE_FTS(
            1856, "HY000", "Cannot drop or rename FTS_DOC_ID"),
    ER_ALTER_OPERATION_NOT_SUPPORTED_REASON_FTS(
            1857, "HY000", "Fulltext index creation requires a lock"),
    ER_DUP_UNKNOWN_IN_INDEX(1859, "23000", "Duplicate entry for key '%.192s'"),
    ER_IDENT_CAUSES_TOO_LONG_PATH(
            1860,
            "HY000",
            "Long database name and identifier for object resulted in path length exceeding %s characters. Path: '%s'."),
    ER_ALTER_OPERATION_NOT_SUPPORTED_REASON_NOT_NULL(
            1861, "HY000", "cannot silently convert NULL values, as required in this SQL_MODE"),
    ER_MUST_CHANGE_PASSWORD_LOGIN(
            1862,
            "HY000",
            "Your password has expired. To log in you must change it using a client that supports expired passwords."),
    ER_AUTO_INCREMENT_CONFLICT(
            1869,
            "HY000",
            "Auto-increment value in UPDATE conflicts with internally generated values"),
    WARN_ON_BLOCKHOLE_IN_RBR(
            1870,
            "HY000",
            "Row events are not logged for %s statements that modify BLACKHOLE tables in row format. Table(s): '%.192s'"),
    ER_ACCESS_DENIED_CHANGE_USER_ERROR(
            1873,
            "28000",
            "Access denied trying to change to user '%.48s'@'%.64s' (using password: %s). Disconnecting."),
    ER_INNODB_READ_ONLY(1874, "HY000", "InnoDB is in read only mode."),
    ER_TABLE_CORRUPT(
            1877,
            "HY000",
            "Operation cannot be performed. The table '%.64s.%.64s' is missing, corrupt or contains bad data."),
    ER_TEMP_FILE_WRITE_FAILURE(1878, "HY000", "Temporary file write failure."),
    ER_INNODB_FT_AUX_NOT_HEX_ID(
            1879,
            "HY000",
            "Upgrade index name failed, please use create index(alter table) algorithm copy to rebuild index."),
    ER_OLD_TEMPORALS_UPGRADED(
            1880,
            "HY000",
            "TIME/TIMESTAMP/DATETIME columns of old format have been upgraded to the new format."),
    ER_INNODB_FORCED_RECOVERY(
            1881, "HY000", "Operation not allowed when innodb_force_recovery > 0."),
    ER_AES_INVALID_IV(
            1882,
            "HY000",
            "The initialization vector supplied to %s is too short. Must be at least %s bytes long"),
    ER_MISSING_KEY(
            1886,
            "HY000",
            "The table '%s.%s' does not have the necessary key(s) defined on it. Please check the table definition and create index(s) accordingly."),
    WARN_NAMED_PIPE_ACCESS_EVERYONE(
            1887,
            "HY000",
            "Setting named_pipe_full_access_group='%s' is insecure. Consider using a Windows group with fewer members."),
    ER_FILE_CORRUPT(3000, "HY000", "File %s is corrupted"),
    ER_ERROR_ON_SOURCE(
            3001,
            "HY000",
            "Query partially completed on the source (error on source: %s) and was aborted. There is a chance that your source is inconsistent at this point. If you are sure that your source is ok, run this query manually on the replica and then restart the replica with SET GLOBAL SQL_REPLICA_SKIP_COUNTER=1; START REPLICA;. Query:'%s'"),
    ER_STORAGE_ENGINE_NOT_LOADED(
            3003, "HY000", "Storage engine for table '%s'.'%s' is not loaded."),
    ER_GET_STACKED_DA_WITHOUT_ACTIVE_HANDLER(
            3004, "0Z002", "GET STACKED DIAGNOSTICS when handler not active"),
    ER_WARN_LEGACY_SYNTAX_CONVERTED(
            3005, "HY000", "%s is no longer supported. The statement was converted to %s."),
    ER_FK_DEPTH_EXCEEDED(
            3008, "HY000", "Foreign key cascade delete/update exceeds max depth of %s."),
    ER_COL_COUNT_DOESNT_MATCH_PLEASE_UPDATE_V2(
            3009,
            "HY000",
            "The column count of %s.%s is wrong. Expected %s, found %s. Created with MySQL %s, now running %s. Please perform the MySQL upgrade procedure."),
    ER_WARN_TRIGGER_DOESNT_HAVE_CREATED(
            3010, "HY000", "Trigger %s.%s.%s does not have CREATED attribute."),
    ER_EXPLAIN_NOT_SUPPORTED(
            3012,
            "HY000",
            "EXPLAIN FOR CONNECTION command is supported only for SELECT/UPDATE/INSERT/DELETE/REPLACE"),
    ER_INVALID_FIELD_SIZE(3013, "HY000", "Invalid size for column '%.192s'."),
    ER_MISSING_HA_CREATE_OPTION(
            3014, "HY000", "Table storage engine '%.64s' found required create option missing"),
    ER_ENGINE_OUT_OF_MEMORY(3015, "HY000", "Out of memory in storage engine '%.64s'."),
    ER_PASSWORD_EXPIRE_ANONYMOUS_USER(
            3016, "HY000", "The password for anonymous user cannot be expired."),
    ER_NO_FT_MATERIALIZED_SUBQUERY(
            3018, "HY000", "Cannot create FULLTEXT index on materialized subquery"),
    ER_INVALID_ARGUMENT_FOR_LOGARITHM(3020, "2201E", "Invalid argument for logarithm"),
    ER_WARN_OPEN_TEMP_TABLES_MUST_BE_ZERO(
            3022,
            "HY000",
            "This operation may not be safe when the replica has temporary tables. The tables will be kept open until the server restarts or until the tables are deleted by any replicated DROP statement. Suggest to wait until replica_open_temp_tables = 0."),
    ER_QUERY_TIMEOUT(
            3024,
            "HY000",
            "Query execution was interrupted, maximum statement execution time exceeded"),
    ER_NON_RO_SELECT_DISABLE_TIMER(
            3025, "HY000", "Select is not a read only statement, disabling timer"),
    ER_DUP_LIST_ENTRY(3026, "HY000", "Duplicate entry '%.192s'."),
    ER_AGGREGATE_ORDER_FOR_UNION(
            3028,
            "HY000",
            "Expression #%s of ORDER BY contains aggregate function and applies to a UNION, EXCEPT or INTERSECT"),
    ER_AGGREGATE_ORDER_NON_AGG_QUERY(
            3029,
            "HY000",
            "Expression #%s of ORDER BY contains aggregate function and applies to the result of a non-aggregated query"),
    ER_SERVER_OFFLINE_MODE(3032, "HY000", "The server is currently in offline mode"),
    ER_STD_BAD_ALLOC_ERROR(3044, "HY000", "Memory allocation error: %.256s in function %s."),
    ER_STD_DOMAIN_ERROR(3045, "HY000", "Domain error: %.256s in function %s."),
    ER_STD_LENGTH_ERROR(3046, "HY000", "Length error: %.256s in function %s."),
    ER_STD_INVALID_ARGUMENT(3047, "HY000", "Invalid argument error: %.256s in function %s."),
    ER_STD_OUT_OF_RANGE_ERROR(3048, "HY000", "Out of range error: %.256s in function %s."),
    ER_STD_OVERFLOW_ERROR(3049, "HY000", "Overflow error: %.256s in function %s."),
    ER_STD_RANGE_ERROR(3050, "HY000", "Range error: %.256s in function %s."),
    ER_STD_UNDERFLOW_ERROR(3051, "HY000", "Underflow error: %.256s in function %s."),
    ER_STD_LOGIC_ERROR(3052, "HY000", "Logic error: %.256s in function %s."),
    ER_STD_RUNTIME_ERROR(3053, "HY000", "Runtime error: %.256s in function %s."),
    ER_STD_UNKNOWN_EXCEPTION(3054, "HY000", "Unknown exception: %.384s in function %s."),
    ER_GIS_DATA_WRONG_ENDIANESS(3055, "HY000", "Geometry byte string must be little endian."),
    ER_CHANGE_SOURCE_PASSWORD_LENGTH(
            3056,
            "HY000",
            "The password provided for the replication user exceeds the maximum length of 32 characters"),
    ER_USER_LOCK_WRONG_NAME(
            3057,
            "42000",
            "Incorrect user-level lock name '%.192s'. The name is empty, NULL, or can not be expressed in the current character-set."),
    ER_USER_LOCK_DEADLOCK(
            3058,
            "HY000",
            "Deadlock found when trying to get user-level lock; try rolling back transaction/releasing locks and restarting lock acquisition."),
    ER_REPLACE_INACCESSIBLE_ROWS(
            3059,
            "HY000",
            "REPLACE cannot be executed as it requires deleting rows that are not in the view"),
    ER_ALTER_OPERATION_NOT_SUPPORTED_REASON_GIS(
            3060, "HY000", "Do not support online operation on table with GIS index"),
    ER_ILLEGAL_USER_VAR(3061, "42000", "User variable name '%.100s' is illegal"),
    ER_INCORRECT_TYPE(3064, "HY000", "Incorrect type for argument %s in function %s."),
    ER_FIELD_IN_ORDER_NOT_SELECT(
            3065,
            "HY000",
            "Expression #%s of ORDER BY clause is not in SELECT list, references column '%.192s' which is not in SELECT list; this is incompatible with %s"),
    ER_AGGREGATE_IN_ORDER_NOT_SELECT(
            3066,
            "HY000",
            "Expression #%s of ORDER BY clause is not in SELECT list, contains aggregate function; this is incompatible with %s"),
    ER_INVALID_RPL_WILD_TABLE_FILTER_PATTERN(
            3067,
            "HY000",
            "Supplied filter list contains a value which is not in the required format 'db_pattern.table_pattern'"),
    ER_NET_OK_PACKET_TOO_LARGE(3068, "08S01", "OK packet too large"),
    ER_INVALID_JSON_DATA(3069, "HY000", "Invalid JSON data provided to function %s: %s"),
    ER_DIMENSION_UNSUPPORTED(
            3073,
            "HY000",
            "Unsupported number of coordinate dimensions in function %s: Found %s, expected %s"),
    ER_WRONG_FIELD_WITH_GROUP_V2(
            3087,
            "HY000",
            "Expression #%s of %s is not in GROUP BY clause and contains nonaggregated column '%.192s' which is not functionally dependent on columns in GROUP BY clause; this is incompatible with sql_mode=only_full_group_by"),
    ER_MIX_OF_GROUP_FUNC_AND_FIELDS_V2(
            3088,
            "HY000",
            "In aggregated query without GROUP BY, expression #%s of %s contains nonaggregated column '%.192s'; this is incompatible with sql_mode=only_full_group_by"),
    ER_WARN_DEPRECATED_SYSVAR_UPDATE(
            3089,
            "HY000",
            "Updating '%s' is deprecated. It will be made read-only in a future release."),
    ER_WARN_DEPRECATED_SQLMODE(
            3090,
            "HY000",
            "Changing sql mode '%s' is deprecated. It will be removed in a future release."),
    ER_GROUP_REPLICATION_RUNNING(
            3093,
            "HY000",
            "The START GROUP_REPLICATION command failed since the group is already running."),
    ER_BEFORE_DML_VALIDATION_ERROR(
            3098,
            "HY000",
            "The table does not comply with the requirements by an external plugin."),
    ER_RUN_HOOK_ERROR(3100, "HY000", "Error on observer while running replication hook '%s'."),
    ER_TRANSACTION_ROLLBACK_DURING_COMMIT(
            3101, "40000", "Plugin instructed the server to rollback the current transaction."),
    ER_GENERATED_COLUMN_FUNCTION_IS_NOT_ALLOWED(
            3102, "HY000", "Expression of generated column '%s' contains a disallowed function."),
    ER_UNSUPPORTED_ALTER_INPLACE_ON_VIRTUAL_COLUMN(
            3103,
            "HY000",
            "INPLACE ADD or DROP of virtual columns cannot be combined with other ALTER TABLE actions"),
    ER_WRONG_FK_OPTION_FOR_GENERATED_COLUMN(
            3104, "HY000", "Cannot define foreign key with %s clause on a generated column."),
    ER_NON_DEFAULT_VALUE_FOR_GENERATED_COLUMN(
            3105,
            "HY000",
            "The value specified for generated column '%s' in table '%s' is not allowed."),
    ER_UNSUPPORTED_ACTION_ON_GENERATED_COLUMN(
            3106, "HY000", "'%s' is not supported for generated columns."),
    ER_GENERATED_COLUMN_NON_PRIOR(
            3107,
            "HY000",
            "Generated column can refer only to generated columns defined prior to it."),
    ER_DEPENDENT_BY_GENERATED_COLUMN(
            3108, "HY000", "Column '%s' has a generated column dependency."),
    ER_GENERATED_COLUMN_REF_AUTO_INC(
            3109, "HY000", "Generated column '%s' cannot refer to auto-increment column."),
    ER_FEATURE_NOT_AVAILABLE(
            3110,
            "HY000",
            "The '%.64s' feature is not available; you need to remove '%.64s' or use MySQL built with '%.64s'"),
    ER_ACCOUNT_HAS_BEEN_LOCKED(
            3118, "HY000", "Access denied for user '%.48s'@'%.64s'. Account is locked."),
    ER_WRONG_TABLESPACE_NAME(3119, "42000", "Incorrect tablespace name `%.192s`"),
    ER_WRONG_FILE_NAME(3121, "HY000", "Incorrect File Name '%s'."),
    ER_WARN_OPTIMIZER_HINT_SYNTAX_ERROR(3123, "HY000", "Optimizer hint syntax error"),
    ER_WARN_BAD_MAX_EXECUTION_TIME(3124, "HY000", "Unsupported MAX_EXECUTION_TIME"),
    ER_WARN_UNSUPPORTED_MAX_EXECUTION_TIME(
            3125,
            "HY000",
            "MAX_EXECUTION_TIME hint is supported by top-level standalone SELECT statements only"),
    ER_WARN_CONFLICTING_HINT(3126, "HY000", "Hint %s is ignored as conflicting/duplicated"),
    ER_WARN_UNKNOWN_QB_NAME(3127, "HY000", "Query block name %s is not found for %s hint"),
    ER_UNRESOLVED_HINT_NAME(3128, "HY000", "Unresolved name %s for %s hint"),
    ER_WARN_ON_MODIFYING_GTID_EXECUTED_TABLE(
            3129,
            "HY000",
            "Please do not modify the %s table. This is a mysql internal system table to store GTIDs for committed transactions. Modifying it can lead to an inconsistent GTID state."),
    ER_PLUGGABLE_PROTOCOL_COMMAND_NOT_SUPPORTED(
            3130, "HY000", "Command not supported by pluggable protocols"),
    ER_LOCKING_SERVICE_WRONG_NAME(3131, "42000", "Incorrect locking service lock name '%.192s'."),
    ER_LOCKING_SERVICE_DEADLOCK(
            3132,
            "HY000",
            "Deadlock found when trying to get locking service lock; try releasing locks and restarting lock acquisition."),
    ER_LOCKING_SERVICE_TIMEOUT(3133, "HY000", "Service lock wait timeout exceeded."),
    ER_SQL_MODE_MERGED(
            3135,
            "HY000",
            "'NO_ZERO_DATE', 'NO_ZERO_IN_DATE' and 'ERROR_FOR_DIVISION_BY_ZERO' sql modes should be used with strict mode. They will be merged with strict mode in a future release."),
    ER_CANT_SET_VARIABLE_WHEN_OWNING_GTID(
            3138,
            "HY000",
            "Variable %.192s cannot be changed by a client that owns a GTID. The client owns %s. Ownership is released on COMMIT or ROLLBACK."),
    ER_REPLICA_CHANNEL_OPERATION_NOT_ALLOWED(
            3139, "HY000", "%.192s cannot be performed on channel '%.192s'."),
    ER_INVALID_JSON_TEXT(
            3140,
            "22032",
            "Invalid JSON text: \"%s\" at position %s in value for column '%.200s'."),
    ER_INVALID_JSON_TEXT_IN_PARAM(
            3141,
            "22032",
            "Invalid JSON text in argument %s to function %s: \"%s\" at position %s.%.0s"),
    ER_INVALID_JSON_BINARY_DATA(3142, "HY000", "The JSON binary value contains invalid data."),
    ER_INVALID_JSON_PATH(
            3143,
            "42000",
            "Invalid JSON path expression. The error is around character position %s.%.200s"),
    ER_INVALID_JSON_CHARSET(
            3144, "22032", "Cannot create a JSON value from a string with CHARACTER SET '%s'."),
    ER_INVALID_JSON_CHARSET_IN_FUNCTION(
            3145,
            "22032",
            "Invalid JSON character data provided to function %s: '%s'; utf8 is required."),
    ER_INVALID_TYPE_FOR_JSON(
            3146,
            "22032",
            "Invalid data type for JSON data in argument %s to function %s; a JSON string or JSON type is required."),
    ER_INVALID_JSON_PATH_CHARSET(
            3148,
            "42000",
            "A path expression must be encoded in the utf8 character set. The path expression '%.200s' is encoded in character set '%.200s'."),
    ER_INVALID_JSON_PATH_WILDCARD(
            3149,
            "42000",
            "In this situation, path expressions may not contain the * and ** tokens or an array range."),
    ER_JSON_VALUE_TOO_BIG(
            3150, "22032", "The JSON value is too big to be stored in a JSON column."),
    ER_JSON_KEY_TOO_BIG(3151, "22032", "The JSON object contains a key name that is too long."),
    ER_JSON_USED_AS_KEY(
            3152,
            "42000",
            "JSON column '%.192s' supports indexing only via generated columns on a specified JSON path."),
    ER_JSON_VACUOUS_PATH(3153, "42000", "The path expression '$' is not allowed in this context."),
    ER_JSON_BAD_ONE_OR_ALL_ARG(
            3154, "42000", "The oneOrAll argument to %s may take these values: 'one' or 'all'."),
    ER_NUMERIC_JSON_VALUE_OUT_OF_RANGE(
            3155, "22003", "Out of range JSON value for CAST to %s%.0s from column %s at row %s"),
    ER_INVALID_JSON_VALUE_FOR_CAST(
            3156, "22018", "Invalid JSON value for CAST to %s%.0s from column %s at row %s"),
    ER_JSON_DOCUMENT_TOO_DEEP(3157, "22032", "The JSON document exceeds the maximum depth."),
    ER_JSON_DOCUMENT_NULL_KEY(3158, "22032", "JSON documents may not contain NULL member names."),
    ER_SECURE_TRANSPORT_REQUIRED(
            3159,
            "HY000",
            "Connections using insecure transport are prohibited while --require_secure_transport=ON."),
    ER_NO_SECURE_TRANSPORTS_CONFIGURED(
            3160,
            "HY000",
            "No secure transports (SSL or Shared Memory) are configured, unable to set --require_secure_transport=ON."),
    ER_DISABLED_STORAGE_ENGINE(
            3161, "HY000", "Storage engine %s is disabled (Table creation is disallowed)."),
    ER_USER_DOES_NOT_EXIST(3162, "HY000", "Authorization ID %s does not exist."),
    ER_USER_ALREADY_EXISTS(3163, "HY000", "Authorization ID %s already exists."),
    ER_INVALID_JSON_PATH_ARRAY_CELL(
            3165, "42000", "A path expression is not a path to a cell in an array."),
    ER_BUFPOOL_RESIZE_INPROGRESS(
            3166, "HY000", "Another buffer pool resize is already in progress."),
    ER_FEATURE_DISABLED_SEE_DOC(
            3167, "HY000", "The '%s' feature is disabled; see the documentation for '%s'"),
    ER_SERVER_ISNT_AVAILABLE(3168, "HY000", "Server isn't available"),
    ER_SESSION_WAS_KILLED(3169, "HY000", "Session was killed"),
    ER_CAPACITY_EXCEEDED(3170, "HY000", "Memory capacity of %su bytes for '%s' exceeded. %s"),
    ER_CANNOT_ADD_FOREIGN_BASE_COL_VIRTUAL(
            3174, "HY000", "Cannot add foreign key on the base column of indexed virtual column."),
    ER_CANNOT_CREATE_VIRTUAL_INDEX_CONSTRAINT(
            3175,
            "HY000",
            "Cannot create index on virtual column whose base column has foreign constraint."),
    ER_ERROR_ON_MODIFYING_GTID_EXECUTED_TABLE(
            3176,
            "HY000",
            "Please do not modify the %s table with an XA transaction. This is an internal system table used to store GTIDs for committed transactions. Although modifying it can lead to an inconsistent GTID state, if necessary you can modify it with a non-XA transaction."),
    ER_CANNOT_FIND_KEY_IN_KEYRING(
            3185,
            "HY000",
            "Can't find master key from keyring, please check in the server log if a keyring is loaded and initialized successfully."),
    ER_UNSUPPORT_COMPRESSED_TEMPORARY_TABLE(
            3500,
            "HY000",
            "CREATE TEMPORARY TABLE is not allowed with ROW_FORMAT=COMPRESSED or KEY_BLOCK_SIZE."),
    ER_UNSUPPORTED_INDEX_ALGORITHM(
            3502,
            "HY000",
            "This storage engine does not support the %s index algorithm, storage engine default was used instead."),
    ER_NO_SUCH_DB(3503, "42Y07", "Database '%.192s' doesn't exist"),
    ER_TOO_BIG_ENUM(3504, "HY000", "Too many enumeration values for column %.192s."),
    ER_TOO_LONG_SET_ENUM_VALUE(3505, "HY000", "Too long enumeration/set value for column %.192s."),
    ER_INVALID_DD_OBJECT(3506, "HY000", "%s dictionary object is invalid. (%.192s)"),
    ER_UPDATING_DD_TABLE(3507, "HY000", "Failed to update %.192s dictionary object."),
    ER_INVALID_DD_OBJECT_ID(3508, "HY000", "Dictionary object id (%s) does not exist."),
    ER_INVALID_DD_OBJECT_NAME(3509, "HY000", "Dictionary object name '%s' is invalid. (%.192s)"),
    ER_TABLESPACE_MISSING_WITH_NAME(3510, "HY000", "Tablespace %.192s doesn't exist."),
    ER_TOO_LONG_ROUTINE_COMMENT(
            3511, "HY000", "Comment for routine '%.64s' is too long (max = %s)"),
    ER_INVALID_BITWISE_OPERANDS_SIZE(
            3513, "HY000", "Binary operands of bitwise operators must be of equal length"),
    ER_INVALID_BITWISE_AGGREGATE_OPERANDS_SIZE(
            3514,
            "HY000",
            "Aggregate bitwise functions cannot accept arguments longer than 511 bytes; consider using the SUBSTRING() function"),
    ER_WARN_UNSUPPORTED_HINT(3515, "HY000", "Hints aren't supported in %s"),
    ER_SRS_PARSE_ERROR(
            3517, "SR002", "Can't parse the spatial reference system definition of SRID %s."),
    ER_PK_INDEX_CANT_BE_INVISIBLE(3522, "HY000", "A primary key index cannot be invisible"),
    ER_UNKNOWN_AUTHID(3523, "HY000", "Unknown authorization ID `%.64s`@`%.64s`"),
    ER_FAILED_ROLE_GRANT(3524, "HY000", "Failed to grant %.90s` to %.90s"),
    ER_FAILED_DEFAULT_ROLES(3526, "HY000", "Failed to set default roles"),
    ER_COMPONENTS_CANT_LOAD(3529, "HY000", "Cannot load component from specified URN: '%.192s'."),
    ER_ROLE_NOT_GRANTED(3530, "HY000", "`%.64s`@`%.64s` is not granted to `%.64s`@`%.64s`"),
    ER_FAILED_REVOKE_ROLE(3531, "HY000", "Could not revoke role from `%.64s`@`%.64s`"),
    ER_RENAME_ROLE(3532, "HY000", "Renaming of a role identifier is forbidden"),
    ER_COMPONENTS_CANT_ACQUIRE_SERVICE_IMPLEMENTATION(
            3533, "HY000", "Cannot acquire specified service implementation: '%.192s'."),
    ER_COMPONENTS_LOAD_CANT_REGISTER_SERVICE_IMPLEMENTATION(
            3535,
            "HY000",
            "Cannot register service implementation '%.192s' provided by component '%.192s'."),
    ER_COMPONENTS_LOAD_CANT_INITIALIZE(
            3536, "HY000", "Initialization method provided by component '%.192s' failed."),
    ER_COMPONENTS_UNLOAD_CANT_UNREGISTER_SERVICE(
            3540,
            "HY000",
            "Unregistration of service implementation '%.192s' provided by component '%.192s' failed during unloading of the component."),
    ER_CANT_SET_GTID_PURGED_DUE_SETS_CONSTRAINTS(
            3546, "HY000", "@@GLOBAL.GTID_PURGED cannot be changed: %s"),
    ER_NO_SYSTEM_SCHEMA_ACCESS(3552, "HY000", "Access to system schema '%.64s' is rejected."),
    ER_NO_SYSTEM_TABLE_ACCESS(3554, "HY000", "Access to %.64s '%.64s.%.64s' is rejected."),
    ER_NO_SYSTEM_TABLE_ACCESS_FOR_TABLE(3557, "HY000", "table"),
    ER_INVALID_OPTION_START_CHARACTER(
            3561,
            "22023",
            "The options argument in function %.192s starts with the invalid character '%s'."),
    ER_INVALID_OPTION_CHARACTERS(
            3563,
            "22023",
            "The options argument in function %.192s contains the invalid character sequence '%.192s'."),
    ER_NO_ACCESS_TO_NATIVE_FCT(3566, "HY000", "Access to native function '%.64s' is rejected."),
    ER_RESET_SOURCE_TO_VALUE_OUT_OF_RANGE(
            3567,
            "HY000",
            "The requested value '%su' for the next binary log index is out of range. Please use a value between '1' and '%s'."),
    ER_UNRESOLVED_TABLE_LOCK(3568, "HY000", "Unresolved table name %s in locking clause."),
    ER_DUPLICATE_TABLE_LOCK(3569, "HY000", "Table %s appears in multiple locking clauses."),
    ER_LOCK_NOWAIT(
            3572,
            "HY000",
            "Statement aborted because lock(s) could not be acquired immediately and NOWAIT is set."),
    ER_CTE_RECURSIVE_REQUIRES_UNION(
            3573, "HY000", "Recursive Common Table Expression '%s' should contain a UNION"),
    ER_CTE_RECURSIVE_REQUIRES_NONRECURSIVE_FIRST(
            3574,
            "HY000",
            "Recursive Common Table Expression '%s' should have one or more non-recursive query blocks followed by one or more recursive ones"),
    ER_CTE_RECURSIVE_FORBIDS_AGGREGATION(
            3575,
            "HY000",
            "Recursive Common Table Expression '%s' can contain neither aggregation nor window functions in recursive query block"),
    ER_CTE_RECURSIVE_FORBIDDEN_JOIN_ORDER(
            3576,
            "HY000",
            "In recursive query block of Recursive Common Table Expression '%s', the recursive table must neither be in the right argument of a LEFT JOIN, nor be forced to be non-first with join order hints"),
    ER_CTE_RECURSIVE_REQUIRES_SINGLE_REFERENCE(
            3577,
            "HY000",
            "In recursive query block of Recursive Common Table Expression '%s', the recursive table must be referenced only once, and not in any subquery"),
    ER_SWITCH_TMP_ENGINE(3578, "HY000", "'%s' requires @@internal_tmp_disk_storage_engine=InnoDB"),
    ER_WINDOW_NO_SUCH_WINDOW(3579, "HY000", "Window name '%s' is not defined."),
    ER_WINDOW_CIRCULARITY_IN_WINDOW_GRAPH(
            3580, "HY000", "There is a circularity in the window dependency graph."),
    ER_WINDOW_NO_CHILD_PARTITIONING(
            3581, "HY000", "A window which depends on another cannot define partitioning."),
    ER_WINDOW_NO_INHERIT_FRAME(
            3582,
            "HY000",
            "Window '%s' has a frame definition, so cannot be referenced by another window."),
    ER_WINDOW_NO_REDEFINE_ORDER_BY(
            3583,
            "HY000",
            "Window '%s' cannot inherit '%s' since both contain an ORDER BY clause."),
    ER_WINDOW_FRAME_START_ILLEGAL(
            3584, "HY000", "Window '%s': frame start cannot be UNBOUNDED FOLLOWING."),
    ER_WINDOW_FRAME_END_ILLEGAL(
            3585, "HY000", "Window '%s': frame end cannot be UNBOUNDED PRECEDING."),
    ER_WINDOW_FRAME_ILLEGAL(
            3586,
            "HY000",
            "Window '%s': frame start or end is negative, NULL or of non-integral type"),
    ER_WINDOW_RANGE_FRAME_ORDER_TYPE(
            3587,
            "HY000",
            "Window '%s' with RANGE N PRECEDING/FOLLOWING frame requires exactly one deterministic ORDER BY expression, of numeric or temporal type"),
    ER_WINDOW_RANGE_FRAME_TEMPORAL_TYPE(
            3588,
            "HY000",
            "Window '%s' with RANGE frame has ORDER BY expression of datetime type. Only INTERVAL bound value allowed."),
    ER_WINDOW_RANGE_FRAME_NUMERIC_TYPE(
            3589,
            "HY000",
            "Window '%s' with RANGE frame has ORDER BY expression of numeric type, INTERVAL bound value not allowed."),
    ER_WINDOW_RANGE_BOUND_NOT_CONSTANT(
            3590, "HY000", "Window '%s' has a non-constant frame bound."),
    ER_WINDOW_DUPLICATE_NAME(3591, "HY000", "Window '%s' is defined twice."),
    ER_WINDOW_ILLEGAL_ORDER_BY(
            3592,
            "HY000",
            "Window '%s': ORDER BY or PARTITION BY uses legacy position indication which is not supported, use expression."),
    ER_WINDOW_INVALID_WINDOW_FUNC_USE(
            3593, "HY000", "You cannot use the window function '%s' in this context.'"),
    ER_WINDOW_INVALID_WINDOW_FUNC_ALIAS_USE(
            3594,
            "HY000",
            "You cannot use the alias '%s' of an expression containing a window function in this context.'"),
    ER_WINDOW_NESTED_WINDOW_FUNC_USE_IN_WINDOW_SPEC(
            3595,
            "HY000",
            "You cannot nest a window function in the specification of window '%s'."),
    ER_WINDOW_ROWS_INTERVAL_USE(
            3596, "HY000", "Window '%s': INTERVAL can only be used with RANGE frames."),
    ER_WINDOW_NO_GROUP_ORDER_UNUSED(
            3597,
            "HY000",
            "ASC or DESC with GROUP BY isn't allowed with window functions; put ASC or DESC in ORDER BY"),
    ER_WINDOW_EXPLAIN_JSON(
            3598, "HY000", "To get information about window functions use EXPLAIN FORMAT=JSON"),
    ER_WINDOW_FUNCTION_IGNORES_FRAME(
            3599,
            "HY000",
            "Window function '%s' ignores the frame clause of window '%s' and aggregates over the whole partition"),
    ER_WL9236_NOW_UNUSED(
            3600, "HY000", "Windowing requires @@internal_tmp_mem_storage_engine=TempTable."),
    ER_INVALID_NO_OF_ARGS(
            3601, "HY000", "Too many arguments for function %s: %s; maximum allowed is %s."),
    ER_FIELD_IN_GROUPING_NOT_GROUP_BY(
            3602, "HY000", "Argument #%s of GROUPING function is not in GROUP BY"),
    ER_TOO_LONG_TABLESPACE_COMMENT(
            3603, "HY000", "Comment for tablespace '%.64s' is too long (max = %s)"),
    ER_ENGINE_CANT_DROP_TABLE(3604, "HY000", "Storage engine can't drop table '%.129s'"),
    ER_ENGINE_CANT_DROP_MISSING_TABLE(
            3605,
            "HY000",
            "Storage engine can't drop table '%.129s' because it is missing. Use DROP TABLE IF EXISTS to remove it from data-dictionary."),
    ER_TABLESPACE_DUP_FILENAME(3606, "HY000", "Duplicate file name for tablespace '%.64s'"),
    ER_DB_DROP_RMDIR2(
            3607,
            "HY000",
            "Problem while dropping database. Can't remove database directory (%s). Please remove it manually."),
    ER_IMP_NO_FILES_MATCHED(3608, "HY000", "No SDI files matched the pattern '%s'"),
    ER_IMP_SCHEMA_DOES_NOT_EXIST(
            3609, "HY000", "Schema '%.256s', referenced in SDI, does not exist."),
    ER_IMP_TABLE_ALREADY_EXISTS(
            3610, "HY000", "Table '%.256s.%.256s', referenced in SDI, already exists."),
    ER_IMP_INCOMPATIBLE_MYSQLD_VERSION(
            3611, "HY000", "Imported mysqld_version (%su) is not compatible with current (%su)"),
    ER_IMP_INCOMPATIBLE_DD_VERSION(
            3612, "HY000", "Imported dd version (%s) is not compatible with current (%s)"),
    ER_WARN_INVALID_HINT(3614, "HY000", "Invalid number of arguments for hint %s"),
    ER_VAR_DOES_NOT_EXIST(3615, "HY000", "Variable %s does not exist in persisted config file"),
    ER_ILLEGAL_PRIVILEGE_LEVEL(3619, "HY000", "Illegal privilege level specified for %s"),
    ER_NO_SYSTEM_VIEW_ACCESS(
            3620, "HY000", "Access to system view INFORMATION_SCHEMA.'%.64s' is rejected."),
    ER_CTE_MAX_RECURSION_DEPTH(
            3636,
            "HY000",
            "Recursive query aborted after %s iterations. Try increasing @@cte_max_recursion_depth to a larger value."),
    ER_CREDENTIALS_CONTRADICT_TO_HISTORY(
            3638,
            "HY000",
            "Cannot use these credentials for '%s@%s' because they contradict the password history policy"),
    ER_CLIENT_DOES_NOT_SUPPORT(3640, "HY000", "The client doesn't support %s"),
    ER_DISALLOWED_OPERATION(3655, "HY000", "%s operation is disallowed on %s"),
    ER_RESOURCE_GROUP_BUSY(3656, "HY000", "Resource group %s is busy."),
    ER_RESOURCE_GROUP_DISABLED(3657, "HY000", "Resource group %s is disabled."),
    ER_FEATURE_UNSUPPORTED(3658, "HY000", "Feature %s is unsupported (%s)."),
    ER_ATTRIBUTE_IGNORED(3659, "HY000", "Attribute %s is ignored (%s)."),
    ER_INVALID_THREAD_ID(3660, "HY000", "Invalid thread id (%su)."),
    ER_MISSING_JSON_TABLE_VALUE(3665, "22035", "Missing value for JSON_TABLE column '%.192s'"),
    ER_WRONG_JSON_TABLE_VALUE(
            3666,
            "2203F",
            "Can't store an array or an object in the scalar JSON_TABLE column '%.192s'"),
    ER_TF_MUST_HAVE_ALIAS(3667, "42000", "Every table function must have an alias"),
    ER_TF_FORBIDDEN_JOIN_TYPE(
            3668,
            "HY000",
            "INNER or LEFT JOIN must be used for LATERAL references made by '%.192s'"),
    ER_JT_VALUE_OUT_OF_RANGE(
            3669, "22003", "Value is out of range for JSON_TABLE's column '%.192s'"),
    ER_JT_MAX_NESTED_PATH(
            3670, "42000", "More than supported %s NESTED PATHs were found in JSON_TABLE '%.192s'"),
    ER_PASSWORD_EXPIRATION_NOT_SUPPORTED_BY_AUTH_METHOD(
            3671,
            "HY000",
            "The selected authentication method %s does not support password expiration"),
    ER_DISK_FULL_NOWAIT(3675, "HY000", "Create table/tablespace '%.192s' failed, as disk is full"),
    ER_PARSE_ERROR_IN_DIGEST_FN(
            3676, "HY000", "Could not parse argument to digest function: \"%s\"."),
    ER_SCHEMA_DIR_EXISTS(
            3678,
            "HY000",
            "Schema directory '%.192s' already exists. This must be resolved manually (e.g. by moving the schema directory to another location)."),
    ER_SCHEMA_DIR_MISSING(3679, "HY000", "Schema directory '%.192s' does not exist"),
    ER_SCHEMA_DIR_CREATE_FAILED(
            3680, "HY000", "Failed to create schema directory '%.192s' (errno: %s - %s)"),
    ER_SCHEMA_DIR_UNKNOWN(
            3681,
            "HY000",
            "Schema '%.192s' does not exist, but schema directory '%.192s' was found. This must be resolved manually (e.g. by moving the schema directory to another location)."),
    ER_ONLY_IMPLEMENTED_FOR_SRID_0_AND_4326(
            3682, "22S00", "Function %.192s is only defined for SRID 0 and SRID 4326."),
    ER_REGEXP_BUFFER_OVERFLOW(3684, "HY000", "The result string is larger than the result buffer."),
    ER_REGEXP_ILLEGAL_ARGUMENT(3685, "HY000", "Illegal argument to a regular expression."),
    ER_REGEXP_BAD_INTERVAL(3692, "HY000", "Incorrect description of a {min,max} interval."),
    ER_REGEXP_LOOK_BEHIND_LIMIT(
            3695, "HY000", "The look-behind assertion exceeds the limit in regular expression."),
    ER_REGEXP_INVALID_RANGE(
            3697,
            "HY000",
            "The regular expression contains an [x-y] character range where x comes after y."),
    ER_REGEXP_STACK_OVERFLOW(3698, "HY000", "Overflow in the regular expression backtrack stack."),
    ER_REGEXP_TIME_OUT(3699, "HY000", "Timeout exceeded in regular expression match."),
    ER_REGEXP_PATTERN_TOO_BIG(
            3700, "HY000", "The regular expression pattern exceeds limits on size or complexity."),
    ER_WARN_RESERVED_SRID_RANGE(
            3715,
            "01S01",
            "The SRID range [%s, %s] has been reserved for system use. SRSs in this range may be added, modified or removed without warning during upgrade."),
    ER_CANT_MODIFY_SRS_USED_BY_COLUMN(
            3716, "SR005", "Can't modify SRID %s. There is at least one column depending on it."),
    ER_SRS_INVALID_CHARACTER_IN_ATTRIBUTE(3717, "SR006", "Invalid character in attribute %s."),
    ER_DEPRECATED_UTF8_ALIAS(
            3719,
            "HY000",
            "'utf8' is currently an alias for the character set UTF8MB3, but will be an alias for UTF8MB4 in a future release. Please consider using UTF8MB4 in order to be unambiguous."),
    ER_DEPRECATED_NATIONAL(
            3720,
            "HY000",
            "NATIONAL/NCHAR/NVARCHAR implies the character set UTF8MB3, which will be replaced by UTF8MB4 in a future release. Please consider using CHAR(x) CHARACTER SET UTF8MB4 in order to be unambiguous."),
    ER_FK_CANNOT_DROP_PARENT(
            3730,
            "HY000",
            "Cannot drop table '%s' referenced by a foreign key constraint '%s' on table '%s'."),
    ER_FK_CANNOT_USE_VIRTUAL_COLUMN(
            3733, "HY000", "Foreign key '%s' uses virtual column '%s' which is not supported."),
    ER_FK_NO_COLUMN_PARENT(
            3734,
            "HY000",
            "Failed to add the foreign key constraint. Missing column '%s' for constraint '%s' in the referenced table '%s'"),
    ER_TRANSFORM_SOURCE_SRS_NOT_SUPPORTED(
            3741, "22S00", "Transformation from SRID %s is not supported."),
    ER_TABLE_WITHOUT_PK(
            3750,
            "HY000",
            "Unable to create or change a table without a primary key, when the system variable 'sql_require_primary_key' is set. Add a primary key to the table or unset this variable to avoid this message. Note that tables without a primary key can cause performance problems in row-based replication, so please consult your DBA before changing this setting."),
    ER_WARN_DATA_TRUNCATED_FUNCTIONAL_INDEX(
            3751, "01000", "Data truncated for functional index '%s' at row %s"),
    ER_WARN_DATA_OUT_OF_RANGE_FUNCTIONAL_INDEX(
            3752, "22003", "Value is out of range for functional index '%s' at row %s"),
    ER_FUNCTIONAL_INDEX_REF_AUTO_INCREMENT(
            3754, "HY000", "Functional index '%.64s' cannot refer to an auto-increment column."),
    ER_CANNOT_DROP_COLUMN_FUNCTIONAL_INDEX(
            3755,
            "HY000",
            "Cannot drop column '%.64s' because it is used by a functional index. In order to drop the column, you must remove the functional index."),
    ER_FUNCTIONAL_INDEX_PRIMARY_KEY(3756, "HY000", "The primary key cannot be a functional index"),
    ER_FUNCTIONAL_INDEX_ON_LOB(
            3757,
            "HY000",
            "Cannot create a functional index on an expression that returns a BLOB or TEXT. Please consider using CAST."),
    ER_FUNCTIONAL_INDEX_FUNCTION_IS_NOT_ALLOWED(
            3758, "HY000", "Expression of functional index '%s' contains a disallowed function."),
    ER_FULLTEXT_FUNCTIONAL_INDEX(3759, "HY000", "Fulltext functional index is not supported."),
    ER_SPATIAL_FUNCTIONAL_INDEX(3760, "HY000", "Spatial functional index is not supported."),
    ER_WRONG_KEY_COLUMN_FUNCTIONAL_INDEX(
            3761, "HY000", "The used storage engine cannot index the expression '%s'."),
    ER_FUNCTIONAL_INDEX_ON_FIELD(
            3762,
            "HY000",
            "Functional index on a column is not supported. Consider using a regular index instead."),
    ER_GENERATED_COLUMN_NAMED_FUNCTION_IS_NOT_ALLOWED(
            3763,
            "HY000",
            "Expression of generated column '%s' contains a disallowed function: %s."),
    ER_GENERATED_COLUMN_ROW_VALUE(
            3764, "HY000", "Expression of generated column '%s' cannot refer to a row value."),
    ER_DEPENDENT_BY_DEFAULT_GENERATED_VALUE(
            3766,
            "HY000",
            "Column '%s' of table '%s' has a default value expression dependency and cannot be dropped or renamed."),
    ER_DEFAULT_VAL_GENERATED_NON_PRIOR(
            3767,
            "HY000",
            "Default value expression of column '%s' cannot refer to a column defined after it if that column is a generated column or has an expression as default value."),
    ER_DEFAULT_VAL_GENERATED_REF_AUTO_INC(
            3768,
            "HY000",
            "Default value expression of column '%s' cannot refer to an auto-increment column."),
    ER_DEFAULT_VAL_GENERATED_FUNCTION_IS_NOT_ALLOWED(
            3769,
            "HY000",
            "Default value expression of column '%s' contains a disallowed function."),
    ER_DEFAULT_VAL_GENERATED_NAMED_FUNCTION_IS_NOT_ALLOWED(
            3770,
            "HY000",
            "Default value expression of column '%s' contains a disallowed function: %s."),
    ER_DEFAULT_VAL_GENERATED_ROW_VALUE(
            3771, "HY000", "Default value expression of column '%s' cannot refer to a row value."),
    ER_DEFAULT_VAL_GENERATED_VARIABLES(
            3772,
            "HY000",
            "Default value expression of column '%s' cannot refer user or system variables."),
    ER_DEFAULT_AS_VAL_GENERATED(
            3773, "HY000", "DEFAULT function cannot be used with default value expressions"),
    ER_UNSUPPORTED_ACTION_ON_DEFAULT_VAL_GENERATED(
            3774, "HY000", "'%s' is not supported for default value expressions."),
    ER_GTID_UNSAFE_ALTER_ADD_COL_WITH_DEFAULT_EXPRESSION(
            3775,
            "HY000",
            "Statement violates GTID consistency: ALTER TABLE ... ADD COLUMN .. with expression as DEFAULT."),
    ER_FK_CANNOT_CHANGE_ENGINE(
            3776,
            "HY000",
            "Cannot change table's storage engine because the table participates in a foreign key constraint."),
    ER_WARN_DEPRECATED_USER_SET_EXPR(
            3777,
            "HY000",
            "Setting user variables within expressions is deprecated and will be removed in a future release. Consider alternatives: 'SET variable=expression, ...', or 'SELECT expression(s) INTO variables(s)'."),
    ER_WARN_DEPRECATED_UTF8MB3_COLLATION(
            3778,
            "HY000",
            "'%.64s' is a collation of the deprecated character set UTF8MB3. Please consider using UTF8MB4 with an appropriate collation instead."),
    ER_FK_INCOMPATIBLE_COLUMNS(
            3780,
            "HY000",
            "Referencing column '%s' and referenced column '%s' in foreign key constraint '%s' are incompatible."),
    ER_GRP_TRX_CONSISTENCY_BEGIN_NOT_ALLOWED(
            3799,
            "HY000",
            "The Group Replication plugin is stopping, therefore new transactions are not allowed to start."),
    ER_FUNCTIONAL_INDEX_ROW_VALUE_IS_NOT_ALLOWED(
            3800, "HY000", "Expression of functional index '%s' cannot refer to a row value."),
    ER_RPL_ENCRYPTION_FAILED_TO_ENCRYPT(
            3801, "HY000", "Failed to encrypt content to write into binlog file: %s."),
    ER_PAGE_TRACKING_NOT_STARTED(3802, "HY000", "Page Tracking is not started yet."),
    ER_PAGE_TRACKING_RANGE_NOT_TRACKED(
            3803, "HY000", "Tracking was not enabled for the LSN range specified"),
    ER_PAGE_TRACKING_CANNOT_PURGE(
            3804, "HY000", "Cannot purge data when concurrent clone is in progress. Try later."),
    ER_NON_BOOLEAN_EXPR_FOR_CHECK_CONSTRAINT(
            3812,
            "HY000",
            "An expression of non-boolean type specified to a check constraint '%.192s'."),
    ER_COLUMN_CHECK_CONSTRAINT_REFERENCES_OTHER_COLUMN(
            3813, "HY000", "Column check constraint '%.192s' references other column."),
    ER_CHECK_CONSTRAINT_NAMED_FUNCTION_IS_NOT_ALLOWED(
            3814,
            "HY000",
            "An expression of a check constraint '%.192s' contains disallowed function: %s."),
    ER_CHECK_CONSTRAINT_FUNCTION_IS_NOT_ALLOWED(
            3815,
            "HY000",
            "An expression of a check constraint '%.192s' contains disallowed function."),
    ER_CHECK_CONSTRAINT_VARIABLES(
            3816,
            "HY000",
            "An expression of a check constraint '%.192s' cannot refer to a user or system variable."),
    ER_CHECK_CONSTRAINT_ROW_VALUE(
            3817, "HY000", "Check constraint '%.192s' cannot refer to a row value."),
    ER_CHECK_CONSTRAINT_REFERS_AUTO_INCREMENT_COLUMN(
            3818, "HY000", "Check constraint '%.192s' cannot refer to an auto-increment column."),
    ER_CHECK_CONSTRAINT_VIOLATED(3819, "HY000", "Check constraint '%.192s' is violated."),
    ER_CHECK_CONSTRAINT_REFERS_UNKNOWN_COLUMN(
            3820, "HY000", "Check constraint '%.192s' refers to non-existing column '%.192s'."),
    ER_CHECK_CONSTRAINT_NOT_FOUND(
            3821, "HY000", "Check constraint '%.192s' is not found in the table."),
    ER_CHECK_CONSTRAINT_DUP_NAME(3822, "HY000", "Duplicate check constraint name '%.192s'."),
    ER_CHECK_CONSTRAINT_CLAUSE_USING_FK_REFER_ACTION_COLUMN(
            3823,
            "HY000",
            "Column '%.192s' cannot be used in a check constraint '%.192s': needed in a foreign key constraint '%.192s' referential action."),
    WARN_UNENCRYPTED_TABLE_IN_ENCRYPTED_DB(
            3824,
            "HY000",
            "Creating an unencrypted table in a database with default encryption enabled."),
    ER_TABLESPACE_CANNOT_BE_DECRYPTED(
            3830,
            "HY000",
            "This tablespace can't be decrypted, because one of table's schema has default encryption ON and user doesn't have enough privilege."),
    ER_TABLESPACE_TYPE_UNKNOWN(
            3831, "HY000", "Cannot determine the type of the tablespace named '%s'."),
    ER_TARGET_TABLESPACE_UNENCRYPTED(
            3832, "HY000", "Source tablespace is encrypted but target tablespace is not."),
    ER_DEPENDENT_BY_FUNCTIONAL_INDEX(
            3837,
            "HY000",
            "Column '%s' has a functional index dependency and cannot be dropped or renamed."),
    ER_CANNOT_CONVERT_STRING(3854, "HY000", "Cannot convert string '%.64s' from %s to %s"),
    ER_DEPENDENT_BY_PARTITION_FUNC(
            3855,
            "HY000",
            "Column '%s' has a partitioning function dependency and cannot be dropped or renamed."),
    ER_WARN_DEPRECATED_FLOAT_AUTO_INCREMENT(
            3856,
            "HY000",
            "AUTO_INCREMENT support for FLOAT/DOUBLE columns is deprecated and will be removed in a future release. Consider removing AUTO_INCREMENT from column '%.192s'."),
    ER_RPL_CANT_STOP_REPLICA_WHILE_LOCKED_BACKUP(
            3857,
            "HY000",
            "Cannot stop the replica SQL thread while the instance is locked for backup. Try running `UNLOCK INSTANCE` first."),
    ER_CLONE_PLATFORM(
            3866,
            "HY000",
            "Clone Donor platform: %.64s is different from Recipient platform: %.64s."),
    ER_CLONE_CHARSET(3867, "HY000", "Clone Donor collation: %.128s is unavailable in Recipient."),
    ER_CLONE_CONFIG(
            3868,
            "HY000",
            "Clone Configuration %.128s: Donor value: %.128s is different from Recipient value: %.128s."),
    ER_CLONE_SYS_CONFIG(3869, "HY000", "Clone system configuration: %.512s"),
    ER_CLONE_PLUGIN_MATCH(3870, "HY000", "Clone Donor plugin %.128s is not active in Recipient."),
    ER_CLONE_LOOPBACK(
            3871,
            "HY000",
            "Clone cannot use loop back connection while cloning into current data directory."),
    ER_CLONE_ENCRYPTION(3872, "HY000", "Clone needs SSL connection for encrypted table."),
    ER_CLONE_DISK_SPACE(
            3873,
            "HY000",
            "Clone estimated database size is %.64s. Available space %.64s is not enough."),
    ER_CLONE_IN_PROGRESS(
            3874, "HY000", "Concurrent clone in progress. Please try after clone is complete."),
    ER_CLONE_DISALLOWED(3875, "HY000", "The clone operation cannot be executed when %s."),
    ER_CANNOT_GRANT_ROLES_TO_ANONYMOUS_USER(
            3876, "HY000", "Cannot grant roles to an anonymous user."),
    ER_SECOND_PASSWORD_CANNOT_BE_EMPTY(
            3878,
            "HY000",
            "Empty password can not be retained as second password for user '%s'@'%s'."),
    ER_DB_ACCESS_DENIED(
            3879, "HY000", "Access denied for AuthId `%.64s`@`%.64s` to database '%.192s'."),
    ER_DA_UNKNOWN_ERROR_NUMBER(3885, "HY000", "Got unknown error: %s"),
    ER_COLUMN_CHANGE_SIZE(
            3886,
            "HY000",
            "Could not change column '%s' of table '%s'. The resulting size of index '%s' would exceed the max key length of %s bytes."),
    ER_REGEXP_INVALID_CAPTURE_GROUP_NAME(3887, "HY000", "A capture group has an invalid name."),
    ER_DA_SSL_LIBRARY_ERROR(
            3888, "HY000", "Failed to set up SSL because of the following SSL library error: %s"),
    ER_MISSING_CURRENT_PASSWORD(
            3892,
            "HY000",
            "Current password needs to be specified in the REPLACE clause in order to change it."),
    ER_CURRENT_PASSWORD_CANNOT_BE_RETAINED(
            3895,
            "HY000",
            "Current password can not be retained for user '%s'@'%s' because new password is empty."),
    ER_CANNOT_GRANT_SYSTEM_PRIV_TO_MANDATORY_ROLE(
            3897,
            "HY000",
            "AuthId `%.64s`@`%.64s` is set as mandatory_roles. Cannot grant the '%s' privilege."),
    ER_XA_REPLICATION_FILTERS(
            3898,
            "HY000",
            "The use of replication filters with XA transactions is not supported, and can lead to an undefined state in the replica."),
    ER_UNSUPPORTED_SQL_MODE(3899, "HY000", "sql_mode=0x%s is not supported."),
    ER_REGEXP_INVALID_FLAG(3900, "HY000", "Invalid match mode flag in regular expression."),
    ER_PARTIAL_REVOKE_AND_DB_GRANT_BOTH_EXISTS(
            3901,
            "HY000",
            "'%s' privilege for database '%s' exists both as partial revoke and mysql.db simultaneously. It could mean that the 'mysql' schema is corrupted."),
    ER_UNIT_NOT_FOUND(3902, "SU001", "There's no unit of measure named '%s'."),
    ER_INVALID_JSON_VALUE_FOR_FUNC_INDEX(
            3903, "22018", "Invalid JSON value for CAST for functional index '%.64s'."),
    ER_JSON_VALUE_OUT_OF_RANGE_FOR_FUNC_INDEX(
            3904, "22003", "Out of range JSON value for CAST for functional index '%.64s'."),
    ER_EXCEEDED_MV_KEYS_NUM(
            3905,
            "HY000",
            "Exceeded max number of values per record for multi-valued index '%.64s' by %s value(s)."),
    ER_EXCEEDED_MV_KEYS_SPACE(
            3906,
            "HY000",
            "Exceeded max total length of values per record for multi-valued index '%.64s' by %s bytes."),
    ER_FUNCTIONAL_INDEX_DATA_IS_TOO_LONG(
            3907, "22001", "Data too long for functional index '%.64s'."),
    ER_WRONG_MVI_VALUE(
            3908,
            "HY000",
            "Cannot store an array or an object in a scalar key part of the index '%.192s'."),
    ER_WARN_FUNC_INDEX_NOT_APPLICABLE(
            3909,
            "HY000",
            "Cannot use functional index '%.64s' due to type or collation conversion."),
    ER_GRP_RPL_UDF_ERROR(3910, "HY000", "The function '%s' failed. %s"),
    ER_UPDATE_GTID_PURGED_WITH_GR(
            3911, "HY000", "Cannot update GTID_PURGED with the Group Replication plugin running"),
    ER_GROUPING_ON_TIMESTAMP_IN_DST(
            3912,
            "HY000",
            "Grouping on temporal is non-deterministic for timezones having DST. Please consider switching to UTC for this query."),
    ER_TABLE_NAME_CAUSES_TOO_LONG_PATH(
            3913,
            "HY000",
            "Long database name and identifier for object resulted in a path length too long for table '%s'. Please check the path limit for your OS."),
    ER_DA_GRP_RPL_STARTED_AUTO_REJOIN(
            3916, "HY000", "Started auto-rejoin procedure attempt %s of %s"),
    ER_SYSVAR_CHANGE_DURING_QUERY(
            3917,
            "HY000",
            "A plugin was loaded or unloaded during a query, a system variable table was changed."),
    ER_GLOBSTAT_CHANGE_DURING_QUERY(
            3918,
            "HY000",
            "A plugin was loaded or unloaded during a query, a global status variable was changed."),
    ER_GRP_RPL_MESSAGE_SERVICE_INIT_FAILURE(
            3919,
            "HY000",
            "The START GROUP_REPLICATION command failed to start its message service."),
    ER_CHANGE_SOURCE_WRONG_COMPRESSION_ALGORITHM_CLIENT(
            3920, "HY000", "Invalid SOURCE_COMPRESSION_ALGORITHMS '%.192s' for channel '%.192s'."),
    ER_CONSTRAINT_NOT_FOUND(3940, "HY000", "Constraint '%.192s' does not exist."),
    ER_DA_OOM(3950, "HY000", "Out of memory"),
    ER_USER_ACCESS_DENIED_FOR_USER_ACCOUNT_BLOCKED_BY_PASSWORD_LOCK(
            3955,
            "HY000",
            "Access denied for user '%.48s'@'%.64s'. Account is blocked for %s day(s) (%s day(s) remaining) due to %s consecutive failed logins."),
    ER_WARN_DEPRECATED_YEAR_UNSIGNED(
            3956,
            "HY000",
            "UNSIGNED for the YEAR data type is deprecated and support for it will be removed in a future release."),
    ER_CLONE_NETWORK_PACKET(
            3957,
            "HY000",
            "Clone needs max_allowed_packet value to be %s or more. Current value is %s"),
    ER_GRP_OPERATION_NOT_ALLOWED_GR_MUST_STOP(
            3960,
            "HY000",
            "This operation cannot be performed while Group Replication is running; run STOP GROUP_REPLICATION first"),
    ER_WARN_DEPRECATED_INNER_INTO(
            3962,
            "HY000",
            "The INTO clause is deprecated inside query blocks of query expressions and will be removed in a future release. Please move the INTO clause to the end of statement instead."),
    ER_WARN_DEPRECATED_VALUES_FUNCTION_ALWAYS_NULL(
            3963,
            "HY000",
            "The VALUES function is deprecated and will be removed in a future release. It always returns NULL in this context. If you meant to access a value from the VALUES clause of the INSERT statement, consider using an alias (INSERT INTO ... VALUES (...) AS alias) and reference alias.col instead of VALUES(col) in the ON DUPLICATE KEY UPDATE clause."),
    ER_WARN_DEPRECATED_SQL_CALC_FOUND_ROWS(
            3964,
            "HY000",
            "SQL_CALC_FOUND_ROWS is deprecated and will be removed in a future release. Consider using two separate queries instead."),
    ER_WARN_DEPRECATED_FOUND_ROWS(
            3965,
            "HY000",
            "FOUND_ROWS() is deprecated and will be removed in a future release. Consider using COUNT(*) instead."),
    ER_MISSING_JSON_VALUE(3966, "22035", "No value was found by '%.192s' on the specified path."),
    ER_MULTIPLE_JSON_VALUES(
            3967, "22034", "More than one value was found by '%.192s' on the specified path."),
    ER_HOSTNAME_TOO_LONG(3968, "HY000", "Hostname cannot be longer than %s characters."),
    ER_GROUP_REPLICATION_USER_EMPTY_MSG(
            3970,
            "HY000",
            "The START GROUP_REPLICATION command failed since the username provided for recovery channel is empty."),
    ER_GROUP_REPLICATION_USER_MANDATORY_MSG(
            3971,
            "HY000",
            "The START GROUP_REPLICATION command failed since the USER option was not provided with PASSWORD for recovery channel."),
    ER_GROUP_REPLICATION_PASSWORD_LENGTH(
            3972,
            "HY000",
            "The START GROUP_REPLICATION command failed since the password provided for the recovery channel exceeds the maximum length of 32 characters."),
    ER_SUBQUERY_TRANSFORM_REJECTED(
            3973,
            "HY000",
            "Statement requires a transform of a subquery to a non-SET operation (like IN2EXISTS, or subquery-to-LATERAL-derived-table). This is not allowed with optimizer switch 'subquery_to_derived' on."),
    ER_DA_GRP_RPL_RECOVERY_ENDPOINT_FORMAT(
            3974,
            "HY000",
            "Invalid input value for recovery socket endpoints '%s'. Please, provide a valid, comma separated, list of endpoints (IP:port)."),
    ER_DA_GRP_RPL_RECOVERY_ENDPOINT_INVALID(
            3975,
            "HY000",
            "The server is not listening on endpoint '%s'. Only endpoints that the server is listening on are valid recovery endpoints."),
    ER_WRONG_VALUE_FOR_VAR_PLUS_ACTIONABLE_PART(
            3976, "HY000", "Variable '%.64s' cannot be set to the value of '%.200s'. %.200s"),
    ER_STATEMENT_NOT_ALLOWED_AFTER_START_TRANSACTION(
            3977,
            "HY000",
            "Only BINLOG INSERT, COMMIT and ROLLBACK statements are allowed after CREATE TABLE with START TRANSACTION statement."),
    ER_INVALID_JSON_ATTRIBUTE(
            3980, "HY000", "Invalid json attribute, error: \"%s\" at pos %s: '%s'"),
    ER_ENGINE_ATTRIBUTE_NOT_SUPPORTED(
            3981, "HY000", "Storage engine '%s' does not support ENGINE_ATTRIBUTE."),
    ER_INVALID_USER_ATTRIBUTE_JSON(3982, "HY000", "The user attribute must be a valid JSON object"),
    ER_INNODB_REDO_DISABLED(
            3983,
            "HY000",
            "Cannot perform operation as InnoDB redo logging is disabled. Please retry after enabling redo log with ALTER INSTANCE"),
    ER_INNODB_REDO_ARCHIVING_ENABLED(
            3984,
            "HY000",
            "Cannot perform operation as InnoDB is archiving redo log. Please retry after stopping redo archive by invoking innodb_redo_log_archive_stop()"),
    ER_MDL_OUT_OF_RESOURCES(3985, "HY000", "Not enough resources to complete lock request."),
    ER_IMPLICIT_COMPARISON_FOR_JSON(
            3986,
            "HY000",
            "Evaluating a JSON value in SQL boolean context does an implicit comparison against JSON integer 0; if this is not what you want, consider converting JSON to a SQL numeric type with JSON_VALUE RETURNING"),
    ER_FUNCTION_DOES_NOT_SUPPORT_CHARACTER_SET(
            3987, "HY000", "The function %s does not support the character set '%s'."),
    ER_IMPOSSIBLE_STRING_CONVERSION(
            3988, "HY000", "Conversion from collation %s into %s impossible for %s"),
    ER_SCHEMA_READ_ONLY(3989, "HY000", "Schema '%s' is in read only mode."),
    ER_RPL_ASYNC_RECONNECT_GTID_MODE_OFF(
            3990,
            "HY000",
            "Failed to enable Asynchronous Replication Connection Failover feature. The CHANGE REPLICATION SOURCE TO SOURCE_CONNECTION_AUTO_FAILOVER = 1 can only be set when @@GLOBAL.GTID_MODE = ON."),
    ER_RPL_ASYNC_RECONNECT_AUTO_POSITION_OFF(
            3991,
            "HY000",
            "Failed to enable Asynchronous Replication Connection Failover feature. The CHANGE REPLICATION SOURCE TO SOURCE_CONNECTION_AUTO_FAILOVER = 1 can only be set when SOURCE_AUTO_POSITION option of CHANGE REPLICATION SOURCE TO is enabled."),
    ER_DISABLE_AUTO_POSITION_REQUIRES_ASYNC_RECONNECT_OFF(
            3993,
            "HY000",
            "CHANGE REPLICATION SOURCE TO SOURCE_AUTO_POSITION = 0 cannot be executed because Asynchronous Replication Connection Failover is enabled i.e. CHANGE REPLICATION SOURCE TO SOURCE_CONNECTION_AUTO_FAILOVER = 1."),
    ER_INVALID_PARAMETER_USE(3994, "HY000", "Invalid use of parameters in '%s'"),
    ER_CHARACTER_SET_MISMATCH(
            3995,
            "HY000",
            "Character set '%s' cannot be used in conjunction with '%s' in call to %s."),
    ER_WARN_VAR_VALUE_CHANGE_NOT_SUPPORTED(
            3996,
            "HY000",
            "Changing %s not supported on this platform. Falling back to the default."),
    ER_INVALID_TIME_ZONE_INTERVAL(3997, "HY000", "Invalid time zone interval: '%s'"),
    ER_INVALID_CAST(3998, "HY000", "Cannot cast value to %s."),
    ER_HYPERGRAPH_NOT_SUPPORTED_YET(
            3999, "42000", "The hypergraph optimizer does not yet support '%s'"),
    ER_DA_ERROR_LOG_MULTIPLE_FILTERS(
            4003,
            "HY000",
            "@@global.log_error_services lists more than one log-filter service. This is discouraged as it will make it hard to understand which rule in which filter affected a log-event."),
    ER_STARTING_REPLICA_MONITOR_IO_THREAD(
            4012, "HY000", "The Replica Monitor thread failed to start."),
    ER_SPATIAL_CANT_HAVE_NULL(1252, "42000", "All parts of a SPATIAL index must be NOT NULL"),
    ER_SPATIAL_MUST_HAVE_GEOM_COL(
            1687, "42000", "A SPATIAL index may only contain a geometrical type column"),
    ER_GIS_INVALID_DATA(3037, "22023", "Invalid GIS data provided to function %s."),
    ER_UNEXPECTED_GEOMETRY_TYPE(
            3516, "22S01", "%s value is a geometry of unexpected type %s in %s."),
    ER_SRS_NOT_FOUND(3548, "SR001", "There's no spatial reference system with SRID %s."),
    ER_LONGITUDE_OUT_OF_RANGE(
            3616,
            "22S02",
            "Longitude %s is out of range in function %.192s. It must be within (%s, %s]."),
    ER_LATITUDE_OUT_OF_RANGE(
            3617,
            "22S03",
            "Latitude %s is out of range in function %.192s. It must be within [%s, %s]."),
    ER_WRONG_SRID_FOR_COLUMN(
            3643,
            "HY000",
            "The SRID of the geometry does not match the SRID of the column '%.64s'. The SRID of the geometry is %s, but the SRID of the column is %s. Consider changing the SRID of the geometry or the SRID property of the column."),
    ER_BAD_NULL_ERROR_NOT_IGNORED(3673, "23000", "Column '%.192s' cannot be null"),
    ER_WARN_USELESS_SPATIAL_INDEX(
            3674,
            "HY000",
            "The spatial index on column '%.192s' will not be used by the query optimizer since the column does not have an SRID attribute. Consider adding an SRID attribute to the column."),
    ER_SRS_NOT_GEOGRAPHIC(
            3726,
            "22S00",
            "Function %.192s is only defined for geographic spatial reference systems, but one of its arguments is in SRID %s, which is not geographic."),
    ER_SPATIAL_UNIQUE_INDEX(3728, "HY000", "Spatial indexes can't be primary or unique indexes."),
    ER_UNUSED1(1150, "HY000", "Delayed insert thread couldn't get requested lock for table %.192s"),
    ER_SERVER_IS_IN_SECURE_AUTH_MODE(
            1275,
            "HY000",
            "Server is running in --secure-auth mode, but '%s'@'%s' has a password in the old format; please change the password to the new format"),
    ER_WARN_QC_RESIZE(
            1282, "HY000", "Query cache failed to set size %s; new query cache size is %s"),
    ER_OPTION_PREVENTS_STATEMENT(
            1290,
            "HY000",
            "The MySQL server is running with the %s option so it cannot execute this statement"),
    ER_SP_GOTO_IN_HNDLR(1358, "HY000", "GOTO is not allowed in a stored procedure handler"),
    ER_PASSWD_LENGTH(1372, "HY000", "Password hash should be a %s-digit hexadecimal number"),
    ER_ORDER_WITH_PROC(1386, "HY000", "Can't use ORDER clause with this procedure"),
    ER_XAER_NOTA(1397, "XAE04", "XAER_NOTA: Unknown XID"),
    ER_XAER_RMFAIL(
            1399,
            "XAE07",
            "XAER_RMFAIL: The command cannot be executed when global transaction is in the  %.64s state"),
    ER_XAER_OUTSIDE(1400, "XAE09", "XAER_OUTSIDE: Some work is done outside global transaction"),
    ER_XAER_RMERR(
            1401,
            "XAE03",
            "XAER_RMERR: Fatal error occurred in the transaction branch - check your data for consistency"),
    ER_XA_RBROLLBACK(1402, "XA100", "XA_RBROLLBACK: Transaction branch was rolled back"),
    ER_SP_NOT_VAR_ARG(
            1414,
            "42000",
            "OUT or INOUT argument %s for routine %s is not a variable or NEW pseudo-variable in BEFORE trigger"),
    ER_CANT_CREATE_GEOMETRY_OBJECT(
            1416, "22003", "Cannot get geometry object from data you send to the GEOMETRY field"),
    ER_BINLOG_UNSAFE_ROUTINE(
            1418,
            "HY000",
            "This function has none of DETERMINISTIC, NO SQL, or READS SQL DATA in its declaration and binary logging is enabled (you *might* want to use the less safe log_bin_trust_function_creators variable)"),
    ER_BINLOG_CREATE_ROUTINE_NEED_SUPER(
            1419,
            "HY000",
            "You do not have the SUPER privilege and binary logging is enabled (you *might* want to use the less safe log_bin_trust_function_creators variable)"),
    ER_EXEC_STMT_WITH_OPEN_CURSOR(
            1420,
            "HY000",
            "You can't execute a prepared statement which has an open cursor associated with it. Reset the statement to re-execute it."),
    ER_TRG_IN_WRONG_SCHEMA(1435, "HY000", "Trigger in wrong schema"),
    ER_SP_BAD_VAR_SHADOW(1453, "42000", "Variable '%.64s' must be quoted with `...`, or renamed"),
    ER_SP_RECURSION_LIMIT(
            1456,
            "HY000",
            "Recursive limit %s (as set by the max_sp_recursion_depth variable) was exceeded for routine %.192s"),
    ER_SP_WRONG_NAME(1458, "42000", "Incorrect routine name '%.192s'"),
    ER_SP_NO_AGGREGATE(1460, "42000", "AGGREGATE is not supported for stored functions"),
    ER_PARTITION_MAXVALUE_ERROR(
            1481, "HY000", "MAXVALUE can only be used in last partition definition"),
    ER_PARTITION_WRONG_NO_PART_ERROR(
            1484, "HY000", "Wrong number of partitions defined, mismatch with previous setting"),
    ER_PARTITION_FUNC_NOT_ALLOWED_ERROR(
            1491, "HY000", "The %.192s function returns the wrong type"),
    ER_PARTITIONS_MUST_BE_DEFINED_ERROR(
            1492, "HY000", "For %.64s partitions each partition must be defined"),
    ER_SUBPARTITION_ERROR(
            1500,
            "HY000",
            "It is only possible to mix RANGE/LIST partitioning with HASH/KEY partitioning for subpartitioning"),
    ER_CANT_CREATE_HANDLER_FILE(1501, "HY000", "Failed to create specific handler file"),
    ER_PARTITION_MGMT_ON_NONPARTITIONED(
            1505, "HY000", "Partition management on a not partitioned table is not possible"),
    ER_FOREIGN_KEY_ON_PARTITIONED(
            1506, "HY000", "Foreign keys are not yet supported in conjunction with partitioning"),
    ER_DROP_PARTITION_NON_EXISTENT(1507, "HY000", "Error in list of partitions to %.64s"),
    ER_DROP_LAST_PARTITION(1508, "HY000", "Cannot remove all partitions, use DROP TABLE instead"),
    ER_COALESCE_ONLY_ON_HASH_PARTITION(
            1509, "HY000", "COALESCE PARTITION can only be used on HASH/KEY partitions"),
    ER_ONLY_ON_RANGE_LIST_PARTITION(
            1512, "HY000", "%.64s PARTITION can only be used on RANGE/LIST partitions"),
    ER_ADD_PARTITION_SUBPART_ERROR(
            1513, "HY000", "Trying to Add partition(s) with wrong number of subpartitions"),
    ER_ADD_PARTITION_NO_NEW_PARTITION(1514, "HY000", "At least one partition must be added"),
    ER_SAME_NAME_PARTITION(1517, "HY000", "Duplicate partition name %.192s"),
    ER_NO_PARTITION_FOR_GIVEN_VALUE(1526, "HY000", "Table has no partition for value %.64s"),
    ER_BINLOG_ROW_WRONG_TABLE_DEF(
            1535, "HY000", "Table definition on source and replica does not match: %s"),
    ER_BINLOG_ROW_RBR_TO_SBR(
            1536,
            "HY000",
            "Replica running with --log-replica-updates must use row-based binary logging to be able to replicate row-based binary log events"),
    ER_EVENT_DATA_TOO_LONG(1552, "HY000", "Data for column '%s' too long"),
    ER_TEMP_TABLE_PREVENTS_SWITCH_OUT_OF_RBR(
            1559,
            "HY000",
            "Cannot switch out of the row-based binary log format when the session has open temporary tables"),
    ER_PARTITION_FUNCTION_IS_NOT_ALLOWED(1564, "HY000", "This partition function is not allowed"),
    ER_EVENT_MODIFY_QUEUE_ERROR(1570, "HY000", "Internal scheduler error %s"),
    ER_PARTITION_MERGE_ERROR(1572, "HY000", "Engine cannot be used in partitioned tables"),
    ER_DUP_ENTRY_WITH_KEY_NAME(1586, "23000", "Duplicate entry '%.64s' for key '%.385s'"),
    ER_REPLICA_IGNORE_SERVER_IDS(
            1650,
            "HY000",
            "The requested server id %s clashes with the replica startup option --replicate-same-server-id"),
    ER_SAME_NAME_PARTITION_FIELD(1652, "HY000", "Duplicate partition field name '%.192s'"),
    ER_PARTITION_COLUMN_LIST_ERROR(
            1653, "HY000", "Inconsistency in usage of column lists for partitioning"),
    ER_TOO_MANY_PARTITION_FUNC_FIELDS_ERROR(1655, "HY000", "Too many fields in '%.192s'"),
    ER_FIELD_TYPE_NOT_ALLOWED_AS_PARTITION_FIELD(
            1659, "HY000", "Field '%.192s' is of a not allowed type for this type of partitioning"),
    ER_PARTITION_FIELDS_TOO_LONG(
            1660, "HY000", "The total length of the partitioning fields is too large"),
    ER_WARN_DEPRECATED_SYNTAX_NO_REPLACEMENT(
            1681, "HY000", "%s is deprecated and will be removed in a future release."),
    ER_REPLICA_HEARTBEAT_VALUE_OUT_OF_RANGE_MAX(
            1704,
            "HY000",
            "The requested value for the heartbeat period exceeds the value of `replica_net_timeout' seconds. A sensible value for the period should be less than the timeout."),
    ER_BINLOG_UNSAFE_CREATE_IGNORE_SELECT(
            1717,
            "HY000",
            "CREATE... IGNORE SELECT is unsafe because the order in which rows are retrieved by the SELECT determines which (if any) rows are ignored. This order cannot be predicted and may differ on source and the replica."),
    ER_BINLOG_UNSAFE_INSERT_TWO_KEYS(
            1724,
            "HY000",
            "INSERT... ON DUPLICATE KEY UPDATE  on a table with more than one UNIQUE KEY is unsafe"),
    ER_ONLY_FD_AND_RBR_EVENTS_ALLOWED_IN_BINLOG_STATEMENT(
            1730,
            "HY000",
            "Only Format_description_log_event and row events are allowed in BINLOG statements (but %s was provided)"),
    ER_PARTITION_EXCHANGE_DIFFERENT_OPTION(
            1731, "HY000", "Non matching attribute '%.64s' between partition and table"),
    ER_PARTITION_EXCHANGE_PART_TABLE(
            1732, "HY000", "Table to exchange with partition is partitioned: '%.64s'"),
    ER_PARTITION_EXCHANGE_TEMP_TABLE(
            1733, "HY000", "Table to exchange with partition is temporary: '%.64s'"),
    ER_UNKNOWN_PARTITION(1735, "HY000", "Unknown partition '%.64s' in table '%.64s'"),
    ER_ROW_DOES_NOT_MATCH_PARTITION(1737, "HY000", "Found a row that does not match the partition"),
    ER_BINLOG_CACHE_SIZE_GREATER_THAN_MAX(
            1738,
            "HY000",
            "Option binlog_cache_size (%s) is greater than max_binlog_cache_size (%s); setting binlog_cache_size equal to max_binlog_cache_size."),
    ER_PARTITION_EXCHANGE_FOREIGN_KEY(
            1740, "HY000", "Table to exchange with partition has foreign key references: '%.64s'"),
    ER_NO_SUCH_KEY_VALUE(
            1741, "HY000", "Key value '%.192s' was not found in table '%.192s.%.192s'"),
    ER_NETWORK_READ_EVENT_CHECKSUM_FAILURE(
            1743,
            "HY000",
            "Replication event checksum verification failed while reading from network."),
    ER_ROW_DOES_NOT_MATCH_GIVEN_PARTITION_SET(
            1748, "HY000", "Found a row not matching the given partition set"),
    ER_GTID_NEXT_IS_NOT_IN_GTID_NEXT_LIST(
            1767,
            "HY000",
            "The system variable @@SESSION.GTID_NEXT has the value %.200s, which is not listed in @@SESSION.GTID_NEXT_LIST."),
    ER_REPLICA_CONFIGURATION(
            1794,
            "HY000",
            "Replica is not configured or failed to initialize properly. You must at least set --server-id to enable either a source or a replica. Additional error messages can be found in the MySQL error log."),
    ER_UNUSED5(
            1834,
            "HY000",
            "Cannot delete rows from table which is parent in a foreign key constraint '%.192s' of table '%.192s'"),
    ER_GTID_NEXT_TYPE_UNDEFINED_GTID(
            1837,
            "HY000",
            "When @@SESSION.GTID_NEXT is set to a GTID, you must explicitly set it to a different value after a COMMIT or ROLLBACK. Please check GTID_NEXT variable manual page for detailed explanation. Current @@SESSION.GTID_NEXT is '%s'."),
    ER_ALTER_OPERATION_NOT_SUPPORTED_REASON_PARTITION(
            1848, "HY000", "Partition specific operations do not yet support LOCK/ALGORITHM"),
    ER_UNUSED6(
            1852,
            "HY000",
            "Creating unique indexes with IGNORE requires COPY algorithm to remove duplicate rows"),
    ER_SQL_REPLICA_SKIP_COUNTER_NOT_SETTABLE_IN_GTID_MODE(
            1858,
            "HY000",
            "sql_replica_skip_counter can not be set when the server is running with @@GLOBAL.GTID_MODE = ON. Instead, for each transaction that you want to skip, generate an empty transaction with the same GTID as the transaction"),
    ER_ROW_IN_WRONG_PARTITION(1863, "HY000", "Found a row in wrong partition %s"),
    ER_MTA_EVENT_BIGGER_PENDING_JOBS_SIZE_MAX(
            1864,
            "HY000",
            "Cannot schedule event %s, relay-log name %s, position %s to Worker thread because its size %s exceeds %s of replica_pending_jobs_size_max."),
    ER_INNODB_NO_FT_USES_PARSER(
            1865, "HY000", "Cannot CREATE FULLTEXT INDEX WITH PARSER on InnoDB table"),
    ER_GTID_UNSAFE_BINLOG_SPLITTABLE_STATEMENT_AND_ASSIGNED_GTID(
            1884,
            "HY000",
            "Cannot execute statement because it needs to be written to the binary log as multiple statements, and this is not allowed when @@SESSION.GTID_NEXT == 'UUID:NUMBER'."),
    ER_UNSUPPORTED_BY_REPLICATION_THREAD(3063, "HY000", "Cannot %s from a replica thread."),
    ER_VTOKEN_PLUGIN_TOKEN_MISMATCH(
            3136, "HY000", "Version token mismatch for %s. Correct value %s"),
    ER_INVALID_CAST_TO_JSON(3147, "22032", "Cannot CAST value to JSON."),
    ER_REGEXP_INDEX_OUTOFBOUNDS_ERROR(
            3686, "HY000", "Index out of bounds in regular expression search."),
    ER_REGEXP_INTERNAL_ERROR(3687, "HY000", "Internal error in the regular expression library."),
    ER_REGEXP_RULE_SYNTAX(
            3688, "HY000", "Syntax error in regular expression on line %s, character %s."),
    ER_REGEXP_BAD_ESCAPE_SEQUENCE(
            3689, "HY000", "Unrecognized escape sequence in regular expression."),
    ER_REGEXP_UNIMPLEMENTED(
            3690,
            "HY000",
            "The regular expression contains a feature that is not implemented in this library version."),
    ER_REGEXP_MISMATCHED_PAREN(3691, "HY000", "Mismatched parenthesis in regular expression."),
    ER_REGEXP_MAX_LT_MIN(
            3693, "HY000", "The maximum is less than the minumum in a {min,max} interval."),
    ER_REGEXP_INVALID_BACK_REF(3694, "HY000", "Invalid back-reference in regular expression."),
    ER_REGEXP_MISSING_CLOSE_BRACKET(
            3696, "HY000", "The regular expression contains an unclosed bracket expression."),
    ER_RESERVED_TABLESPACE_NAME(
            3723,
            "HY000",
            "The table '%.192s' may not be created in the reserved tablespace '%.192s'."),
    ER_INDEX_TYPE_NOT_SUPPORTED_FOR_SPATIAL_INDEX(
            3729, "HY000", "The index type %.20s is not supported for spatial indexes."),
    ER_DEPENDENT_BY_CHECK_CONSTRAINT(
            3959,
            "HY000",
            "Check constraint '%.192s' uses column '%.192s', hence column cannot be dropped or renamed."),
    ER_CLIENT_LOCAL_FILES_DISABLED(
            3948,
            "42000",
            "Loading local data is disabled; this must be enabled on both the client and server sides"),
    ER_CLIENT_INTERACTION_TIMEOUT(
            4031,
            "HY000",
            "The client was disconnected by the server because of inactivity. See wait_timeout and interactive_timeout for configuring this behavior."),
    ER_REGEXP_MISSING_FILE(4078, "HY000", "Missing data file in regular expression library."),
    ER_WARN_DEPRECATED_COLLATION(
            4079,
            "HY000",
            "'%.64s' is a collation of the deprecated character set %s. Please consider using %s with an appropriate collation instead."),
    ER_CONCURRENT_PROCEDURE_USAGE(
            4080,
            "HY000",
            "The %s was called when there was already another concurrent call to this procedure. No action was taken. Wait for other calls to %s to finish before retrying."),
    ER_DA_CONN_LIMIT(
            4082,
            "HY000",
            "Connection closed. Connection memory limit %su bytes exceeded. Consumed %su bytes."),
    ER_ALTER_OPERATION_NOT_SUPPORTED_REASON_COLUMN_TYPE_INSTANT(
            4083, "HY000", "Need to rebuild the table to change column type"),
    ER_FK_NO_UNIQUE_INDEX_PARENT(
            6125,
            "HY000",
            "Failed to add the foreign key constraint. Missing unique key for constraint '%s' in the referenced table '%s'");

    private static final Map<Integer, MySqlError> BY_CODE = new HashMap<>();

    static {
        for (MySqlError error : values()) {
            BY_CODE.putIfAbsent(error.code, error);
        }
    }

    private final int code;
    private final String sqlState;
    private final String pattern;
    private final int parameters;

    MySqlError(int code, String sqlState, String pattern) {
        this.code = code;
        this.sqlState = sqlState;
        this.pattern = pattern;
        this.parameters = count(pattern);
    }

    private static int count(String pattern) {
        int n = 0;
        for (int i = 0; i < pattern.length() - 1; i++) {
            if (pattern.charAt(i) == '%') {
                if (pattern.charAt(i + 1) != '%') {
                    n++;
                }
                i++;
            }
        }
        return n;
    }

    /** The entry with a number; null if the catalogue lacks it. */
    public static @Nullable MySqlError byCode(int code) {
        return BY_CODE.get(code);
    }

    public int code() {
        return code;
    }

    public String sqlState() {
        return sqlState;
    }

    /** How many arguments the text takes. */
    public int parameters() {
        return parameters;
    }

    /** The text with its arguments filled in; missing ones are left empty. */
    public String message(Object... arguments) {
        Object[] all = arguments;
        if (arguments.length < parameters) {
            all = Arrays.copyOf(arguments, parameters);
            Arrays.fill(all, arguments.length, parameters, "");
        }
        return String.format(Locale.ROOT, pattern, all);
    }
}
