package io.daybreak.sql.ddl;

public record SchemaDefinition(String charset, String collation) {
    public static SchemaDefinition of(byte[] b) {
        return new SchemaDefinition("utf8mb4", "utf8mb4_0900_ai_ci");
    }
}
