package io.gantry.resource.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.GroupResource;
import io.gantry.object.Nodes;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.EventColumns;
import io.gantry.resource.validation.EventRules;
import io.gantry.resource.validation.Field;
import io.gantry.status.FieldErrors;
import io.gantry.validation.NameRules;
import java.util.List;

/** Event of the core group: the stored form of all events. */
class EventKind implements Strategy {

    static final GroupResource STORAGE = new GroupResource("", "events");

    EventKind() {}

    static ResourceDefinition definition() {
        return Definition.core("Event", "events")
                .shortName("ev")
                .selectable(
                        "involvedObject.kind",
                        "involvedObject.namespace",
                        "involvedObject.name",
                        "involvedObject.uid",
                        "involvedObject.apiVersion",
                        "involvedObject.resourceVersion",
                        "involvedObject.fieldPath",
                        "reason",
                        "reportingComponent",
                        "type")
                .selectableAt("source", "/source/component")
                .build(EventColumns.EVENT, new EventKind());
    }

    /** Who reported it, by whichever of the two fields the reporter filled. */
    @Override
    public String selectableValue(String field, ObjectNode event, String text) {
        return field.equals("source") && text.isEmpty() ? Nodes.text(event, "reportingComponent") : text;
    }

    @Override
    public boolean allowsCreateOnUpdate() {
        return true;
    }

    @Override
    public boolean countsGeneration() {
        return false;
    }

    /** Any name that can stand in a path. */
    @Override
    public List<String> nameErrors(String name) {
        return NameRules.pathSegment(name);
    }

    @Override
    public void validate(ObjectNode object, FieldErrors errors) {
        EventRules.check(Field.root(object, errors), "reportingComponent");
    }
}
