package io.gantry.flowcontrol;

import io.gantry.identity.RequestAttributes;

/**
 * What flow control looks at in a request.
 *
 * @param initialEvents whether it is a watch that begins with what is there
 */
public record FlowFacts(RequestAttributes attributes, boolean initialEvents) {}
