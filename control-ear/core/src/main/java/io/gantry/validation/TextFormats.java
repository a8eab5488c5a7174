package io.gantry.validation;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Base64;

/** Formats of strings that schemas and expressions name alike (OpenAPI data types). */
public final class TextFormats {

    private TextFormats() {}

    /** {@code byte}: with its padding. */
    public static boolean isBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return text.length() % 4 == 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** {@code date}: {@code 2026-01-31} (RFC 3339, full-date). */
    public static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** {@code date-time} (RFC 3339). */
    public static boolean isDateTime(String text) {
        try {
            OffsetDateTime.parse(text);
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
