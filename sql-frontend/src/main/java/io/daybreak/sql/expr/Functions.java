package io.daybreak.sql.expr;

/** Lists all functions, by the classes that hold them. */
final class Functions {
    private Functions() {}

    static void registerAll(FunctionRegistry.Registrar to) {
        Arithmetic.register(to);
        Comparison.register(to);
        Logic.register(to);
        Control.register(to);
        Membership.register(to);
        Like.register(to);
        StringFunctions.register(to);
        NumericFunctions.register(to);
        EncodingFunctions.register(to);
        DateFunctions.register(to);
        SessionFunctions.register(to);
        RegexpFunctions.register(to);
        JsonFunctions.register(to);
        SpatialFunctions.register(to);
    }
}
