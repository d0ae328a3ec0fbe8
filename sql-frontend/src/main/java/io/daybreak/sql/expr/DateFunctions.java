package io.daybreak.sql.expr;

/** Functions over dates and times: now, parts, arithmetic, conversions. */
final class DateFunctions {
    private DateFunctions() {}

    static void register(FunctionRegistry.Registrar to) {
        DateNow.register(to);
        DateParts.register(to);
        DateArithmetic.register(to);
        DateConversions.register(to);
        DateFormats.register(to);
    }
}
