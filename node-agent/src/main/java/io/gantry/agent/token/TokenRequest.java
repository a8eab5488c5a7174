package io.gantry.agent.token;

import io.gantry.agent.object.PodIdentity;

/**
 * Asks for a token of a pod's service account.
 *
 * @param audience empty for the API server
 */
public record TokenRequest(PodIdentity pod, String audience, long expirationSeconds) {}
