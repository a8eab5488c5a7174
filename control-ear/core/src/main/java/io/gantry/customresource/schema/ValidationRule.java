package io.gantry.customresource.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import java.util.Optional;

/**
 * A rule of {@code x-kubernetes-validations}.
 *
 * @param rule an expression that must hold
 * @param message said when it does not; empty for a standard one
 * @param messageExpression an expression that makes the message; empty for none
 * @param reason empty for {@code FieldValueInvalid}
 * @param fieldPath where the error is, from the schema of the rule on; empty for there
 * @param optionalOldSelf whether {@code oldSelf} is optional, if that is said
 */
public record ValidationRule(
        String rule,
        String message,
        String messageExpression,
        String reason,
        String fieldPath,
        Optional<Boolean> optionalOldSelf) {

    static ValidationRule read(JsonNode rule) {
        JsonNode optional = rule.path("optionalOldSelf");
        return new ValidationRule(
                Nodes.text(rule, "rule"),
                Nodes.text(rule, "message"),
                Nodes.text(rule, "messageExpression"),
                Nodes.text(rule, "reason"),
                Nodes.text(rule, "fieldPath"),
                optional.isBoolean() ? Optional.of(optional.booleanValue()) : Optional.empty());
    }

    /** Whether the rule also holds for what has no old value. */
    public boolean takesOptionalOldSelf() {
        return optionalOldSelf.orElse(false);
    }

    /** What the rule is called in errors. */
    public String shown() {
        return message.isEmpty() ? rule.strip() : message.strip();
    }
}
