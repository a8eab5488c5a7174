package io.gantry.resource.validation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gantry.object.Nodes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Events, in their stored form (core/v1); errors name the fields as upstream does. */
public final class EventRules {

    private static final int SHORT = 128;
    private static final int NOTE = 1024;
    private static final String MISMATCH = "does not match event.namespace";
    private static final List<String> FIXED = List.of(
            "involvedObject",
            "reason",
            "message",
            "source",
            "firstTimestamp",
            "lastTimestamp",
            "count",
            "type",
            "action",
            "related",
            "reportingInstance");

    private EventRules() {}

    /**
     * What holds for events of both groups.
     *
     * @param reporter the name of the field with the reporting controller in the group that is written
     */
    public static void check(Field event, String reporter) {
        String namespace = event.at("metadata").at("namespace").text();
        Field involved = event.at("involvedObject").at("namespace");
        if (event.at("eventTime").isEmpty()) {
            boolean matches = involved.isEmpty()
                    ? namespace.isEmpty() || namespace.equals("default")
                    : namespace.equals(involved.text());
            if (!matches) {
                involved.invalid(MISMATCH);
            }
            return;
        }
        if (involved.isEmpty() && !namespace.equals("default") && !namespace.equals("kube-system")) {
            involved.invalid(MISMATCH);
        }
        Field controller = event.at("reportingComponent").reportedAs(reporter);
        controller.requireFilled();
        FormatRules.qualifiedName(controller);
        for (String name : List.of("reportingInstance", "action", "reason")) {
            event.at(name).requireFilled();
            atMost(event.at(name), SHORT);
        }
        atMost(event.at("message"), NOTE);
    }

    private static void atMost(Field field, int characters) {
        if (field.text().length() > characters) {
            field.invalid("", "can have at most " + characters + " characters");
        }
    }

    /** What the newer group asks besides. */
    public static void strict(Field event) {
        series(event.at("series"));
        if (event.at("eventTime").isEmpty()) {
            event.at("eventTime").required("");
        }
        Field type = event.at("type");
        if (!type.is("Normal") && !type.is("Warning")) {
            type.invalid("", "has invalid value: " + type.text());
        }
        for (String name : List.of("firstTimestamp", "lastTimestamp", "count", "source")) {
            if (!event.at(name).isEmpty()) {
                event.at(name).invalid("", "needs to be unset");
            }
        }
    }

    /** Of an event of the newer group only the series may change. */
    public static void strictUpdate(Field event, JsonNode old) {
        if (!SemanticEquality.same(event.at("series").value(), old.path("series"))) {
            series(event.at("series"));
        }
        FIXED.forEach(name -> event.at(name).requireUnchanged(old.path(name)));
        event.at("reportingComponent")
                .reportedAs("reportingController")
                .requireUnchanged(old.path("reportingComponent"));
        Field time = event.at("eventTime");
        if (!microseconds(time.text()).equals(microseconds(Nodes.text(old, "eventTime")))) {
            time.requireUnchanged(old.path("eventTime"));
        }
    }

    /** Clients may cut a time to microseconds without changing it. */
    private static String microseconds(String time) {
        return time.isEmpty()
                ? ""
                : Instant.parse(time).truncatedTo(ChronoUnit.MICROS).toString();
    }

    private static void series(Field series) {
        if (!series.isSet()) {
            return;
        }
        if (series.at("count").number() < 2) {
            series.at("count").invalid("", "should be at least 2");
        }
        if (series.at("lastObservedTime").isEmpty()) {
            series.at("lastObservedTime").required("");
        }
    }
}
