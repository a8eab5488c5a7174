package io.gantry.agent.env;

/** A container cannot be made from its definition as things stand. The message is shown in the pod's status. */
public final class ConfigException extends Exception {

    private static final long serialVersionUID = 1L;

    public ConfigException(String message) {
        super(message);
    }
}
