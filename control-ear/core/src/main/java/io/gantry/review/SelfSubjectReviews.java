package io.gantry.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.identity.UserInfo;
import io.gantry.identity.UserInfoJson;
import io.gantry.object.Json;
import io.gantry.resource.Strategy;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Who the asking user is: {@code kubectl auth whoami}. */
record SelfSubjectReviews(InstantSource clock) implements Strategy.Answer {

    @Override
    public ObjectNode to(ObjectNode review, String namespace, UserInfo asking) {
        ObjectNode answer = Json.object();
        answer.set("kind", review.get("kind"));
        answer.set("apiVersion", review.get("apiVersion"));
        answer.putObject("metadata")
                .put(
                        "creationTimestamp",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        answer.putObject("status").set("userInfo", UserInfoJson.show(asking));
        return answer;
    }
}
