package io.gantry.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.ApiObject;

/** Issues service account tokens (authentication.k8s.io/v1 TokenRequest). */
public interface TokenIssuer {

    /**
     * Answers a request with the same request and its {@code status}: token and expirationTimestamp. Refuses with a
     * {@link io.gantry.status.StatusException} what it will not issue.
     */
    ObjectNode issue(ApiObject serviceAccount, ObjectNode tokenRequest);
}
