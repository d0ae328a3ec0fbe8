package io.daybreak.sql.types;

import io.daybreak.sql.api.MySqlError;

/** JSON values as numbers. */
final class JsonText {
    private JsonText() {}

    /** A JSON scalar as a number; 0 with a warning for what is none. */
    static double toDouble(byte[] json, ConversionContext ctx) {
        if (json.length == 4 && json[0] == 't') {
            return 1;
        }
        if (json.length == 5 && json[0] == 'f') {
            return 0;
        }
        int from = json.length > 1 && json[0] == '"' ? 1 : 0;
        Numbers.Prefix prefix = new Numbers.Prefix();
        double value = prefix.toDouble(json, from, json.length - from);
        if (!prefix.isComplete()) {
            ctx.warn(MySqlError.ER_INVALID_JSON_VALUE_FOR_CAST, "DOUBLE", "", 0);
        }
        return value;
    }
}
