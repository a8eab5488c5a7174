package io.gantry.openapi;

import java.util.List;

/**
 * A path with what can be done with it.
 *
 * @param path for example {@code /api/v1/namespaces/{namespace}/pods/{name}}
 * @param tag what generators of clients put its operations under, for example {@code core_v1}
 * @param parameters of all operations
 */
record ApiPath(String path, String tag, List<Parameter> parameters, List<ApiOperation> operations) {}
