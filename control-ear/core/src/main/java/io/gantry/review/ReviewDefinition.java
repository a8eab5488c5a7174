package io.gantry.review;

import io.gantry.object.GroupResource;
import io.gantry.resource.ResourceDefinition;
import io.gantry.resource.Scope;
import io.gantry.resource.Strategy;
import io.gantry.resource.table.ConfigColumns;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Describes kinds of which objects are answered and never stored. */
final class ReviewDefinition {

    static final String AUTHENTICATION = "authentication.k8s.io";
    static final String AUTHORIZATION = "authorization.k8s.io";

    private ReviewDefinition() {}

    static ResourceDefinition of(String group, String kind, Scope scope, Strategy.Answer answer) {
        String singular = kind.toLowerCase(Locale.ROOT);
        String plural = singular + "s";
        String schemaPackage = group.substring(0, group.indexOf('.'));
        return new ResourceDefinition(
                group,
                "v1",
                kind,
                plural,
                singular,
                List.of(),
                List.of(),
                scope,
                Set.of("create"),
                Map.of(),
                new GroupResource(group, plural),
                "v1",
                Optional.empty(),
                "io.k8s.api." + schemaPackage + ".v1." + kind,
                Map.of(),
                ConfigColumns.DEFAULT,
                new Answering(answer));
    }

    private record Answering(Answer given) implements Strategy {

        @Override
        public Optional<Answer> answer() {
            return Optional.of(given);
        }

        @Override
        public boolean countsGeneration() {
            return false;
        }
    }
}
