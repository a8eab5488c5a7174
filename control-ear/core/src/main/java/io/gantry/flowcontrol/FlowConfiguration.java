package io.gantry.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import io.gantry.resource.validation.DefaultFlows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All schemas that lead to a level that exists, in the order in which they are tried, and all levels. */
record FlowConfiguration(List<FlowSchema> schemas, Map<String, LevelSettings> levels) {

    private static final List<String> MANDATORY = List.of("exempt", "catch-all");
    private static final Comparator<FlowSchema> ORDER =
            Comparator.comparingInt(FlowSchema::precedence).thenComparing(FlowSchema::name);

    static FlowConfiguration of(List<? extends JsonNode> schemas, List<? extends JsonNode> levels) {
        Map<String, LevelSettings> settings = new LinkedHashMap<>();
        withMandatory(levels, DefaultFlows.priorityLevels()).stream()
                .map(LevelSettings::of)
                .forEach(level -> settings.put(level.name(), level));
        List<FlowSchema> usable = withMandatory(schemas, DefaultFlows.flowSchemas()).stream()
                .map(FlowSchema::of)
                .filter(schema -> settings.containsKey(schema.level()))
                .sorted(ORDER)
                .toList();
        return new FlowConfiguration(usable, settings);
    }

    /** Requests need somewhere to go even when somebody has deleted everything. */
    private static List<JsonNode> withMandatory(List<? extends JsonNode> present, List<ObjectNode> defaults) {
        List<JsonNode> all = new ArrayList<>(present);
        List<String> names = present.stream().map(FlowConfiguration::name).toList();
        defaults.stream()
                .filter(object -> MANDATORY.contains(name(object)) && !names.contains(name(object)))
                .forEach(all::add);
        return all;
    }

    private static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    /** The schema of a request; the last one takes whatever no other has taken. */
    FlowSchema classify(UserInfo user, RequestAttributes request) {
        for (FlowSchema schema : schemas) {
            if (schema.matches(user, request)) {
                return schema;
            }
        }
        return schemas.stream()
                .filter(schema -> schema.name().equals("catch-all"))
                .findFirst()
                .orElseThrow();
    }
}
