package io.gantry.customresource;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.discovery.VersionOrder;
import io.gantry.object.Nodes;
import java.util.Optional;

/** What clients of a deprecated version are told when its definition does not say. */
record VersionAdvice(Declaration declaration) {

    String instead(JsonNode deprecated) {
        String name = Nodes.text(deprecated, "name");
        String kind = Nodes.text(declaration.spec().path("names"), "kind");
        String warning = declaration.group() + "/" + name + " " + kind + " is deprecated";
        return newer(name)
                .map(better -> warning + "; use " + declaration.group() + "/" + better + " " + kind)
                .orElse(warning);
    }

    private Optional<String> newer(String name) {
        return declaration.versions().stream()
                .filter(version -> version.path("served").asBoolean()
                        && !version.path("deprecated").asBoolean())
                .map(version -> Nodes.text(version, "name"))
                .filter(other -> VersionOrder.PREFERRED_FIRST.compare(other, name) < 0)
                .min(VersionOrder.PREFERRED_FIRST);
    }
}
