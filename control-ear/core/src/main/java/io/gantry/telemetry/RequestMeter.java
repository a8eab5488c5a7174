package io.gantry.telemetry;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests about resources and their time, under the names and labels that kube-apiserver has for them. */
public final class RequestMeter {

    private static final String TOTAL = "apiserver_request_total";
    private static final String DURATION = "apiserver_request_duration_seconds";

    /** Upstream's, in seconds. */
    private static final double[] BOUNDS = {
        0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60
    };

    private final Map<Answer, LongAdder> answers = new ConcurrentHashMap<>();
    private final Map<RequestKind, Histogram> durations = new ConcurrentHashMap<>();

    private record Answer(RequestKind kind, int code) {}

    /** An answer was given, or one that goes on, such as a watch, has begun. */
    public void count(RequestKind kind, int code) {
        answers.computeIfAbsent(new Answer(kind, code), answer -> new LongAdder())
                .increment();
    }

    /** So long it took to have an answer. */
    public void time(RequestKind kind, Duration took) {
        durations.computeIfAbsent(kind, one -> new Histogram(BOUNDS)).add(took);
    }

    public void write(Exposition page) {
        page.family(TOTAL, "counter", "Requests by verb, resource, scope and HTTP status code.");
        answers.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .forEach(entry -> {
                    SortedMap<String, String> labels = entry.getKey().kind().labels();
                    labels.put("code", Integer.toString(entry.getKey().code()));
                    page.sample(TOTAL, labels, entry.getValue().sum());
                });
        page.family(DURATION, "histogram", "Seconds until a request had its answer, by verb, resource and scope.");
        durations.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .forEach(entry ->
                        entry.getValue().write(page, DURATION, entry.getKey().labels()));
    }
}
