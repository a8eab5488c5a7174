package io.gantry.registry;

/** How a write tells who owns which fields of the object. */
enum Owners {
    /** The writer owns what it changed. */
    COMPARED,
    /** The object carries its new owners already. */
    GIVEN
}
