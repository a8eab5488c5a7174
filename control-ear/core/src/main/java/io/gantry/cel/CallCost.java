package io.gantry.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import io.gantry.cel.library.KubernetesTypes;
import java.util.List;
import java.util.Optional;

/** What one call of a function costs at most, and how large its result may be. */
final class CallCost {

    /** Cost with that of the arguments, and the size of the result if it is known. */
    record Estimate(Range cost, Optional<Range> size) {

        static Estimate of(Range cost) {
            return new Estimate(cost, Optional.empty());
        }

        static Estimate of(Range cost, Range size) {
            return new Estimate(cost, Optional.of(size));
        }

        Estimate or(Estimate other) {
            Optional<Range> either = size.isPresent() && other.size.isPresent()
                    ? Optional.of(size.get().or(other.size.get()))
                    : size.or(other::size);
            return new Estimate(cost.or(other.cost), either);
        }

        Estimate plus(Range more) {
            return new Estimate(cost.plus(more), size);
        }
    }

    private static final Range ONE = Range.fixed(1);

    /** The addresses of a block: 4 or 16 bytes. */
    private static final Range ADDRESS = new Range(4, 16);

    private static final int FORMAT_REGEX = 128;

    private final CostEstimate sizes;
    private final String function;
    private final String overload;
    private final List<CelExpr> arguments;
    private final List<Range> costs;

    CallCost(CostEstimate sizes, String function, String overload, List<CelExpr> arguments, List<Range> costs) {
        this.sizes = sizes;
        this.function = function;
        this.overload = overload;
        this.arguments = arguments;
        this.costs = costs;
    }

    Estimate estimate() {
        return switch (function) {
            case "_&&_", "_||_" -> Estimate.of(new Range(costs.getFirst().min(), sum().max()));
            case "_?_:_" -> Estimate.of(costs.get(0).plus(costs.get(1).or(costs.get(2))), size(1).or(size(2)));
            default -> own().plus(sum());
        };
    }

    private Range sum() {
        return costs.stream().reduce(Range.NONE, Range::plus);
    }

    private Range size(int argument) {
        return argument < arguments.size() ? sizes.sizeOrUnknown(arguments.get(argument)) : Range.UNKNOWN;
    }

    private Estimate own() {
        return switch (function) {
            case "check" -> Estimate.of(Range.fixed(Costs.AUTHORIZATION));
            case "fieldSelector", "labelSelector" -> Estimate.of(selector(size(1)));
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" -> Estimate.of(traversal());
            case "url", "jsonpatch.escapeKey", "lowerAscii", "upperAscii", "substring", "trim" ->
                Estimate.of(strings(size(0)), size(0));
            case "replace" -> Estimate.of(size(0).times(2 * Costs.STRING_TRAVERSAL), replaced());
            case "split" -> Estimate.of(size(0).times(2 * Costs.STRING_TRAVERSAL), pieces());
            case "join" -> Estimate.of(strings(joined()), joined());
            case "find", "findAll" -> Estimate.of(regex(size(0), size(1)), new Range(0, size(0).max()));
            case "matches" -> Estimate.of(regex(size(0), size(1)));
            case "cidr", "isIP", "isCIDR", "quantity", "isQuantity", "semver", "isSemver" ->
                Estimate.of(strings(size(0)));
            case "ip" -> Estimate.of(overload.equals("cidr_ip") ? ONE : strings(size(0)));
            case "ip.isCanonical" -> Estimate.of(size(0).times(2 * Costs.STRING_TRAVERSAL));
            case "containsIP" -> Estimate.of(strings(ADDRESS.plus(ADDRESS)).plus(parsing()));
            case "containsCIDR" ->
                Estimate.of(strings(ADDRESS.plus(ADDRESS))
                        .plus(strings(ADDRESS))
                        .plus(ONE)
                        .plus(parsing()));
            case "validate" -> Estimate.of(strings(size(1)).times(FORMAT_REGEX * Costs.REGEX_LENGTH));
            case "format" -> Estimate.of(strings(size(0)));
            case "strings.quote" ->
                Estimate.of(strings(size(0)), size(0).times(2.0).plus(Range.fixed(2)));
            case "startsWith", "endsWith" -> Estimate.of(strings(size(1)));
            case "contains" -> Estimate.of(strings(size(0)).times(strings(size(1))));
            case "@in" -> Estimate.of(overload.equals("in_map") ? ONE : size(1));
            case "dyn" -> Estimate.of(ONE, size(0));
            case "string" -> Estimate.of(overload.equals("bytes_to_string") ? strings(size(0)) : ONE);
            case "bytes" -> Estimate.of(strings(size(0)), size(0).times(4.0));
            case "_+_" -> added();
            case "_==_", "_!=_" -> Estimate.of(compared());
            case "_<_", "_<=_", "_>_", "_>=_" ->
                Estimate.of(overload.endsWith("string") || overload.endsWith("bytes") ? compared() : ONE);
            case "sets.contains", "sets.intersects", "sets.equivalent" -> Estimate.of(size(0).times(size(1)));
            case "distinct" -> Estimate.of(size(0).times(size(0)), size(0));
            case "sort", "@sortByAssociatedKeys", "reverse", "slice" -> Estimate.of(size(0).plus(ONE), size(0));
            case "flatten" -> Estimate.of(size(0).plus(ONE));
            default -> Estimate.of(ONE);
        };
    }

