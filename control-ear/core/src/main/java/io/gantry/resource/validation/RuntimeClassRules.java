package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** RuntimeClasses. */
public final class RuntimeClassRules {

    private RuntimeClassRules() {}

    public static void check(Field object) {
        if (object.at("handler").requireFilled()) {
            FormatRules.dnsLabel(object.at("handler"));
        }
        Field overhead = object.at("overhead");
        if (overhead.isSet()) {
            overhead(overhead);
        }
        Field scheduling = object.at("scheduling");
        LabelRules.labels(scheduling.at("nodeSelector"));
        TolerationRules.tolerations(scheduling.at("tolerations"));
        Set<List<String>> seen = new HashSet<>();
        for (Field toleration : scheduling.items("tolerations")) {
            List<String> key = Stream.of("key", "operator", "value", "effect")
                    .map(part -> toleration.at(part).text())
                    .toList();
            if (!seen.add(key)) {
                toleration.duplicate();
            }
        }
    }

    /** Upstream checks it as the limits of a container. */
    private static void overhead(Field overhead) {
        ObjectNode limits = Json.object();
        limits.set("limits", overhead.at("podFixed").value().deepCopy());
        if (overhead.at("podFixed").isSet()) {
            ResourceRules.container(new Field(overhead.path(), limits, overhead.errors()));
        }
    }

    public static void update(Field object, JsonNode old) {
        object.at("handler").requireUnchanged(old.path("handler"));
    }
}
