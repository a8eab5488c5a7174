package io.gantry.openapi;

import java.util.List;

/**
 * A path with what can be done with it.
 *
 * @param path for example {@code /api/v1/namespaces/{namespace}/pods/{name}}
 * @param parameters of all operations
 */
record ApiPath(String path, List<Parameter> parameters, List<ApiOperation> operations) {}
