package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Nodes;
import java.util.List;
import java.util.Optional;

/** PriorityLevelConfigurations: how many requests of a level are served at once, and how the others wait. */
public final class PriorityLevelRules {

    private static final String EXEMPT = "Exempt";
    private static final String LIMITED = "Limited";
    private static final int MAX_QUEUES = 10_000_000;
    private static final int HASH_BITS = 60;
    private static final String ROUND_TRIP = "flowcontrol.k8s.io/v1beta3-preserve-zero-concurrency-shares";

    private PriorityLevelRules() {}

    public static void check(Field object) {
        Field annotations = object.at("metadata").at("annotations");
        if (annotations.value().has(ROUND_TRIP)) {
            annotations.forbidden("annotation '" + ROUND_TRIP + "' is forbidden");
        }
        Field spec = object.at("spec");
        String name = object.at("metadata").at("name").text();
        Field type = spec.at("type");
        if (name.equals("exempt") != type.is(EXEMPT)) {
            type.invalid("must be 'Exempt' if and only if `name` is 'exempt'");
        }
        Field limited = spec.at("limited");
        Field exempt = spec.at("exempt");
        switch (type.text()) {
            case EXEMPT -> {
                limited.forbidIfSet("must be nil if the type is not Limited");
                shares(exempt);
            }
            case LIMITED -> {
                exempt.forbidIfSet("must be nil if the type is Limited");
                if (limited.isSet()) {
                    limited(limited);
                } else {
                    limited.required("must not be empty when type is Limited");
                }
            }
            default -> type.notSupported(List.of(EXEMPT, LIMITED));
        }
        mandatory(spec, name);
    }

    private static void shares(Field level) {
        Field shares = level.at("nominalConcurrencyShares");
        if (shares.number() < 0) {
            shares.invalid("must be a non-negative integer");
        }
        Field percent = level.at("lendablePercent");
        percent.invalid(FormatRules.inRange(percent.number(), 0, 100));
    }

    private static void limited(Field limited) {
        shares(limited);
        Field response = limited.at("limitResponse");
        Field queuing = response.at("queuing");
        switch (response.at("type").text()) {
            case "Reject" -> queuing.forbidIfSet("must be nil if limited.limitResponse.type is not Limited");
            case "Queue" -> {
                if (queuing.isSet()) {
                    queuing(queuing);
                } else {
                    queuing.required("must not be empty if limited.limitResponse.type is Limited");
                }
            }
            default -> response.at("type").notSupported(List.of("Queue", "Reject"));
        }
        if (limited.at("borrowingLimitPercent").number() < 0) {
            limited.at("borrowingLimitPercent").invalid("if specified, must be a non-negative integer");
        }
    }

    private static void queuing(Field queuing) {
        positive(queuing.at("queueLengthLimit"));
        Field queues = queuing.at("queues");
        positive(queues);
        if (queues.number() > MAX_QUEUES) {
            queues.invalid("must not be greater than " + MAX_QUEUES);
        }
        Field hand = queuing.at("handSize");
        positive(hand);
        if (hand.number() <= 0) {
            return;
        }
        // each request draws a hand of queues by the bits of one hash, which must be enough
        long bits = (long) Math.ceil(Math.log(queues.number()) / Math.log(2) * hand.number());
        if (hand.number() > queues.number()) {
            hand.invalid("should not be greater than queues (" + queues.number() + ")");
        } else if (bits > HASH_BITS) {
            hand.invalid("required entropy bits of deckSize " + queues.number() + " and handSize " + hand.number()
                    + " should not be greater than " + HASH_BITS);
        }
    }

    private static void positive(Field number) {
        if (number.number() <= 0) {
            number.errors().invalid(number.path(), number.number(), "must be positive");
        }
    }

    private static void mandatory(Field spec, String name) {
        Optional<ObjectNode> fixed = DefaultFlows.mandatoryLevel(name);
        if (fixed.isEmpty()) {
            return;
        }
        boolean exempt = name.equals("exempt");
        ObjectNode wanted = Nodes.copy(fixed.get().path("spec"));
        ObjectNode given = Nodes.copy(spec.value());
        if (exempt) {
            wanted.remove("exempt");
            given.remove("exempt");
        }
        if (!SemanticEquality.same(wanted, given)) {
            spec.invalid("spec of '" + name + "'" + (exempt ? " except the 'spec.exempt' field" : "")
                    + " must equal the fixed value");
        }
    }
}
