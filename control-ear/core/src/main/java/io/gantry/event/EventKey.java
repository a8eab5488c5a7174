package io.gantry.event;

/** What makes two events the same news: same object, same speaker, same reason. */
record EventKey(String involved, String component, String host, String type, String reason) {

    static EventKey of(EventDraft draft) {
        String involved = draft.involved().path("apiVersion").asText() + "/"
                + draft.involved().path("kind").asText() + "/"
                + draft.involved().path("namespace").asText("") + "/"
                + draft.involved().path("name").asText() + "/"
                + draft.involved().path("uid").asText() + "/"
                + draft.involved().path("fieldPath").asText("");
        return new EventKey(
                involved, draft.component(), draft.host(), draft.type().text(), draft.reason());
    }

    /** The key of the limit on how much one speaker says about one object. */
    String speakerAndObject() {
        return component + "|" + host + "|" + involved;
    }
}
