package io.gantry.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** One virtual thread for each piece of work. */
public record VirtualWorkers() implements Workers {

    @Override
    public void start(String name, Runnable work) {
        Thread.ofVirtual().name(name).start(work);
    }

    @Override
    public void run(String name, Runnable work) {
        start(name, work);
    }

    @Override
    public <T, R> List<R> all(List<T> items, Function<T, R> function) {
        if (items.size() == 1) {
            return List.of(function.apply(items.getFirst()));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<R>> running = new ArrayList<>();
            items.forEach(item -> running.add(threads.submit(() -> function.apply(item))));
            List<R> results = new ArrayList<>();
            for (Future<R> one : running) {
                results.add(one.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while changes were made", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
