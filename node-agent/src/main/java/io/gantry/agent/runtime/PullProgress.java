package io.gantry.agent.runtime;

import com.github.dockerjava.api.command.PullImageResultCallback;
import com.github.dockerjava.api.exception.DockerClientException;
import com.github.dockerjava.api.model.PullResponseItem;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for a pull, which may take as long as it likes while something happens. */
final class PullProgress extends PullImageResultCallback {

    private static final Duration LOOK = Duration.ofSeconds(5);

    /** The library's own wait with a limit ends the pull when the limit is over. */
    private final CountDownLatch ended = new CountDownLatch(1);

    private volatile long lastNanos = System.nanoTime();

    @Override
    public void onNext(PullResponseItem item) {
        lastNanos = System.nanoTime();
        super.onNext(item);
    }

    @Override
    public void close() throws IOException {
        super.close();
        ended.countDown();
    }

    /** @param patience how long nothing may happen */
    void await(String reference, Duration patience) throws InterruptedException, IOException {
        long look = Math.min(LOOK.toMillis(), patience.toMillis());
        while (!ended.await(look, TimeUnit.MILLISECONDS)) {
            if (System.nanoTime() - lastNanos > patience.toNanos()) {
                close();
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
