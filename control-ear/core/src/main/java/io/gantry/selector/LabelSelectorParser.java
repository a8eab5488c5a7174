package io.gantry.selector;

import io.gantry.selector.LabelSelectorLexer.Kind;
import io.gantry.selector.LabelSelectorLexer.Token;
import io.gantry.selector.Requirement.Operator;
import io.gantry.validation.NameRules;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The grammar of label selectors (apimachinery pkg/labels): requirements joined by commas, each {@code KEY}, {@code !KEY},
 * {@code KEY = VALUE}, {@code KEY in (VALUES)}, and so on.
 */
final class LabelSelectorParser {

    private static final String BINARY_OPERATORS = "in, notin, =, ==, !=, gt, lt";

    private final List<Token> tokens;
    private int position;

    private LabelSelectorParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    static LabelSelector parse(String text) {
        return LabelSelector.sorted(new LabelSelectorParser(LabelSelectorLexer.tokens(text)).requirements());
    }

    private List<Requirement> requirements() {
        List<Requirement> requirements = new ArrayList<>();
        while (true) {
            Token token = peekValue();
            if (token.kind() == Kind.END) {
                return requirements;
            }
            if (token.kind() != Kind.IDENTIFIER && token.kind() != Kind.NOT) {
                throw found(token, "expected: !, identifier, or 'end of string'");
            }
            requirements.add(requirement());
            Token separator = takeValue();
            if (separator.kind() == Kind.END) {
                return requirements;
            }
            if (separator.kind() != Kind.COMMA) {
                throw found(separator, "expected: ',' or 'end of string'");
            }
            Token next = peekValue();
            if (next.kind() != Kind.IDENTIFIER && next.kind() != Kind.NOT) {
                throw found(next, "expected: identifier after ','");
            }
        }
    }

    private Requirement requirement() {
        try {
            return checked(unchecked());
        } catch (InvalidSelectorException e) {
            throw new InvalidSelectorException("unable to parse requirement: " + e.getMessage());
        }
    }

    private Requirement unchecked() {
        boolean negated = peekValue().kind() == Kind.NOT;
        if (negated) {
            position++;
        }
        Token key = takeValue();
        if (key.kind() != Kind.IDENTIFIER) {
            throw found(key, "expected: identifier");
        }
        checkKey(key.text());
        Kind following = peekValue().kind();
        if (negated) {
            return new Requirement(key.text(), Operator.DOES_NOT_EXIST, List.of());
        }
        if (following == Kind.END || following == Kind.COMMA) {
            return new Requirement(key.text(), Operator.EXISTS, List.of());
        }
        Operator operator = operator();
        boolean many = operator == Operator.IN || operator == Operator.NOT_IN;
        return new Requirement(key.text(), operator, many ? valueList() : List.of(exactValue()));
    }

    private Operator operator() {
        Token token = tokens.get(position++);
        return switch (token.kind()) {
            case IN -> Operator.IN;
            case NOT_IN -> Operator.NOT_IN;
            case EQUALS, DOUBLE_EQUALS -> Operator.EQUALS;
            case NOT_EQUALS -> Operator.NOT_EQUALS;
            case GREATER -> Operator.GREATER_THAN;
            case LESS -> Operator.LESS_THAN;
            case END, CLOSE, COMMA, NOT, IDENTIFIER, OPEN -> throw found(token, "expected: " + BINARY_OPERATORS);
        };
    }

    /** An absent value is the empty one: {@code key=}. */
    private String exactValue() {
        Kind kind = peekValue().kind();
        if (kind == Kind.END || kind == Kind.COMMA) {
            return "";
        }
        Token token = takeValue();
        if (token.kind() != Kind.IDENTIFIER) {
            throw found(token, "expected: identifier");
        }
        return token.text();
    }

    /** Values between parentheses; where one is missing between commas it is the empty one: {@code (a,,b)}, {@code ()}. */
    private List<String> valueList() {
        Token open = takeValue();
        if (open.kind() != Kind.OPEN) {
            throw new InvalidSelectorException("found '" + open.text() + "' expected: '('");
        }
        TreeSet<String> values = new TreeSet<>();
        String value = "";
        while (true) {
            Token token = takeValue();
            switch (token.kind()) {
                case IDENTIFIER -> {
                    Token next = peekValue();
                    if (next.kind() != Kind.COMMA && next.kind() != Kind.CLOSE) {
                        throw found(next, "expected: ',' or ')'");
                    }
                    value = token.text();
                }
                case COMMA -> {
                    values.add(value);
                    value = "";
                }
                case CLOSE -> {
                    values.add(value);
                    return List.copyOf(values);
                }
                case END, NOT, DOUBLE_EQUALS, EQUALS, GREATER, IN, LESS, NOT_EQUALS, NOT_IN, OPEN ->
                    throw found(token, "expected: ',', ')' or identifier");
            }
        }
    }

    private static Requirement checked(Requirement requirement) {
        boolean ordered =
                requirement.operator() == Operator.GREATER_THAN || requirement.operator() == Operator.LESS_THAN;
        for (int i = 0; i < requirement.values().size(); i++) {
            String value = requirement.values().get(i);
            if (ordered && !Requirement.isNumber(value)) {
                throw new InvalidSelectorException("values[" + i + "]: Invalid value: \"" + value
                        + "\": for 'Gt', 'Lt' operators, the value must be an integer");
            }
            List<String> errors = NameRules.labelValue(value);
            if (!errors.isEmpty()) {
                throw new InvalidSelectorException("values[" + i + "][" + requirement.key() + "]: Invalid value: \""
                        + value + "\": " + String.join("; ", errors));
            }
        }
        return requirement;
    }

    private static void checkKey(String key) {
        List<String> errors = NameRules.qualifiedName(key);
        if (!errors.isEmpty()) {
            throw new InvalidSelectorException("<nil>: Invalid value: \"" + key + "\": " + String.join("; ", errors));
        }
    }

    private Token peekValue() {
        return tokens.get(Math.min(position, tokens.size() - 1)).asValue();
    }

    private Token takeValue() {
        Token token = peekValue();
        position++;
        return token;
    }

    private static InvalidSelectorException found(Token token, String expected) {
        return new InvalidSelectorException("found '" + token.text() + "', " + expected);
    }
}
