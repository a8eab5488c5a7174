package io.gantry.agent.runtime;

import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits for a pull, which may take as long as it likes while something happens. */
final class PullProgress extends PullImageResultCallback {

    private static final Duration LOOK = Duration.ofSeconds(5);

    private volatile long lastNanos = System.nanoTime();

    @Override
    public void onNext(PullResponseItem item) {
        lastNanos = System.nanoTime();
        super.onNext(item);
    }

    /** @param patience how long nothing may happen */
    void await(String reference, Duration patience) throws InterruptedException {
        long look = Math.min(LOOK.toMillis(), patience.toMillis());
        while (!awaitCompletion(look, TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() - lastNanos > patience.toNanos()) {
                throw new EngineException("the Docker daemon made no progress in pulling " + reference + " for "
                        + patience.toSeconds() + "s");
            }
        }
        try {
            // looks at what the engine said of the result
            awaitCompletion();
        } catch (DockerClientException e) {
            throw new EngineException(String.valueOf(e.getMessage()).replaceFirst("^Could not pull image: ", ""), e);
        }
    }
}
