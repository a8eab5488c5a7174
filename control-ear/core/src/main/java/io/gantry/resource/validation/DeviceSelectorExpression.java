package io.gantry.resource.validation;

import dev.cel.common.types.CelTypes;
import io.gantry.cel.DeviceTypes;
import io.gantry.cel.Expression;
import io.gantry.cel.InvalidExpressionException;

/** Whether the expression of a device selector may be stored. */
final class DeviceSelectorExpression {

    private static final long COST_LIMIT = 1_000_000;

    private DeviceSelectorExpression() {}

    static void check(Field expression) {
        try {
            Expression compiled = DeviceTypes.SELECTOR.compile(expression.text());
            if (!DeviceTypes.SELECTED.contains(compiled.resultType())) {
                expression.invalid(
                        "must evaluate to bool or the unknown type, not " + CelTypes.format(compiled.resultType()));
            } else if (compiled.worstCost() > COST_LIMIT) {
                expression.forbidden("too complex, exceeds cost limit");
            }
        } catch (InvalidExpressionException e) {
            expression.invalid("compilation failed: " + e.getMessage());
        }
    }
}
