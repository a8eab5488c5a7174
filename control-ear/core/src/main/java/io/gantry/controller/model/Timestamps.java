package io.gantry.controller.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times as the API writes them: meta/v1 Time (whole seconds) and MicroTime (six decimals), both in UTC. */
public final class Timestamps {

    private static final DateTimeFormatter MICRO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /** {@code 2026-01-31T12:00:00Z}. */
    public static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** {@code 2026-01-31T12:00:00.000000Z}. */
    public static String micros(Instant time) {
        return MICRO.format(time);
    }

    /** Reads either form; empty for anything else. */
    public static Optional<Instant> read(JsonNode node) {
        if (!node.isTextual()) {
            return Optional.empty();
        }
        try {
            return Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(node.asText(), Instant::from));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
