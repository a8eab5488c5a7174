package io.gantry.api;

import io.gantry.flowcontrol.FlowFacts;
import io.gantry.identity.UserInfo;

/**
 * What flow control judges a request by.
 *
 * @param user who it counts as
 * @param facts what it wants
 */
public record JudgedRequest(UserInfo user, FlowFacts facts) {}
