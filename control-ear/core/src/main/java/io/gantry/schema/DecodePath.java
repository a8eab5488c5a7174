package io.gantry.schema;

/**
 * Where the decoder is. Most paths are never shown, so texts are made only when asked for.
 *
 * @param parent null at the root
 * @param step what leads here from the parent: {@code spec}, {@code [0]}
 * @param isField whether the step is a field of a type, not a list index or map key
 * @param struct the type whose field it is or is in: {@code Container}
 * @param goType upstream's name of the type of the value here, empty when it follows from the schema
 */
record DecodePath(DecodePath parent, String step, boolean isField, String struct, String goType) {

    static DecodePath root(ObjectSchema schema) {
        return new DecodePath(null, "", false, "", "");
    }

    DecodePath field(ObjectSchema owner, Field field) {
        return new DecodePath(this, field.name(), true, owner.kind(), field.goType());
    }

    DecodePath index(int index) {
        String item = goType.startsWith("[]") ? goType.substring(2) : "";
        return new DecodePath(this, "[" + index + "]", false, struct, item);
    }

    DecodePath key(String key) {
        int end = goType.startsWith("map[") ? goType.indexOf(']') + 1 : goType.length();
        return new DecodePath(this, key, false, struct, goType.substring(end));
    }

    /** With list indexes and map keys: {@code spec.containers[0].ports}. */
    String strict() {
        if (parent == null) {
            return "";
        }
        String above = parent.strict();
        return above.isEmpty() || step.startsWith("[") ? above + step : above + "." + step;
    }

    /** The strict path of something below. */
    String strict(String name) {
        String here = strict();
        return here.isEmpty() ? name : here + "." + name;
    }

    /** Field names only: {@code spec.containers.ports}. */
    String fields() {
        if (parent == null) {
            return "";
        }
        String above = parent.fields();
        if (!isField) {
            return above;
        }
        String name = EmbeddedTypes.path(struct, step);
        return above.isEmpty() ? name : above + "." + name;
    }

    String typeOr(String derived) {
        return goType.isEmpty() ? derived : goType;
    }
}
