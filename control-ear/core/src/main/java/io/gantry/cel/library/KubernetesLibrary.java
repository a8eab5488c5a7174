package io.gantry.cel.library;

import dev.cel.checker.CelCheckerBuilder;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.compiler.CelCompilerLibrary;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelParserBuilder;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntimeBuilder;
import dev.cel.runtime.CelRuntimeLibrary;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.CelStandardFunctions.StandardFunction;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions that Kubernetes 1.36 gives to expressions (apiserver, pkg/cel/environment), beside CEL's own. */
public final class KubernetesLibrary implements CelCompilerLibrary, CelRuntimeLibrary {

    public static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxParseRecursionDepth(100)
            .build();

    /** CEL's own, but for those that this library does itself. */
    public static final CelStandardFunctions STANDARD = CelStandardFunctions.newBuilder()
            .excludeFunctions(StandardFunction.MATCHES)
            .build();

    private static final List<CelStringExtensions.Function> STRINGS = List.of(
            CelStringExtensions.Function.CHAR_AT,
            CelStringExtensions.Function.JOIN,
            CelStringExtensions.Function.LOWER_ASCII,
            CelStringExtensions.Function.QUOTE,
            CelStringExtensions.Function.REPLACE,
            CelStringExtensions.Function.SPLIT,
            CelStringExtensions.Function.SUBSTRING,
            CelStringExtensions.Function.TRIM,
            CelStringExtensions.Function.UPPER_ASCII);

    private final Map<String, List<Overload>> functions = new LinkedHashMap<>();
    private final List<Object> extensions;

    public KubernetesLibrary() {
        // sortBy has an expansion of its own
        CelListsExtensions lists =
                CelExtensions.lists(EnumSet.complementOf(EnumSet.of(CelListsExtensions.Function.SORT_BY)));
        this.extensions = List.of(
                CelExtensions.optional(),
                CelExtensions.strings(STRINGS.toArray(CelStringExtensions.Function[]::new)),
                lists,
                CelExtensions.sets(OPTIONS),
                CelExtensions.comprehensions());
        List<List<Overload>> all = List.of(
                Lists.OVERLOADS,
                Regexes.OVERLOADS,
                Urls.OVERLOADS,
                Quantities.OVERLOADS,
                IpAddresses.OVERLOADS,
                Formats.OVERLOADS,
                Semvers.OVERLOADS,
                StringFormat.OVERLOADS,
                JsonPatchKeys.OVERLOADS,
                AuthorizerValue.OVERLOADS);
        all.forEach(library -> library.forEach(overload -> functions
                .computeIfAbsent(overload.function(), name -> new ArrayList<>())
                .add(overload)));
    }

    @Override
    public void setParserOptions(CelParserBuilder parser) {
        for (Object extension : extensions) {
            if (extension instanceof CelCompilerLibrary library) {
                library.setParserOptions(parser);
            }
        }
        parser.addMacros(SortBy.MACRO);
    }

    @Override
    public void setCheckerOptions(CelCheckerBuilder checker) {
        for (Object extension : extensions) {
            if (extension instanceof CelCompilerLibrary library) {
                library.setCheckerOptions(checker);
            }
        }
        functions.forEach((name, overloads) -> checker.addFunctionDeclarations(CelFunctionDecl.newFunctionDeclaration(
                name, overloads.stream().map(Overload::declaration).toArray(CelOverloadDecl[]::new))));
    }

    /** What this library binds to a name comes first: it knows all overloads of the name. */
    @Override
    public void setRuntimeOptions(CelRuntimeBuilder runtime) {
        functions.forEach((name, overloads) -> runtime.addFunctionBindings(CelFunctionBinding.fromOverloads(
                name, overloads.stream().map(Overload::binding).toList())));
        runtime.addFunctionBindings(CelFunctionBinding.fromOverloads(
                "matches", Regexes.MATCHES.stream().map(Overload::binding).toList()));
    }

    /** This library, and those of CEL that go with it: a runtime wants to be told of each. */
    public List<CelRuntimeLibrary> runtimeLibraries() {
        List<CelRuntimeLibrary> all = new ArrayList<>();
        all.add(this);
        extensions.stream()
                .filter(CelRuntimeLibrary.class::isInstance)
                .map(CelRuntimeLibrary.class::cast)
                .forEach(all::add);
        return all;
    }
}
