package io.gantry.object;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;

/**
 * Numbers with a fraction or an exponent are doubles, as they are in Go, and written as there: 100.0 and 1e2 as 100, which a client may read
 * into an integer, and without an exponent from 0.000001 to below 10^21.
 */
final class JsonNumbers extends JsonNodeFactory {

    private static final long serialVersionUID = 1L;

    static final JsonNumbers INSTANCE = new JsonNumbers();

    private static final double EXPONENT_FROM = 1e21;

    private JsonNumbers() {}

    @Override
    public ValueNode numberNode(BigDecimal number) {
        double value = number.doubleValue();
        if (Double.isInfinite(value)) {
            return super.numberNode(number);
        }
        BigDecimal shortest = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        boolean plain = shortest.scale() < 0 && Math.abs(value) < EXPONENT_FROM;
        return DecimalNode.valueOf(plain ? shortest.setScale(0) : shortest);
    }
}
