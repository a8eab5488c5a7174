package io.gantry.controller;

import java.util.List;
import java.util.function.Function;

/** How controllers run: on virtual threads in a server, or on the caller's thread in a simulation. */
public sealed interface Workers permits VirtualWorkers, SteppedWorkers {

    /** Starts work on a key if this kind of workers runs by itself. */
    void start(String name, Runnable work);

    /** Does something that may take a while: beside the caller, or on its thread where nothing runs by itself. */
    void run(String name, Runnable work);

    /** Applies a function to each item, at once or one after another; answers in the order of the items. */
    <T, R> List<R> all(List<T> items, Function<T, R> function);
}
