package io.daybreak.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@link Bytes} for options. */
final class BytesConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            return Bytes.parse(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
