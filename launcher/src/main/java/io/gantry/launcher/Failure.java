package io.gantry.launcher;

import java.nio.file.Path;

/** Why a command of the launcher failed, said to the person who typed it. */
final class Failure extends RuntimeException {

    Failure(String message) {
        super(message);
    }

    Failure(String message, Path log) {
        super(message + "; see " + log);
    }

    Failure(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
