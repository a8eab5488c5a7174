package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What a user should know of a claim's spec that is valid but odd, wherever the spec is. */
public final class ClaimWarnings {

    private ClaimWarnings() {}

    /** @param path of the spec */
    public static List<String> ofSpec(JsonNode spec, String path) {
        List<String> warnings = new ArrayList<>();
        for (String list : List.of("requests", "limits")) {
            warnings.addAll(Amounts.fraction(
                    spec.path("resources").path(list).path("storage"), path + ".resources." + list + "[storage]"));
        }
        return warnings;
    }
}
