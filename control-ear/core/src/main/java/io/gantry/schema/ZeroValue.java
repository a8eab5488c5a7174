package io.gantry.schema;

/** What an empty text, 0, false or an object without fields says in a field, as opposed to the field's absence. Go has no absence but of pointers. */
public enum ZeroValue {
    /** It is a value like any other. */
    MEANT,
    /** It is the absence of the field, and is written as absence. */
    OMITTED,
    /** It is the absence of the field, which is written as zero: of lists, maps and bytes as null. */
    WRITTEN
}
