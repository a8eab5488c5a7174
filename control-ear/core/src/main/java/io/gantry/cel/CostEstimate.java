package io.gantry.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelSelect;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an expression costs at most, by the sizes that the schema allows (cel-go, checker/cost.go). Which rules may be written depends on
 * it, so it follows upstream's sums.
 */
final class CostEstimate {

    private static final Range ONE = Range.fixed(1);
    private static final String SELF = "self";
    private static final String ITEMS = "@items";
    private static final String VALUES = "@values";
    private static final String KEYS = "@keys";
    private static final String INDICES = "@indices";

    /** Sizes of the keys and values of a container. */
    private record Entries(boolean list, Range keys, Range values) {

        Entries or(Entries other) {
            return new Entries(list, keys.or(other.keys), values.or(other.values));
        }
    }

    private record Local(List<String> path, Optional<Range> size, Optional<Entries> entries) {}

    private final CelAbstractSyntaxTree ast;
    private final Map<String, DeclaredType> variables;
    private final Map<Long, List<String>> paths = new HashMap<>();
    private final Map<Long, Range> sizes = new HashMap<>();
    private final Map<Long, Entries> entries = new HashMap<>();
    private final Map<String, Deque<Local>> locals = new HashMap<>();

    private CostEstimate(CelAbstractSyntaxTree ast, Map<String, DeclaredType> variables) {
        this.ast = ast;
        this.variables = variables;
    }

    static long worst(CelAbstractSyntaxTree ast, Map<String, DeclaredType> variables) {
        return new CostEstimate(ast, variables).cost(ast.getExpr()).max();
    }

    private Range cost(CelExpr expr) {
        return switch (expr.exprKind().getKind()) {
            case CONSTANT, NOT_SET -> Range.NONE;
            case IDENT -> ident(expr);
            case SELECT -> select(expr, expr.select());
            case CALL -> call(expr, expr.call());
            case LIST -> list(expr);
            case MAP -> map(expr);
            case STRUCT -> {
                Range sum = Range.fixed(Costs.STRUCT);
                for (CelExpr.CelStruct.Entry entry : expr.struct().entries()) {
                    sum = sum.plus(cost(entry.value()));
                }
                yield sum;
            }
            case COMPREHENSION -> comprehension(expr, expr.comprehension());
        };
    }

    private Range ident(CelExpr expr) {
        String name = expr.ident().name();
        paths.put(expr.id(), local(name).map(Local::path).orElse(List.of(name)));
        return ONE;
    }

    private Range select(CelExpr expr, CelSelect select) {
        Range operand = cost(select.operand());
        if (select.testOnly()) {
            return operand;
        }
        paths.put(expr.id(), with(path(select.operand()), select.field()));
        CelKind kind = type(select.operand()).kind();
        boolean counts = kind == CelKind.MAP || kind == CelKind.STRUCT || kind == CelKind.TYPE_PARAM;
        return counts ? operand.plus(ONE) : operand;
    }

    private Range list(CelExpr expr) {
        Range sum = Range.fixed(Costs.LIST);
        List<Range> items = new ArrayList<>();
        for (CelExpr element : expr.list().elements()) {
            sum = sum.plus(cost(element));
            items.add(sizeOrUnknown(element));
        }
        entries.put(expr.id(), new Entries(true, ONE, union(items)));
        return sum;
    }

    private Range map(CelExpr expr) {
        Range sum = Range.fixed(Costs.MAP);
        List<Range> keys = new ArrayList<>();
        List<Range> values = new ArrayList<>();
        for (CelExpr.CelMap.Entry entry : expr.map().entries()) {
            sum = sum.plus(cost(entry.key())).plus(cost(entry.value()));
            keys.add(sizeOrUnknown(entry.key()));
            values.add(sizeOrUnknown(entry.value()));
        }
        entries.put(expr.id(), new Entries(false, union(keys), union(values)));
        return sum;
    }

    private static Range union(List<Range> ranges) {
        return ranges.stream().reduce(Range::or).orElse(Range.NONE);
    }

