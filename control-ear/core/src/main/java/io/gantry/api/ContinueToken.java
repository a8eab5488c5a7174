package io.gantry.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.status.StatusException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a list goes on, in upstream's form. It carries no secret and no right: whoever makes one up reads what they may read
 * anyway.
 *
 * @param revision as of which the list is; {@link #INCONSISTENT} for the newest state
 * @param afterNamespace namespace of the last object that was given
 * @param afterName its name
 * @param since when the first page was read, in seconds since the epoch
 */
record ContinueToken(long revision, String afterNamespace, String afterName, long since) {

    static final long INCONSISTENT = -1;

    /** The end of the year 9999: later moments cannot be told as an Instant everywhere. */
    private static final long LATEST = 253_402_300_799L;

    private static final String VERSION = "meta.k8s.io/v1";

    static ContinueToken after(ApiObject last, long revision, long since) {
        return new ContinueToken(revision, last.namespace(), last.name(), since);
    }

    static ContinueToken parse(String text) {
        JsonNode token;
        try {
            token = Json.MAPPER.readTree(Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | IOException e) {
            throw invalid("not a token of this server");
        }
        if (!token.path("v").asText("").equals(VERSION)) {
            throw invalid("server does not recognize this encoded version "
                    + token.path("v").asText(""));
        }
        long revision = token.path("rv").asLong(0);
        if (revision == 0 || revision < INCONSISTENT) {
            throw invalid("incorrect encoded start resourceVersion (version " + VERSION + ")");
        }
        String start = token.path("start").asText("");
        int slash = start.indexOf('/');
        if (slash < 0 || slash != start.lastIndexOf('/') || !start.endsWith("\0")) {
            throw invalid("encoded start key empty (version " + VERSION + ")");
        }
        return new ContinueToken(
                revision,
                start.substring(0, slash),
                start.substring(slash + 1, start.length() - 1),
                Math.clamp(token.path("since").asLong(0), 0, LATEST));
    }

    private static StatusException invalid(String why) {
        return StatusException.badRequest("invalid continue token: continue key is not valid: " + why);
    }

    String encode() {
        ObjectNode token = Json.object()
                .put("v", VERSION)
                .put("rv", revision)
                .put("start", afterNamespace + "/" + afterName + "\0")
                .put("since", since);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.write(token));
    }

    ContinueToken inconsistent() {
        return new ContinueToken(INCONSISTENT, afterNamespace, afterName, since);
    }

    /** Whether an object comes after the last one that was given. */
    boolean precedes(ApiObject object) {
        int byNamespace = afterNamespace.compareTo(object.namespace());
        return byNamespace != 0 ? byNamespace < 0 : afterName.compareTo(object.name()) < 0;
    }
}
