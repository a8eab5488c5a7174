package io.gantry.resource.table;

import io.gantry.object.Nodes;
import io.gantry.resource.TableColumns;

/** Columns of the kinds that hold settings and little else. */
public final class ConfigColumns {

    public static final TableColumns NAMESPACE = ColumnList.named()
            .text("Status", "The status of the namespace", o -> Nodes.text(o.status(), "phase"))
            .age()
            .build();

    public static final TableColumns CONFIG_MAP = ColumnList.named()
            .count(
                    "Data",
                    "Number of entries.",
                    0,
                    o -> o.json().path("data").size()
                            + o.json().path("binaryData").size())
            .age()
            .build();

    public static final TableColumns SECRET = ColumnList.named()
            .text("Type", "What the entries mean.", o -> Nodes.text(o.json(), "type"))
            .count("Data", "Number of entries.", 0, o -> o.json().path("data").size())
            .age()
            .build();

    public static final TableColumns SERVICE_ACCOUNT = ColumnList.named().age().build();

    public static final TableColumns LEASE = ColumnList.named()
            .text("Holder", "Who holds the lease.", o -> Nodes.text(o.spec(), "holderIdentity"))
            .age()
            .build();

    /** The columns of kinds that upstream gives none of their own. */
    public static final TableColumns DEFAULT = ColumnList.named()
            .timed(
                    "Created At",
                    "When the object was created.",
                    0,
                    (o, now) -> Nodes.text(o.metadata(), "creationTimestamp"))
            .build();

    private ConfigColumns() {}
}
