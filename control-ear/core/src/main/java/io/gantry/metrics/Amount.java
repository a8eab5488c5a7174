package io.gantry.metrics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.object.Json;
import io.gantry.schema.Quantity;
import io.gantry.schema.Quantity.Format;
import java.math.BigDecimal;

/**
 * What somebody uses.
 *
 * @param cpuNanoCores billionths of a CPU, on the average of a window
 * @param memoryBytes the working set
 */
public record Amount(long cpuNanoCores, long memoryBytes) {

    private static final int NANO = 9;

    public Amount plus(Amount other) {
        return new Amount(cpuNanoCores + other.cpuNanoCores, memoryBytes + other.memoryBytes);
    }

    /** As a ResourceList. */
    ObjectNode json() {
        return Json.object().put("cpu", cpu()).put("memory", memory());
    }

    String cpu() {
        return Quantity.of(BigDecimal.valueOf(cpuNanoCores, NANO), Format.DECIMAL_SI)
                .toString();
    }

    String memory() {
        return Quantity.of(BigDecimal.valueOf(memoryBytes), Format.BINARY_SI).toString();
    }
}
