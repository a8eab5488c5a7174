package io.gantry.review;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gantry.authentication.Authenticator;
import io.gantry.authentication.TokenReader.Accepted;
import io.gantry.identity.UserInfo;
import io.gantry.identity.UserInfoJson;
import io.gantry.object.Nodes;
import io.gantry.resource.Strategy;
import io.gantry.status.StatusException;
import java.util.Optional;

/** Whose a token is, and for whom. */
record TokenReviews(Authenticator authenticator) implements Strategy.Answer {

    @Override
    public ObjectNode to(ObjectNode review, String namespace, UserInfo asking) {
        String token = Nodes.text(review.path("spec"), "token");
        if (token.isEmpty()) {
            throw StatusException.badRequest("token is required for TokenReview in authentication");
        }
        Optional<Accepted> accepted = authenticator.review(token, Nodes.texts(review.path("spec"), "audiences"));
        ObjectNode status = review.putObject("status");
        if (accepted.isEmpty()) {
            status.putObject("user");
            status.put("error", "invalid bearer token");
            return review;
        }
        status.put("authenticated", true)
                .set("user", UserInfoJson.show(accepted.get().user()));
        accepted.get().audiences().forEach(status.putArray("audiences")::add);
        return review;
    }
}
