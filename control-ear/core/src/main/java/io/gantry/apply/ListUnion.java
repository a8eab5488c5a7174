package io.gantry.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.gantry.apply.ValueType.ListType;
import io.gantry.managedfields.PathElement;
import io.gantry.object.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Merges two lists whose items have names. Items of both come in the order of the applied list; items that only the live list has
 * stay where they were relative to those before them: live {@code [a, b, c]} and applied {@code [c, x, a]} give
 * {@code [b, c, x, a]}.
 */
final class ListUnion {

    private final ListType type;
    private final JsonNode live;
    private final JsonNode applied;
    private final List<PathElement> liveNames;
    private final List<PathElement> appliedNames;
    private final Map<PathElement, JsonNode> liveItems = new HashMap<>();
    private final Set<PathElement> shared;
    private final Deque<PathElement> sharedOrder = new ArrayDeque<>();
    private final Set<PathElement> taken = new HashSet<>();
    private final ArrayNode merged = Json.MAPPER.createArrayNode();

    private ListUnion(ListType type, JsonNode live, JsonNode applied) {
        this.type = type;
        this.live = live;
        this.applied = applied;
        this.liveNames = ListItems.names(type, live);
        this.appliedNames = ListItems.names(type, applied);
        this.shared = new HashSet<>(appliedNames);
        Set<PathElement> repeated = new HashSet<>();
        for (int i = 0; i < liveNames.size(); i++) {
            if (liveItems.put(liveNames.get(i), live.get(i)) != null) {
                repeated.add(liveNames.get(i));
            }
        }
        shared.retainAll(liveItems.keySet());
        // what has no single counterpart is replaced rather than merged
        repeated.forEach(liveItems::remove);
        appliedNames.stream().filter(shared::contains).forEach(sharedOrder::add);
    }

    static JsonNode of(ListType type, JsonNode live, JsonNode applied) {
        return new ListUnion(type, live, applied).merge();
    }

    private JsonNode merge() {
        int l = 0;
        int a = 0;
        while (l < liveNames.size() || a < appliedNames.size()) {
            boolean hasLive = l < liveNames.size();
            boolean hasApplied = a < appliedNames.size();
            PathElement name = hasLive ? liveNames.get(l) : null;
            if (hasLive && !shared.contains(name)) {
                merged.add(live.get(l++));
            } else if (hasLive && hasApplied && name.equals(appliedNames.get(a))) {
                take(a++);
                l++;
            } else if (hasLive && hasApplied && !sharedOrder.isEmpty() && !name.equals(sharedOrder.peek())) {
                // its place is where the applied list has it
                l++;
            } else {
                l += hasLive && taken.contains(name) ? 1 : 0;
                if (hasApplied) {
                    take(a++);
                }
            }
        }
        return merged;
    }

    private void take(int index) {
        PathElement name = appliedNames.get(index);
        taken.add(name);
        Merge.value(type.items(), liveItems.get(name), applied.get(index)).ifPresent(merged::add);
        if (name.equals(sharedOrder.peek())) {
            sharedOrder.poll();
        }
    }
}
