package io.gantry.resource.table;

import io.gantry.object.ApiObject;
import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;

/** Columns of PodDisruptionBudgets. */
public final class PolicyColumns {

    public static final TableColumns DISRUPTION_BUDGET = ColumnList.named()
            .text("Min Available", "Number of pods that must stay.", o -> amount(o, "minAvailable"))
            .text("Max Unavailable", "Number of pods that may be away.", o -> amount(o, "maxUnavailable"))
            .integer(
                    "Allowed Disruptions",
                    "Number of pods that may go now.",
                    o -> o.status().path("disruptionsAllowed").asLong())
            .age()
            .build();

    private PolicyColumns() {}

    private static String amount(ApiObject budget, String field) {
        return Nodes.has(budget.spec(), field) ? Nodes.text(budget.spec(), field) : "N/A";
    }
}
