package io.gantry.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.identity.RequestAttributes;
import io.gantry.identity.UserInfo;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What is written down of which requests (audit.k8s.io/v1 Policy): the first rule that matches decides, none means nothing. */
public final class AuditPolicy {

    private final List<AuditRule> rules;
    private final Set<String> omitStages;

    private AuditPolicy(List<AuditRule> rules, Set<String> omitStages) {
        this.rules = rules;
        this.omitStages = omitStages;
    }

    /**
     * What is to be done about one request.
     *
     * @param omitStages titles of stages that are left out
     */
    public record Choice(Level level, Set<String> omitStages) {

        boolean writes(Stage stage) {
            return level != Level.NONE && !omitStages.contains(stage.title());
        }
    }

    /** Reads a policy in YAML. Throws IllegalArgumentException, saying what is wrong. */
    public static AuditPolicy parse(String yaml) {
        Object tree = new Load(LoadSettings.builder().setLabel("audit policy").build()).loadFromString(yaml);
        JsonNode policy = Json.MAPPER.valueToTree(tree);
        if (!Nodes.text(policy, "kind").equals("Policy")
                || !Nodes.text(policy, "apiVersion").equals("audit.k8s.io/v1")) {
            throw new IllegalArgumentException("audit policy: expected kind Policy of audit.k8s.io/v1");
        }
        return new AuditPolicy(
                Nodes.objects(policy, "rules").stream().map(AuditRule::of).toList(),
                Set.copyOf(Nodes.texts(policy, "omitStages")));
    }

    public Choice choose(UserInfo user, RequestAttributes request) {
        for (AuditRule rule : rules) {
            if (rule.matches(user, request)) {
                Set<String> omitted = new HashSet<>(omitStages);
                omitted.addAll(rule.omitStages());
                return new Choice(rule.level(), Set.copyOf(omitted));
            }
        }
        return new Choice(Level.NONE, Set.of());
    }
}