    private Range comprehension(CelExpr expr, CelComprehension loop) {
        Range sum = cost(loop.iterRange()).plus(cost(loop.accuInit()));
        push(loop.accuVar(), new Local(path(loop.accuInit()), size(loop.accuInit()), entries(loop.accuInit())));
        boolean twoVariables = !loop.iterVar2().isEmpty();
        pushIteration(loop, twoVariables);
        Range round = cost(loop.loopCondition()).plus(cost(loop.loopStep()));
        locals.get(loop.iterVar()).pop();
        if (twoVariables) {
            locals.get(loop.iterVar2()).pop();
        }
        sum = sum.plus(cost(loop.result()));
        locals.get(loop.accuVar()).pop();
        Range rounds = sizeOrUnknown(loop.iterRange());
        resultSize(expr, loop, rounds);
        return sum.plus(rounds.times(round));
    }

    private void resultSize(CelExpr expr, CelComprehension loop, Range rounds) {
        Kind start = loop.accuInit().exprKind().getKind();
        if (start == Kind.CONSTANT) {
            size(loop.accuInit()).ifPresent(size -> sizes.put(expr.id(), size));
        } else if (start == Kind.LIST || start == Kind.MAP) {
            sizes.put(expr.id(), rounds);
            entries(loop.loopStep()).ifPresent(found -> entries.put(expr.id(), found));
        }
    }

    private void pushIteration(CelComprehension loop, boolean twoVariables) {
        CelExpr range = loop.iterRange();
        Optional<Entries> known = entries(range);
        boolean list = known.map(Entries::list).orElseGet(() -> type(range).kind() == CelKind.LIST);
        Local key = new Local(with(path(range), list ? INDICES : KEYS), known.map(Entries::keys), Optional.empty());
        Local value = new Local(with(path(range), list ? ITEMS : VALUES), known.map(Entries::values), Optional.empty());
        if (twoVariables) {
            push(loop.iterVar(), key);
            push(loop.iterVar2(), value);
        } else {
            push(loop.iterVar(), list ? value : key);
        }
    }

    private void push(String name, Local local) {
        locals.computeIfAbsent(name, any -> new ArrayDeque<>()).push(local);
    }

    private Range call(CelExpr expr, CelCall call) {
        List<CelExpr> arguments = new ArrayList<>();
        call.target().ifPresent(arguments::add);
        arguments.addAll(call.args());
        List<Range> costs = new ArrayList<>();
        arguments.forEach(argument -> costs.add(cost(argument)));
        List<String> overloads = ast.getReference(expr.id())
                .map(reference -> List.copyOf(reference.overloadIds()))
                .orElse(List.of());
        Optional<CallCost.Estimate> all = Optional.empty();
        for (String overload : overloads) {
            CallCost.Estimate one = new CallCost(this, call.function(), overload, arguments, costs).estimate();
            all = Optional.of(all.map(before -> before.or(one)).orElse(one));
            index(expr, overload, arguments);
        }
        CallCost.Estimate estimate =
                all.orElseGet(() -> new CallCost(this, call.function(), "", arguments, costs).estimate());
        estimate.size().ifPresent(size -> sizes.putIfAbsent(expr.id(), size));
        containers(expr, call.function(), arguments);
        return estimate.cost();
    }

    private void index(CelExpr expr, String overload, List<CelExpr> arguments) {
        if (overload.equals("index_list") || overload.equals("index_map")) {
            String step = overload.equals("index_list") ? ITEMS : VALUES;
            entries(arguments.getFirst()).ifPresent(found -> sizes.put(expr.id(), found.values()));
            paths.put(expr.id(), with(path(arguments.getFirst()), step));
        }
    }

    /** What is known of entries goes on to what is chosen or joined of several containers. */
    private void containers(CelExpr expr, String function, List<CelExpr> arguments) {
        Optional<CelExpr> one = Optional.empty();
        Optional<CelExpr> other = Optional.empty();
        if (function.equals("_?_:_") && arguments.size() == 3) {
            one = Optional.of(arguments.get(1));
            other = Optional.of(arguments.get(2));
        } else if (function.equals("_+_") && arguments.size() == 2) {
            one = Optional.of(arguments.get(0));
            other = Optional.of(arguments.get(1));
        }
        Optional<Entries> first = one.flatMap(this::entries);
        Optional<Entries> second = other.flatMap(this::entries);
        if (first.isPresent() && second.isPresent()) {
            entries.put(expr.id(), first.get().or(second.get()));
        }
    }

