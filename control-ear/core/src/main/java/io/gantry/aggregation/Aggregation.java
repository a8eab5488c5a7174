package io.gantry.aggregation;

import java.io.IOException;
import java.time.InstantSource;

/**
 * What other servers add to the API.
 *
 * @param apis what they serve
 * @param forwarding reaches them
 * @param documents what they say of themselves
 */
public record Aggregation(AggregatedApis apis, Forwarding forwarding, RemoteDocuments documents) {

    public Aggregation(AggregatedApis apis, Forwarding forwarding, InstantSource clock) {
        this(apis, forwarding, new RemoteDocuments(apis, forwarding, clock));
    }

    /** Nothing is added. */
    public static Aggregation none() {
        return new Aggregation(
                new AggregatedApis(),
                new Forwarding((server, request) -> {
                    throw new IOException("there are no other servers");
                }),
                InstantSource.system());
    }
}
