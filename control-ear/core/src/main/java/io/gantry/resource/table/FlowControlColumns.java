package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;

/** Columns of flowcontrol.apiserver.k8s.io. */
public final class FlowControlColumns {

    private static final String NONE = "<none>";

    public static final TableColumns FLOW_SCHEMA = ColumnList.named()
            .text(
                    "PriorityLevel",
                    "The level of its requests.",
                    o -> Nodes.text(o.spec().path("priorityLevelConfiguration"), "name"))
            .count(
                    "MatchingPrecedence",
                    "The lowest that matches a request decides.",
                    0,
                    o -> o.spec().path("matchingPrecedence").asLong())
            .text(
                    "DistinguisherMethod",
                    "What keeps its flows apart.",
                    o -> o.spec().path("distinguisherMethod").path("type").asText(NONE))
            .age()
            .text("MissingPL", "Whether its level is missing.", FlowControlColumns::missing)
            .build();

    public static final TableColumns PRIORITY_LEVEL = ColumnList.named()
            .text("Type", "Whether its requests are limited.", o -> Nodes.text(o.spec(), "type"))
            .value(
                    "NominalConcurrencyShares",
                    "Its part of the requests served at once.",
                    o -> o.spec().path("limited").path("nominalConcurrencyShares"))
            .value("Queues", "Number of its queues.", o -> queuing(o, "queues"))
            .value("HandSize", "Queues that a flow chooses from.", o -> queuing(o, "handSize"))
            .value("QueueLengthLimit", "Requests that a queue holds.", o -> queuing(o, "queueLengthLimit"))
            .age()
            .build();

    private FlowControlColumns() {}

    private static JsonNode queuing(ApiObject level, String field) {
        return level.spec().at("/limited/limitResponse/queuing").path(field);
    }

    private static String missing(ApiObject schema) {
        return Nodes.objects(schema.status(), "conditions").stream()
                .filter(condition -> Nodes.text(condition, "type").equals("Dangling"))
                .map(condition -> Nodes.text(condition, "status"))
                .findFirst()
                .orElse("?");
    }
}
