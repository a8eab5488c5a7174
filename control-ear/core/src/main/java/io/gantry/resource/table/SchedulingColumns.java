package io.gantry.resource.table;

import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;

/** Columns of PriorityClasses, RuntimeClasses and LeaseCandidates. */
public final class SchedulingColumns {

    public static final TableColumns PRIORITY_CLASS = ColumnList.named()
            .integer(
                    "Value",
                    "The priority of its pods.",
                    o -> o.json().path("value").asLong())
            .truth(
                    "Global-Default",
                    "boolean",
                    "Whether pods without a class are of it.",
                    o -> o.json().path("globalDefault").asBoolean())
            .age()
            .text(
                    "PreemptionPolicy",
                    "Whether its pods may drive others away.",
                    o -> Nodes.text(o.json(), "preemptionPolicy"))
            .build();

    public static final TableColumns RUNTIME_CLASS = ColumnList.named()
            .text("Handler", "What runs its pods.", o -> Nodes.text(o.json(), "handler"))
            .age()
            .build();

    public static final TableColumns LEASE_CANDIDATE = ColumnList.named()
            .text("LeaseName", "The lease that it wants.", o -> Nodes.text(o.spec(), "leaseName"))
            .text("BinaryVersion", "Its version.", o -> Nodes.text(o.spec(), "binaryVersion"))
            .text(
                    "EmulationVersion",
                    "The version that it behaves like.",
                    o -> Nodes.text(o.spec(), "emulationVersion"))
            .age()
            .build();

    private SchedulingColumns() {}
}
