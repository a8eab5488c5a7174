package io.gantry.cel.library;

import dev.cel.common.types.SimpleType;
import java.util.List;

/** Keys within JSON pointers (RFC 6901, 3). */
final class JsonPatchKeys {

    static final List<Overload> OVERLOADS = List.of(Overload.global(
            "jsonpatch.escapeKey",
            "string_jsonpatch_escapeKey_string",
            SimpleType.STRING,
            arguments -> ((String) arguments[0]).replace("~", "~0").replace("/", "~1"),
            SimpleType.STRING));

    private JsonPatchKeys() {}
}
