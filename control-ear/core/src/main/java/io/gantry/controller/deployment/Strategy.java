package io.gantry.controller.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.controller.model.IntOrPercent;
import io.gantry.object.ApiObject;

/**
 * How a Deployment replaces its pods.
 *
 * @param rolling whether old and new pods may live side by side; otherwise all old ones go first
 * @param maxSurge pods above the wanted number during a rollout, 0 unless rolling
 * @param maxUnavailable wanted pods that may be missing during a rollout, 0 unless rolling
 */
record Strategy(boolean rolling, int maxSurge, int maxUnavailable) {

    static Strategy of(ApiObject deployment) {
        JsonNode strategy = deployment.spec().path("strategy");
        if (strategy.path("type").asText("RollingUpdate").equals("Recreate")) {
            return new Strategy(false, 0, 0);
        }
        int replicas = deployment.spec().path("replicas").asInt(1);
        JsonNode rollingUpdate = strategy.path("rollingUpdate");
        int surge = IntOrPercent.roundedUp(rollingUpdate.path("maxSurge"), replicas);
        int unavailable = IntOrPercent.roundedDown(rollingUpdate.path("maxUnavailable"), replicas);
        // 1 replica, surge 0, unavailable 25 %: rounded down nothing could ever move.
        if (surge == 0 && unavailable == 0) {
            unavailable = 1;
        }
        return new Strategy(true, surge, Math.min(unavailable, replicas));
    }
}
