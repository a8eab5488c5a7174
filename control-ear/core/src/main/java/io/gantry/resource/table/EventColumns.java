package io.gantry.resource.table;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;
import java.time.Instant;
import java.util.Locale;

/** Columns of events, over their stored form (core/v1). */
public final class EventColumns {

    public static final TableColumns EVENT = ColumnList.empty()
            .timed("Last Seen", "Time since it was last observed.", 0, EventColumns::lastSeen)
            .text("Type", "Normal or Warning.", o -> Nodes.text(o.json(), "type"))
            .text("Reason", "Why, for machines.", o -> Nodes.text(o.json(), "reason"))
            .text("Object", "What it is about.", EventColumns::target)
            .wide("Subobject", "Part of the object.", o -> Nodes.text(involved(o), "fieldPath"))
            .wide("Source", "Who reported it.", EventColumns::source)
            .text(
                    "Message",
                    "Why, for humans.",
                    o -> Nodes.text(o.json(), "message").strip())
            .timed("First Seen", "Time since it was first observed.", 1, EventColumns::firstSeen)
            .count("Count", "How often it was observed.", 1, EventColumns::count)
            .wideName()
            .build();

    private EventColumns() {}

    private static String firstSeen(ApiObject event, Instant now) {
        String first = Nodes.text(event.json(), "firstTimestamp");
        return HumanDuration.since(first.isEmpty() ? Nodes.text(event.json(), "eventTime") : first, now);
    }

    private static String lastSeen(ApiObject event, Instant now) {
        JsonNode series = event.json().path("series");
        if (series.isObject()) {
            return HumanDuration.since(Nodes.text(series, "lastObservedTime"), now);
        }
        String last = Nodes.text(event.json(), "lastTimestamp");
        return last.isEmpty() ? firstSeen(event, now) : HumanDuration.since(last, now);
    }

    private static long count(ApiObject event) {
        JsonNode series = event.json().path("series");
        return series.isObject()
                ? series.path("count").asLong()
                : Math.max(1, event.json().path("count").asLong());
    }

    private static String target(ApiObject event) {
        String kind = Nodes.text(involved(event), "kind").toLowerCase(Locale.ROOT);
        String name = Nodes.text(involved(event), "name");
        return name.isEmpty() ? kind : kind + "/" + name;
    }

    private static JsonNode involved(ApiObject event) {
        return event.json().path("involvedObject");
    }

    private static String source(ApiObject event) {
        JsonNode source = event.json().path("source");
        String component = firstOf(Nodes.text(source, "component"), Nodes.text(event.json(), "reportingComponent"));
        String instance = firstOf(Nodes.text(source, "host"), Nodes.text(event.json(), "reportingInstance"));
        return instance.isEmpty() ? component : component + ", " + instance;
    }

    private static String firstOf(String first, String second) {
        return first.isEmpty() ? second : first;
    }
}
