package io.gantry.store.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.store.linearizability.WatchLog.Event;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchLogTest {

    private static final List<Event> WRITTEN = IntStream.rangeClosed(1, 9)
            .mapToObj(revision -> event(revision, "v" + revision))
            .toList();

    private static Event event(long revision, String value) {
        return new Event(revision, "MODIFIED", "k", value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            all of them                 | >0 1 2 3 4 5 6 7 8 9 | 0
            from the middle             | >4 5 6 7             | 0
            nothing yet                 | >9                   | 0
            beginning anew after a list | >2 3 4 >7 8 9        | 0
            one missed                  | >2 3 5               | 1
            the first missed            | >2 4                 | 1
            one told twice              | >2 3 4 4 5           | 1
            two turned around           | >2 4 3 5             | 2
            one from before its begin   | >5 5 6               | 1
            another value               | >2 3 4x 5            | 1
            one that never was          | >8 9 10              | 1
            """)
    void everyEventIsToldOnceAndInOrder(String name, String told, int faults) {
        WatchLog log = new WatchLog();
        for (String word : told.split(" ")) {
            if (word.startsWith(">")) {
                log.beginsAt(Long.parseLong(word.substring(1)));
            } else {
                long revision = Long.parseLong(word.replace("x", ""));
                log.tells(event(revision, word.contains("x") ? "other" : "v" + revision));
            }
        }
        assertThat(log.faults(WRITTEN)).as(name).hasSize(faults);
    }
}
