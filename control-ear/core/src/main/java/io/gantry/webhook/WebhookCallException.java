package io.gantry.webhook;

/** A webhook gave no answer, or none that can be used; the message says why. */
public final class WebhookCallException extends Exception {

    public WebhookCallException(String message) {
        super(message);
    }

    public WebhookCallException(String message, Throwable cause) {
        super(message, cause);
    }
}
