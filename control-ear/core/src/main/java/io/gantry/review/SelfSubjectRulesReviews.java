package io.gantry.review;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.identity.RuleResolver;
import io.gantry.identity.RuleResolver.Rules;
import io.gantry.identity.UserInfo;
import io.gantry.object.Json;
import io.gantry.object.Nodes;
import io.gantry.resource.Strategy;
import io.gantry.status.StatusException;
import java.util.List;

/** What the asking user may do in a namespace: {@code kubectl auth can-i --list}. */
record SelfSubjectRulesReviews(RuleResolver resolver) implements Strategy.Answer {

    @Override
    public ObjectNode to(ObjectNode review, String place, UserInfo asking) {
        String namespace = Nodes.text(review.path("spec"), "namespace");
        if (namespace.isEmpty()) {
            throw StatusException.badRequest("no namespace on request");
        }
        Rules rules = resolver.rulesFor(asking, namespace);
        ObjectNode answer = Json.object();
        answer.set("kind", review.get("kind"));
        answer.set("apiVersion", review.get("apiVersion"));
        answer.putObject("metadata");
        answer.putObject("spec");
        ObjectNode status = answer.putObject("status");
        ArrayNode resources = status.putArray("resourceRules");
        for (RuleResolver.ResourceRule rule : rules.resourceRules()) {
            ObjectNode shown = resources.addObject();
            put(shown, "verbs", rule.verbs());
            put(shown, "apiGroups", rule.apiGroups());
            put(shown, "resources", rule.resources());
            put(shown, "resourceNames", rule.resourceNames());
        }
        ArrayNode urls = status.putArray("nonResourceRules");
        for (RuleResolver.NonResourceRule rule : rules.nonResourceRules()) {
            ObjectNode shown = urls.addObject();
            put(shown, "verbs", rule.verbs());
            put(shown, "nonResourceURLs", rule.nonResourceUrls());
        }
        status.put("incomplete", rules.incomplete());
        if (!rules.error().isEmpty()) {
            status.put("evaluationError", rules.error());
        }
        return answer;
    }

    private static void put(ObjectNode rule, String field, List<String> texts) {
        if (!texts.isEmpty()) {
            texts.forEach(rule.putArray(field)::add);
        }
    }
}
