package io.gantry.openapi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A path with what can be done with it. Parameters that all of its operations take are the path's, as upstream has them.
 *
 * @param path for example {@code /api/v1/namespaces/{namespace}/pods/{name}}
 * @param tag what generators of clients put its operations under, for example {@code core_v1}
 * @param parameters of all operations, by name
 */
record ApiPath(String path, String tag, List<Parameter> parameters, List<ApiOperation> operations) {

    private static final Comparator<Parameter> BY_NAME =
            Comparator.comparing(Parameter::name).thenComparing(Parameter::in);

    ApiPath {
        List<ApiOperation> all = operations;
        List<Parameter> common = new ArrayList<>(parameters);
        all.getFirst().parameters().stream()
                .filter(parameter ->
                        all.stream().allMatch(each -> each.parameters().contains(parameter)))
                .forEach(common::add);
        parameters = common.stream().sorted(BY_NAME).toList();
        operations = all.stream()
                .map(operation -> operation.with(operation.parameters().stream()
                        .filter(parameter -> !common.contains(parameter))
                        .sorted(BY_NAME)
                        .toList()))
                .toList();
    }
}
