package io.daybreak.sql.expr;

/** Lists all functions, by the classes that hold them. */
final class Functions {
    private Functions() {}

    static void registerAll(FunctionRegistry.Registrar to) {}
}
