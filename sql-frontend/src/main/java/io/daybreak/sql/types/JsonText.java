package io.daybreak.sql.types;

import io.daybreak.sql.api.MySqlError;
import java.math.BigDecimal;

/**
 * JSON values as numbers: true and false, numbers, and what a string begins with; 0 for the rest.
 * What is no number is complained about as ER_INVALID_JSON_VALUE_FOR_CAST, which a strict DML
 * statement makes an error. MySQL's text has the name of the column or function that the value
 * comes from; a conversion does not know it.
 */
final class JsonText {
    /** In texts, for the name of what the value comes from. */
    static final String SOURCE = "json";

    private JsonText() {}

    /** An integer is taken as it is, unsigned ones beyond BIGINT by their bits. */
    static long toLong(byte[] json, ConversionContext ctx) {
        Numbers.Prefix prefix = new Numbers.Prefix();
        int from = start(json);
        if (from > 0) {
            long value = prefix.toLong(json, from, json.length - from);
            check(prefix, "INTEGER", ctx);
            return value;
        }
        long value = prefix.toLong(json, 0, json.length);
        return prefix.isComplete() ? value : Numbers.toLong(toDouble(json, "INTEGER", ctx));
    }

    static BigDecimal toDecimal(byte[] json, ConversionContext ctx) {
        return toDecimal(json, "DECIMAL", ctx);
    }

    /**
     * @param target as what MySQL's text names the type that is wanted
     */
    static BigDecimal toDecimal(byte[] json, String target, ConversionContext ctx) {
        if (isTruth(json)) {
            return json[0] == 't' ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        Numbers.Prefix prefix = new Numbers.Prefix();
        int from = start(json);
        BigDecimal value = prefix.toDecimal(json, from, json.length - from);
        check(prefix, target, ctx);
        return value;
    }

    static double toDouble(byte[] json, ConversionContext ctx) {
        return toDouble(json, "DOUBLE", ctx);
    }

    private static double toDouble(byte[] json, String target, ConversionContext ctx) {
        if (isTruth(json)) {
            return json[0] == 't' ? 1 : 0;
        }
        Numbers.Prefix prefix = new Numbers.Prefix();
        int from = start(json);
        double value = prefix.toDouble(json, from, json.length - from);
        check(prefix, target, ctx);
        return value;
    }

    /** Behind the quote of a string. */
    private static int start(byte[] json) {
        return json.length > 1 && json[0] == '"' ? 1 : 0;
    }

    private static boolean isTruth(byte[] json) {
        return json.length == 4 && json[0] == 't' || json.length == 5 && json[0] == 'f';
    }

    private static void check(Numbers.Prefix prefix, String target, ConversionContext ctx) {
        if (!prefix.isComplete()) {
            long row = ctx instanceof StoreContext storing ? storing.row() : 1;
            ctx.warn(MySqlError.ER_INVALID_JSON_VALUE_FOR_CAST, target, "", SOURCE, row);
        }
    }
}
