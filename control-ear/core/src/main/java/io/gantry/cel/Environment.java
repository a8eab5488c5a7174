package io.gantry.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import com.google.errorprone.annotations.Immutable;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.OptionalType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.validator.CelValidator;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.DurationLiteralValidator;
import dev.cel.validator.validators.HomogeneousLiteralValidator;
import dev.cel.validator.validators.RegexLiteralValidator;
import dev.cel.validator.validators.TimestampLiteralValidator;
import io.gantry.cel.library.KubernetesLibrary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What expressions may name: variables with their types, and the functions of Kubernetes. Immutable; to be kept, since it is costly. */
public final class Environment {

    private static final KubernetesLibrary LIBRARY = new KubernetesLibrary();

    private static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(KubernetesLibrary.OPTIONS)
            .setStandardFunctions(KubernetesLibrary.STANDARD)
            .addLibraries(LIBRARY.runtimeLibraries())
            .build();

    private static final CelCompiler BASE = CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(KubernetesLibrary.OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addLibraries(LIBRARY)
            .build();

    /** Nothing but functions. */
    public static final Environment EMPTY = new Environment(Map.of(), List.of(), BASE);

    /** The same, and {@code cel.bind}, which names a value in an expression. */
    public static final Environment BINDING = new Environment(
            Map.of(),
            List.of(),
            BASE.toCompilerBuilder().addLibraries(CelExtensions.bindings()).build());

    /** What could have been called instead; upstream does not say. */
    private static final Pattern CANDIDATES =
            Pattern.compile("(found no matching overload for '[^']*' applied to .*) \\(candidates: .*\\)");

    private final Map<String, DeclaredType> variables;
    private final List<CelType> structs;
    private final CelCompiler base;
    private final CelCompiler compiler;
    private final CelValidator validator;

    private Environment(Map<String, DeclaredType> variables, List<CelType> structs, CelCompiler base) {
        this.variables = variables;
        this.structs = structs;
        this.base = base;
        CelCompilerBuilder builder = base.toCompilerBuilder().setTypeProvider(new Types(structs));
        variables.forEach((name, type) -> builder.addVar(name, type.cel()));
        this.compiler = builder.build();
        this.validator = CelValidatorFactory.standardCelValidatorBuilder(compiler, RUNTIME)
                .addAstValidators(
                        DurationLiteralValidator.INSTANCE,
                        TimestampLiteralValidator.INSTANCE,
                        RegexLiteralValidator.INSTANCE,
                        HomogeneousLiteralValidator.newInstance("format"))
                .build();
    }

    /** Compiles an expression that makes objects: {@code Object{...}} or a list of {@code JSONPatch{...}}. */
    public Expression compileConstruction(String text) throws InvalidExpressionException {
        CelValidationResult parsed = compiler.parse(text);
        if (parsed.hasError()) {
            throw new InvalidExpressionException(syntax(parsed));
        }
        try {
            List<CelType> types = Constructions.namedIn(parsed.getAst().getExpr());
            List<CelType> all = new ArrayList<>(structs);
            all.addAll(types);
            CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder()
                    .setOptions(KubernetesLibrary.OPTIONS)
                    .setStandardFunctions(KubernetesLibrary.STANDARD)
                    .addLibraries(LIBRARY.runtimeLibraries())
                    .setTypeProvider(new Types(types))
                    .setValueProvider(new Constructions())
                    .build();
            CelAbstractSyntaxTree ast = new Environment(variables, all, base).checked(text);
            return new Expression(text, ast, runtime.createProgram(ast), variables);
        } catch (CelValidationException | CelEvaluationException e) {
            throw new InvalidExpressionException(e.getMessage());
        }
    }

    /** Adds variables. */
    public Environment with(Map<String, DeclaredType> more) {
        Map<String, DeclaredType> all = new LinkedHashMap<>(variables);
        all.putAll(more);
        List<CelType> types = all.values().stream()
                .flatMap(type -> type.structs().stream())
                .distinct()
                .toList();
        return new Environment(Map.copyOf(all), types, base);
    }

    /** The type of a value that may be absent. */
    public static DeclaredType optional(DeclaredType type) {
        return new DeclaredType(
                OptionalType.create(type.cel()),
                DeclaredType.Conversion.AS_IT_IS,
                type.maxElements(),
                type.minSize(),
                Optional.empty(),
                Optional.of(type),
                Map.of());
    }

    public Expression compile(String text) throws InvalidExpressionException {
        CelAbstractSyntaxTree ast = checked(text);
        try {
            return new Expression(text, ast, RUNTIME.createProgram(ast), variables);
        } catch (CelEvaluationException e) {
            throw new InvalidExpressionException("program instantiation failed: " + e.getMessage());
        }
    }

    private CelAbstractSyntaxTree checked(String text) throws InvalidExpressionException {
        CelValidationResult parsed = compiler.parse(text);
        try {
            if (parsed.hasError()) {
                throw new InvalidExpressionException(syntax(parsed));
            }
            CelValidationResult result = compiler.check(parsed.getAst());
            if (result.hasError()) {
                throw new InvalidExpressionException(
                        CANDIDATES.matcher(result.getErrorString()).replaceAll("$1"));
            }
            CelValidationResult literals = validator.validate(result.getAst());
            if (literals.hasError()) {
                throw new InvalidExpressionException(literals.getErrorString());
            }
            return result.getAst();
        } catch (CelValidationException e) {
            throw new InvalidExpressionException(e.getMessage());
        }
    }

    /** Errors of the grammar are called so, as upstream calls them. */
    private static String syntax(CelValidationResult parsed) {
        if (parsed.getErrors().isEmpty()) {
            return parsed.getIssueString();
        }
        return parsed.getErrors().stream()
                .map(issue -> issue.getExprId() == 0
                        ? CelIssue.formatError(issue.getSourceLocation(), "Syntax error: " + issue.getMessage())
                        : issue)
                .map(issue -> issue.toDisplayString(parsed.getSource()))
                .collect(Collectors.joining("\n"));
    }

    @Immutable
    private static final class Types implements CelTypeProvider {

        private final ImmutableMap<String, CelType> byName;

        Types(List<CelType> types) {
            this.byName = types.stream()
                    .collect(ImmutableMap.toImmutableMap(CelType::name, type -> type, (one, same) -> one));
        }

        @Override
        public ImmutableCollection<CelType> types() {
            return byName.values();
        }

        @Override
        public Optional<CelType> findType(String typeName) {
            return Optional.ofNullable(byName.get(typeName));
        }
    }
}
