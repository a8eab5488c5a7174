package io.gantry.openapi;

/** Where OpenAPI 2 and 3 differ. */
enum Dialect {
    V2("#/definitions/"),
    V3("#/components/schemas/");

    private final String prefix;

    Dialect(String prefix) {
        this.prefix = prefix;
    }

    String reference(String type) {
        return prefix + type;
    }
}
