package io.gantry.controller;

import java.util.List;
import java.util.function.Function;

/** Runs nothing by itself: the owner calls {@code step}, so that a run with the same seed is the same run. */
public record SteppedWorkers() implements Workers {

    @Override
    public void start(String name, Runnable work) {
        // The owner of the runtime steps it.
    }

    @Override
    public void run(String name, Runnable work) {
        work.run();
    }

    @Override
    public <T, R> List<R> all(List<T> items, Function<T, R> function) {
        return items.stream().map(function).toList();
    }
}
