package io.gantry.store.linearizability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Histories of one key; an operation is written {@code BEGUN-ENDED call outcome}, with {@code ?} for an end that nobody saw. */
class LinearizationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            an empty history                       | '' | true
            one after the other                    | 1-2 create a =5; 3-4 read a@5; 5-6 update 5 b =6; 7-8 read b@6; 9-10 delete 6 =7; 11-12 read none | true
            a read that is too old                 | 1-2 create a =5; 3-4 update 5 b =6; 5-6 read a@5 | false
            a read of the future                   | 1-2 read a@5; 3-4 create a =5 | false
            a read while it is written             | 1-9 create a =5; 2-3 read none; 4-5 read a@5 | true
            seen and then not seen                 | 1-9 create a =5; 2-3 read a@5; 4-5 read none | false
            a removal that is forgotten            | 1-2 create a =5; 3-4 delete 5 =6; 5-6 read a@5 | false
            two creates that both succeed          | 1-4 create a =5; 2-3 create b =6 | false
            two creates of which one is told so    | 1-4 create a =5; 2-3 create b conflict | true
            a conflict without reason              | 1-2 create a conflict | false
            two updates of one revision            | 1-2 create a =5; 3-6 update 5 b =6; 4-5 update 5 c =7 | false
            a lost update                          | 1-2 create a =5; 3-4 update 5 b =6; 5-6 update 5 c conflict; 7-8 read b@6 | true
            a conflict at the right revision       | 1-2 create a =5; 3-4 update 5 b conflict | false
            an update of nothing                   | 1-2 update 5 b none | true
            revisions that go back                 | 1-2 create a =5; 3-4 delete 5 =6; 5-6 create b =4 | false
            an unanswered create that happened     | 1-? create a ?; 3-4 read a@5 | true
            an unanswered create that did not      | 1-? create a ?; 3-4 read none; 5-6 read none | true
            an unanswered create that came late    | 1-? create a ?; 3-4 read none; 5-6 read a@5 | true
            an unanswered create that went again   | 1-? create a ?; 3-4 read a@5; 5-6 read none | false
            an unanswered update between others    | 1-2 create a =5; 3-? update 5 b ?; 5-6 update 5 c conflict; 7-8 read b@9 | true
            an unanswered update that was not      | 1-2 create a =5; 3-? update 5 b ?; 5-6 update 5 c =7; 7-8 read c@7 | true
            an unanswered update that undid        | 1-2 create a =5; 3-? update 5 b ?; 5-6 update 5 c =7; 7-8 read b@8 | false
            an unanswered removal                  | 1-2 create a =5; 3-? delete 5 ?; 5-6 create b =8; 7-8 read b@8 | true
            an unanswered create before its begin  | 1-2 read a@5; 3-? create a ? | false
            what was read at two revisions         | 1-? create a ?; 3-4 read a@5; 5-6 read a@6 | false
            """)
    void aHistoryFitsOneOrderOrDoesNot(String name, String history, boolean fits) {
        List<Operation> operations = Stream.of(history.split(";"))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(LinearizationTest::operation)
                .toList();
        assertThat(Linearization.violation(operations).isEmpty()).as(name).isEqualTo(fits);
    }

    private static Operation operation(String text) {
        String[] words = text.split(" ");
        String[] times = words[0].split("-");
        Call call = switch (words[1]) {
            case "create" -> new Call.Create(words[2]);
            case "update" -> new Call.Update(Long.parseLong(words[2]), words[3]);
            case "delete" -> new Call.Delete(Long.parseLong(words[2]));
            default -> new Call.Read();
        };
        return new Operation(
                call,
                outcome(words[words.length - 1]),
                Long.parseLong(times[0]),
                times[1].equals("?") ? Long.MAX_VALUE : Long.parseLong(times[1]));
    }

    private static Outcome outcome(String text) {
        return switch (text.charAt(0)) {
            case '=' -> new Outcome.Wrote(Long.parseLong(text.substring(1)));
            case '?' -> new Outcome.Unknown();
            default ->
                switch (text) {
                    case "none" -> new Outcome.Absent();
                    case "conflict" -> new Outcome.Conflict();
                    default -> {
                        String[] found = text.split("@");
                        yield new Outcome.Found(Long.parseLong(found[1]), found[0]);
                    }
                };
        };
    }

    @Test
    void aLongHistoryOfManyClientsIsSearchedQuickly() {
        List<Operation> operations = Stream.iterate(0, i -> i + 1)
                .limit(1000)
                .flatMap(i -> Stream.of(
                        new Operation(
                                i == 0 ? new Call.Create("0") : new Call.Update(i, "" + i),
                                new Outcome.Wrote(i + 1),
                                i * 10L,
                                i * 10L + 25),
                        new Operation(
                                new Call.Update(i + 2, "never" + i), new Outcome.Unknown(), i * 10L, Long.MAX_VALUE),
                        new Operation(new Call.Read(), new Outcome.Found(i + 1, "" + i), i * 10L + 1, i * 10L + 30)))
                .toList();
        // an unanswered update that expects a revision of the future may have been done then: the values tell that it
        // was not
        assertThat(Linearization.violation(operations)).isEmpty();
    }
}
