package io.gantry.flowcontrol;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a PriorityLevelConfiguration says.
 *
 * @param uid of the object; empty when it is imagined since it must always be there
 * @param exempt whether its requests never wait
 * @param shares of all seats, against those of the other levels
 * @param lendablePercent how much of its seats others may use meanwhile
 * @param borrowingLimitPercent how much more than its own it may use; -1 for as much as there is
 * @param queues none when it refuses what it cannot serve at once
 * @param handSize how many queues a flow may use
 * @param queueLength requests that may wait in one queue
 */
record LevelSettings(
        String name,
        String uid,
        boolean exempt,
        int shares,
        int lendablePercent,
        int borrowingLimitPercent,
        int queues,
        int handSize,
        int queueLength) {

    static final int UNLIMITED = -1;

    static LevelSettings of(JsonNode object) {
        JsonNode spec = object.path("spec");
        boolean exempt = spec.path("type").asText().equals("Exempt");
        JsonNode own = exempt ? spec.path("exempt") : spec.path("limited");
        JsonNode response = own.path("limitResponse");
        boolean queues = response.path("type").asText().equals("Queue");
        JsonNode queuing = response.path("queuing");
        return new LevelSettings(
                object.path("metadata").path("name").asText(),
                object.path("metadata").path("uid").asText(""),
                exempt,
                own.path("nominalConcurrencyShares").asInt(exempt ? 0 : 30),
                own.path("lendablePercent").asInt(0),
                own.path("borrowingLimitPercent").asInt(UNLIMITED),
                queues ? queuing.path("queues").asInt(64) : 0,
                queues ? queuing.path("handSize").asInt(8) : 0,
                queues ? queuing.path("queueLengthLimit").asInt(50) : 0);
    }
}