    private static Range strings(Range size) {
        return size.times(Costs.STRING_TRAVERSAL);
    }

    private static Range regex(Range text, Range pattern) {
        return strings(text.plus(ONE)).times(pattern.times(Costs.REGEX_LENGTH));
    }

    private static Range selector(Range length) {
        return Range.fixed(Costs.LIST)
                .plus(strings(length))
                .plus(length.times(0.5).times((double) (Costs.LIST + Costs.STRUCT)));
    }

    private Range traversal() {
        CelExpr target = arguments.getFirst();
        Optional<Range> item = sizes.itemSize(target);
        if (item.isEmpty()) {
            return strings(size(0));
        }
        CelType type = ((ListType) sizes.type(target)).elemType();
        boolean sized = type.kind() == CelKind.STRING || type.kind() == CelKind.BYTES;
        return size(0).times(sized ? ONE.plus(strings(item.get())) : ONE);
    }

    private Range parsing() {
        return overload.endsWith("_string") ? strings(size(1)) : Range.NONE;
    }

    /** The longest: the shortest that may be replaced, as often as it fits, each by the longest that may stand for it. */
    private Range replaced() {
        Range text = size(0);
        Range from = size(1);
        Range to = size(2);
        if (from.min() == 0) {
            long count = Range.sum(text.max(), 1);
            return new Range(0, Range.sum(Range.product(count, to.max()), text.max()));
        }
        if (to.max() <= from.min()) {
            return new Range(0, text.max());
        }
        long count = Range.sum(text.max() / from.min(), 1);
        return new Range(0, Range.product(count, to.max()));
    }

    private Range pieces() {
        boolean limited = arguments.size() > 2 && arguments.get(2).exprKind().getKind() == Kind.CONSTANT;
        long limit = limited ? arguments.get(2).constant().int64Value() : -1;
        return new Range(0, limit >= 0 ? limit : size(0).max());
    }

    private Range joined() {
        Range count = size(0);
        Range all = sizes.itemSize(arguments.getFirst()).map(count::times).orElse(Range.NONE);
        if (arguments.size() < 2) {
            return all;
        }
        Range separators = new Range(Math.max(0, count.min() - 1), Math.max(0, count.max() - 1));
        return all.plus(size(1).times(separators));
    }

    private Estimate added() {
        Range size = size(0).plus(size(1));
        return switch (overload) {
            case "add_list" -> Estimate.of(ONE, size);
            case "add_string", "add_bytes" -> Estimate.of(strings(size), size);
            default -> Estimate.of(ONE);
        };
    }

    private Range compared() {
        CelType type = sizes.type(arguments.getFirst());
        if (KubernetesTypes.isOfOneSize(type.name())) {
            return ONE;
        }
        long smaller = Math.min(size(0).max(), size(1).max());
        return strings(new Range(smaller > 0 ? 1 : 0, smaller));
    }
}
