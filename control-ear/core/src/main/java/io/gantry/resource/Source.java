package io.gantry.resource;

import io.gantry.identity.UserInfo;
import io.gantry.object.ApiObject;
import io.gantry.selector.FieldSelector;
import io.gantry.selector.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where objects come from that are not stored but made when somebody asks for them. Refusals are {@code StatusException}s. */
public interface Source {

    /** One of them; throws NotFound. */
    ApiObject get(String name, Question question);

    /** Some of them. */
    Found list(Question question);

    /** Whether its objects have labels to select them by. */
    default boolean labelled() {
        return false;
    }

    /**
     * What is asked.
     *
     * @param user who asks
     * @param namespace of the path, empty outside namespaces and for all of them
     * @param labels what the answer is restricted to; the source does that itself, where its objects are labelled
     * @param fields what the answer is restricted to; the source does that itself
     * @param limit at most so many
     * @param from where an earlier answer ended, empty for the beginning
     * @param parameters of the query
     */
    record Question(
            UserInfo user,
            Optional<String> namespace,
            LabelSelector labels,
            FieldSelector fields,
            int limit,
            String from,
            Map<String, List<String>> parameters) {

        /** The first value of a parameter, empty when it is not given. */
        public String text(String parameter) {
            List<String> values = parameters.getOrDefault(parameter, List.of());
            return values.isEmpty() ? "" : values.getFirst();
        }
    }

    /**
     * An answer.
     *
     * @param revision as of which it is
     * @param next where the next one begins, empty at the end
     */
    record Found(List<ApiObject> objects, long revision, Optional<String> next) {}
}
