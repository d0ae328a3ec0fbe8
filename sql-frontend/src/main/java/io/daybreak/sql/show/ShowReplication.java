package io.daybreak.sql.show;

import io.daybreak.sql.api.MySqlError;
import io.daybreak.sql.api.SqlException;
import io.daybreak.sql.ast.Show;

/** SHOW of binary logs and replicas: there are none; the storage replicates. */
final class ShowReplication {
    private ShowReplication() {}

    static ShowResult of(Show.Kind kind) {
        return switch (kind) {
            case BINARY_LOGS -> throw new SqlException(MySqlError.ER_NO_BINARY_LOGGING);
            case BINARY_LOG_STATUS ->
                    ShowResult.ofTexts(
                            "File",
                            "Position",
                            "Binlog_Do_DB",
                            "Binlog_Ignore_DB",
                            "Executed_Gtid_Set");
            case BINLOG_EVENTS, RELAYLOG_EVENTS ->
                    ShowResult.ofTexts(
                            "Log_name", "Pos", "Event_type", "Server_id", "End_log_pos", "Info");
            case REPLICAS ->
                    ShowResult.ofTexts("Server_Id", "Host", "Port", "Source_Id", "Replica_UUID");
            case REPLICA_STATUS ->
                    ShowResult.ofTexts(
                            "Replica_IO_State",
                            "Source_Host",
                            "Source_User",
                            "Source_Port",
                            "Connect_Retry",
                            "Source_Log_File",
                            "Read_Source_Log_Pos",
                            "Relay_Log_File",
                            "Relay_Log_Pos",
                            "Relay_Source_Log_File",
                            "Replica_IO_Running",
                            "Replica_SQL_Running",
                            "Seconds_Behind_Source",
                            "Last_Errno",
                            "Last_Error");
            default ->
                    throw new SqlException(
                            MySqlError.ER_NOT_SUPPORTED_YET,
                            "SHOW " + kind.name().replace('_', ' '));
        };
    }
}
