package io.daybreak.sql.session;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All system variables, from {@code system-variables.tsv}: one a line with scope, access, type,
 * bounds and default.
 *
 * <p>Source: MySQL 8.4 manual, section 7.1.8. Variables of features that Daybreak does not have are
 * left out.
 */
final class SystemVariables {
    private static final SortedMap<String, SystemVariable> ALL =
            Collections.unmodifiableSortedMap(load());

    private SystemVariables() {}

    static @Nullable SystemVariable find(String name) {
        return ALL.get(name.toLowerCase(Locale.ROOT));
    }

    /** In order of their names. */
    static Collection<SystemVariable> all() {
        return ALL.values();
    }

    private static SortedMap<String, SystemVariable> load() {
        SortedMap<String, SystemVariable> variables = new TreeMap<>();
        try (InputStream in =
                        Objects.requireNonNull(
                                SystemVariables.class.getResourceAsStream("system-variables.tsv"));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    SystemVariable variable = parse(line.split("\t", -1));
                    variables.put(variable.name(), variable);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return variables;
    }

    private static SystemVariable parse(String[] fields) {
        SystemVariable.Type type = SystemVariable.Type.valueOf(fields[3].toUpperCase(Locale.ROOT));
        boolean isEnum = type == SystemVariable.Type.ENUM;
        return new SystemVariable(
                fields[0],
                SystemVariable.Scope.valueOf(fields[1].toUpperCase(Locale.ROOT)),
                fields[2].equals("dynamic"),
                type,
                isEnum ? List.of(fields[4].split(",")) : List.of(),
                isEnum ? null : bound(fields[4]),
                bound(fields[5]),
                fields[6]);
    }

    private static @Nullable BigDecimal bound(String text) {
        return text.isEmpty() ? null : new BigDecimal(text);
    }
}
