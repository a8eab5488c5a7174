package io.gantry.server.transport;

import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The header {@code date} (RFC 9110, section 6.6.1), written once a second. */
record ResponseDate(long second, AsciiString text) {

    private static final long MILLIS = 1000;
    private static volatile ResponseDate latest = at(0);

    static CharSequence now() {
        long second = System.currentTimeMillis() / MILLIS;
        ResponseDate known = latest;
        if (known.second() != second) {
            known = at(second);
            latest = known;
        }
        return known.text();
    }

    private static ResponseDate at(long second) {
        String text = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.ofEpochSecond(second).atOffset(ZoneOffset.UTC));
        return new ResponseDate(second, AsciiString.of(text));
    }
}
