package io.gantry.channel;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Json;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Reads {@code {"Width":80,"Height":24}}. */
public final class TerminalSize {

    private static final int MAX_BYTES = 200;
    private static final int MAX_CELLS = 65535;

    private TerminalSize() {}

    public static ClientMessage read(ByteBuffer data) {
        if (data.remaining() > MAX_BYTES) {
            return new ClientMessage.Nothing();
        }
        byte[] text = new byte[data.remaining()];
        data.get(text);
        try {
            JsonNode size = Json.MAPPER.readTree(text);
            int width = size.path("Width").asInt();
            int height = size.path("Height").asInt();
            boolean sensible = width > 0 && width <= MAX_CELLS && height > 0 && height <= MAX_CELLS;
            return sensible ? new ClientMessage.Resize(width, height) : new ClientMessage.Nothing();
        } catch (IOException e) {
            return new ClientMessage.Nothing(); // a size nobody can read changes nothing
        }
    }
}
