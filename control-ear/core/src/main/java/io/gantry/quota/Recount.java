package io.gantry.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.cache.ClusterView;
import io.gantry.object.ApiObject;
import io.gantry.object.Json;
import io.gantry.schema.Quantity;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What a quota's status should be: its limits, and what the objects there are use of them. Pure. */
public final class Recount {

    private Recount() {}

    public static ObjectNode status(ApiObject quota, ClusterView view, Instant now) {
        JsonNode limits = quota.spec().path("hard");
        Usage hard = Usage.read(limits);
        Usage used = new Quota(quota.json())
                .used()
                .overlaidBy(used(quota, hard.names(), view, now))
                .only(hard.names()::contains);
        ObjectNode status = Json.object();
        status.set("hard", limits.isObject() ? limits.deepCopy() : Json.object());
        status.set("used", used.json());
        return status;
    }

    private static Usage used(ApiObject quota, Set<String> limited, ClusterView view, Instant now) {
        Quota scoped = new Quota(quota.json());
        Usage used = Usage.NONE;
        for (Evaluator evaluator : Evaluators.counting(limited)) {
            Predicate<String> counted = name -> limited.contains(name) && evaluator.counts(name);
            Usage sum = zeros(limited).only(counted);
            for (ApiObject object : view.list(evaluator.resource(), quota.namespace())) {
                if (scoped.isInScope(evaluator, object.json())) {
                    sum = sum.plus(evaluator.usage(object.json(), now).only(counted));
                }
            }
            used = used.plus(sum);
        }
        return used;
    }

    private static Usage zeros(Set<String> names) {
        Map<String, Quantity> zeros = new TreeMap<>();
        names.forEach(name -> zeros.put(name, Quantity.ZERO));
        return new Usage(zeros);
    }
}
