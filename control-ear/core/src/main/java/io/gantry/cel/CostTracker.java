package io.gantry.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.runtime.CelEvaluationListener;
import io.gantry.cel.library.NamedFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up what an evaluation costs, step by step (cel-go, interpreter/runtimecost.go; apiserver, pkg/cel/library/cost.go), and stops it
 * when that is too much. Of one evaluation, in one thread.
 */
final class CostTracker implements CelEvaluationListener {

    /** Steps and list elements touched; bounds the time of what the costs think is free. About a second. */
    private static final long MAX_EFFORT = 100_000_000;

    /** No exception: nothing between here and the caller may swallow it, as {@code ||} swallows exceptions. */
    static final class Cancelled extends Error {
        private static final long serialVersionUID = 1L;

        Cancelled() {
            super("actual cost limit exceeded", null, false, false);
        }
    }

    private final long limit;
    private final Map<Long, Object> values = new HashMap<>();
    private long cost;
    private long effort;

    CostTracker(long limit) {
        this.limit = limit;
    }

    long cost() {
        return cost;
    }

    @Override
    public void callback(CelExpr expr, Object value) {
        effort += value instanceof Collection<?> list ? list.size() + 1L : 1L;
        cost += switch (expr.exprKind().getKind()) {
            case CONSTANT, COMPREHENSION, NOT_SET -> 0;
            case IDENT -> 1;
            case SELECT -> path(expr);
            case CALL -> call(expr.call(), value);
            case LIST -> Costs.LIST;
            case MAP -> Costs.MAP;
            case STRUCT -> Costs.STRUCT;
        };
        if (value != null) {
            values.put(expr.id(), value);
        }
        if (cost > limit || effort > MAX_EFFORT) {
            throw new Cancelled();
        }
    }

    /** The runtime tells of a path as one step: {@code a.b.c} costs 3. */
    private static long path(CelExpr path) {
        long cost = 0;
        CelExpr at = path;
        while (at.exprKind().getKind() == CelExpr.ExprKind.Kind.SELECT) {
            cost += at.select().testOnly() ? 0 : 1;
            at = at.select().operand();
        }
        return cost + (at.exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT ? 1 : 0);
    }

    private Object value(CelExpr expr) {
        return expr.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                ? Sizes.constant(expr.constant())
                : values.getOrDefault(expr.id(), 1L);
    }

    private long call(CelCall call, Object result) {
        List<Object> arguments = new ArrayList<>();
        call.target().ifPresent(target -> arguments.add(value(target)));
        call.args().forEach(argument -> arguments.add(value(argument)));
        return arguments.isEmpty() ? 1 : cost(call.function(), arguments, result);
    }

    private static long cost(String function, List<Object> arguments, Object result) {
        Object first = arguments.getFirst();
        long size = Sizes.of(first);
        return switch (function) {
            case "_&&_", "_||_", "_?_:_", "@not_strictly_false" -> function.startsWith("@") ? 1 : 0;
            case "check" -> Costs.AUTHORIZATION;
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" -> Sizes.traversal(first);
            case "url",
                    "lowerAscii",
                    "upperAscii",
                    "substring",
                    "trim",
                    "jsonpatch.escapeKey",
                    "cidr",
                    "isIP",
                    "isCIDR",
                    "ip",
                    "quantity",
                    "isQuantity",
                    "semver",
                    "isSemver",
                    "format",
                    "strings.quote" -> strings(size);
            case "replace", "split", "ip.isCanonical" -> Costs.ceil(size * 2 * Costs.STRING_TRAVERSAL);
            case "join" -> Costs.ceil(Sizes.of(result) * 2 * Costs.STRING_TRAVERSAL);
            case "startsWith", "endsWith" -> strings(size);
            case "find", "findAll", "matches" -> regex(size, Sizes.of(arguments.get(1)));
            case "contains" -> strings(size) * strings(Sizes.of(arguments.get(1)));
            case "validate" -> regex(Sizes.of(arguments.get(1)), ((NamedFormat) first).regexLength());
            case "containsIP", "containsCIDR" -> 4 + strings(Sizes.of(arguments.get(1)));
            case "@in" -> arguments.get(1) instanceof Collection<?> list ? list.size() : 1;
            case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_" ->
                Sizes.isOfOneSize(first) ? 1 : strings(Math.min(size, Sizes.of(arguments.get(1))));
            case "_+_" -> first instanceof String ? strings(size + Sizes.of(arguments.get(1))) : 1;
            case "fieldSelector", "labelSelector" -> selector(Sizes.of(arguments.get(1)));
            case "distinct", "sets.contains", "sets.intersects", "sets.equivalent" ->
                size * Math.max(1, arguments.size() > 1 ? Sizes.of(arguments.get(1)) : size);
            case "flatten", "reverse", "slice", "sort", "@sortByAssociatedKeys" -> Math.max(1, size);
            case "lists.range" -> Math.max(1, Sizes.of(result));
            default -> 1;
        };
    }

    private static long strings(long size) {
        return Costs.ceil(size * Costs.STRING_TRAVERSAL);
    }

    private static long regex(long text, long pattern) {
        return Costs.ceil((1.0 + text) * Costs.STRING_TRAVERSAL) * Costs.ceil(pattern * Costs.REGEX_LENGTH);
    }

    static long selector(long length) {
        return Costs.LIST
                + strings(length)
                + Costs.ceil(Costs.ceil(length * 0.5) * (double) (Costs.LIST + Costs.STRUCT));
    }
}
