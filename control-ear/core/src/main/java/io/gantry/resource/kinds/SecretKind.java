package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.ConfigColumns;
import io.gantry.resource.validation.ConfigRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Secret. */
final class SecretKind implements Strategy {

    private SecretKind() {}

    static ResourceDefinition definition() {
        return Definition.core("Secret", "secrets").selectable("type").build(ConfigColumns.SECRET, new SecretKind());
    }

    /** {@code stringData} is for writing only: it lands in {@code data} and wins over what is there. */
    @Override
    public void applyDefaults(ObjectNode secret) {
        if (Nodes.text(secret, "type").isEmpty()) {
            secret.put("type", "Opaque");
        }
        JsonNode plain = secret.remove("stringData");
        if (plain != null && plain.isObject() && !plain.isEmpty()) {
            ObjectNode data = Nodes.child(secret, "data");
            plain.properties().forEach(entry -> data.put(entry.getKey(), encoded(entry.getValue())));
        }
    }

    private static String encoded(JsonNode text) {
        return Base64.getEncoder().encodeToString(text.asText("").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        ConfigRules.secret(Field.root(object, errors));
    }

    @Override
    public void validateUpdate(ObjectNode object, ObjectNode old, FieldErrors errors) {
        Field secret = Field.root(object, errors);
        secret.at("type").requireUnchanged(old.path("type"));
        ConfigRules.update(secret, old, List.of("data"));
    }

    @Override
    public List<String> warnings(ObjectNode secret) {
        return TlsPair.warnings(secret);
    }
}
