package io.gantry.cel.library;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelIssue;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import java.util.Optional;

/**
 * {@code list.sortBy(item, key)}, expanded as upstream's library does: the list is bound to a name, its keys are made by a map, and a
 * function sorts the one by the other. CEL's own expansion would lose the type of the items.
 */
final class SortBy {

    static final String FUNCTION = "@sortByAssociatedKeys";

    static final CelMacro MACRO = CelMacro.newReceiverMacro("sortBy", 2, SortBy::expand);

    private static final String INPUT = "@__sortBy_input__";

    private SortBy() {}

    private static Optional<CelExpr> expand(
            CelMacroExprFactory factory, CelExpr target, ImmutableList<CelExpr> arguments) {
        CelExpr item = arguments.get(0);
        if (item.exprKind().getKind() != Kind.IDENT) {
            return Optional.of(factory.reportError(
                    CelIssue.formatError(factory.getSourceLocation(item), "argument is not an identifier")));
        }
        CelExpr sorted = factory.newReceiverCall(
                FUNCTION,
                factory.newIdentifier(INPUT),
                keys(factory, item.ident().name(), arguments.get(1)));
        return Optional.of(factory.fold(
                "#unused",
                factory.newList(),
                INPUT,
                target,
                factory.newBoolLiteral(false),
                factory.newIdentifier(INPUT),
                sorted));
    }

    private static CelExpr keys(CelMacroExprFactory factory, String item, CelExpr key) {
        String all = factory.getAccumulatorVarName();
        return factory.fold(
                item,
                factory.newIdentifier(INPUT),
                all,
                factory.newList(),
                factory.newBoolLiteral(true),
                factory.newGlobalCall("_+_", factory.newIdentifier(all), factory.newList(key)),
                factory.newIdentifier(all));
    }
}