    CelType type(CelExpr expr) {
        return ast.getType(expr.id()).orElse(SimpleType.DYN);
    }

    private Optional<Local> local(String name) {
        Deque<Local> stack = locals.get(name);
        return stack == null || stack.isEmpty() ? Optional.empty() : Optional.of(stack.peek());
    }

    private List<String> path(CelExpr expr) {
        if (expr.exprKind().getKind() == Kind.IDENT) {
            Optional<Local> local = local(expr.ident().name());
            if (local.isPresent()) {
                return local.get().path();
            }
        }
        return paths.getOrDefault(expr.id(), List.of());
    }

    private static List<String> with(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    Range sizeOrUnknown(CelExpr expr) {
        return size(expr).orElse(Range.UNKNOWN);
    }

    private Optional<Range> size(CelExpr expr) {
        Range known = sizes.get(expr.id());
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Range> literal = literal(expr);
        if (literal.isPresent()) {
            return literal;
        }
        Optional<Range> declared = declared(path(expr));
        if (declared.isPresent()) {
            return declared;
        }
        if (isScalar(type(expr))) {
            return Optional.of(ONE);
        }
        return expr.exprKind().getKind() == Kind.IDENT
                ? local(expr.ident().name()).flatMap(Local::size)
                : Optional.empty();
    }

    private static Optional<Range> literal(CelExpr expr) {
        return switch (expr.exprKind().getKind()) {
            case CONSTANT -> Optional.of(Range.fixed(constant(expr.constant())));
            case LIST -> Optional.of(Range.fixed(expr.list().elements().size()));
            case MAP -> Optional.of(Range.fixed(expr.map().entries().size()));
            default -> Optional.empty();
        };
    }

    private static long constant(CelConstant constant) {
        return Sizes.of(Sizes.constant(constant));
    }

    private Optional<Entries> entries(CelExpr expr) {
        Entries known = entries.get(expr.id());
        if (known != null) {
            return Optional.of(known);
        }
        return expr.exprKind().getKind() == Kind.IDENT
                ? local(expr.ident().name()).flatMap(Local::entries)
                : Optional.empty();
    }

    /** The size that the schema allows at a path. */
    private Optional<Range> declared(List<String> path) {
        return path.isEmpty() ? Optional.empty() : declaredType(path).map(type -> new Range(0, type.maxElements()));
    }

    private Optional<DeclaredType> declaredType(List<String> path) {
        Optional<DeclaredType> at = root(path.getFirst());
        for (String step : path.subList(1, path.size())) {
            at = at.flatMap(type -> child(type, step));
        }
        return at.filter(type -> type != DeclaredType.ANY);
    }

    /**
     * Where a path starts. Upstream takes the path of what is found in the result of a call as one from {@code self}, which makes it as
     * large as the object: 0, so such rules cost little.
     */
    private Optional<DeclaredType> root(String first) {
        return Optional.ofNullable(variables.getOrDefault(SELF, variables.get(first)));
    }

    private static Optional<DeclaredType> child(DeclaredType type, String step) {
        return switch (step) {
            case ITEMS, VALUES -> type.element();
            case KEYS -> type.keys();
            case INDICES -> Optional.empty();
            default ->
                Optional.ofNullable(type.fields().get(step))
                        .map(DeclaredType.DeclaredField::type)
                        // upstream knows the size of what has any type by whatever name it is found
                        .or(() -> type.element().filter(element -> element.cel().equals(SimpleType.ANY)));
        };
    }

    /** The size of the items of a list. */
    Optional<Range> itemSize(CelExpr list) {
        if (!(type(list) instanceof ListType)) {
            return Optional.empty();
        }
        List<String> path = path(list);
        Optional<Range> declared = path.isEmpty() ? Optional.empty() : declared(with(path, ITEMS));
        return Optional.of(declared.or(() -> entries(list).map(Entries::values)).orElse(Range.UNKNOWN));
    }

    private static boolean isScalar(CelType type) {
        return switch (type.kind()) {
            case BOOL, DOUBLE, DURATION, INT, TIMESTAMP, UINT -> true;
            case OPAQUE ->
                type.name().equals("optional_type")
                        && !type.parameters().isEmpty()
                        && isScalar(type.parameters().getFirst());
            default -> false;
        };
    }
}
