package io.gantry.agent.probe;

import io.gantry.agent.object.Handler;
import io.grpc.ConnectivityState;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Asks a container by the standard gRPC health protocol (grpc.health.v1), without TLS, as upstream does. */
final class GrpcCheck {

    private GrpcCheck() {}

    /** The timeout holds for connecting and answering together. */
    static Outcome run(Handler.Grpc grpc, Target target, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        ManagedChannel channel = Grpc.newChannelBuilderForAddress(
                        target.address(), grpc.port(), InsecureChannelCredentials.create())
                .userAgent("kube-probe/1.36")
                .build();
        try {
            if (!connects(channel, deadline)) {
                return Outcome.bad("timeout: failed to connect service \"" + target.address() + ":" + grpc.port()
                        + "\" within " + timeout.toSeconds() + "s: context deadline exceeded");
            }
            return judge(HealthGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)
                    .check(HealthCheckRequest.newBuilder()
                            .setService(grpc.service())
                            .build()));
        } catch (StatusRuntimeException e) {
            return Outcome.bad(words(e.getStatus(), timeout));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.bad("interrupted");
        } finally {
            channel.shutdownNow();
        }
    }

    /** A server that is not there yet may come before the deadline. */
    private static boolean connects(ManagedChannel channel, long deadline) throws InterruptedException {
        ConnectivityState state = channel.getState(true);
        while (state != ConnectivityState.READY) {
            CountDownLatch changed = new CountDownLatch(1);
            channel.notifyWhenStateChanged(state, changed::countDown);
            if (!changed.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                return false;
            }
            state = channel.getState(true);
        }
        return true;
    }

    private static Outcome judge(HealthCheckResponse response) {
        return response.getStatus() == HealthCheckResponse.ServingStatus.SERVING
                ? Outcome.GOOD
                : Outcome.bad("service unhealthy (responded with \"" + response.getStatus() + "\")");
    }

    static String words(Status status, Duration timeout) {
        String description = status.getDescription() == null ? "" : status.getDescription();
        return switch (status.getCode()) {
            case UNIMPLEMENTED ->
                "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): "
                        + description;
            case DEADLINE_EXCEEDED -> "timeout: health rpc did not complete within " + timeout.toSeconds() + "s";
            default ->
                "error: health rpc probe failed: rpc error: code = " + goName(status.getCode()) + " desc = "
                        + description;
        };
    }

    /** {@code NOT_FOUND} is {@code NotFound}. */
    private static String goName(Status.Code code) {
        if (code == Status.Code.CANCELLED) {
            return "Canceled";
        }
        return Arrays.stream(code.name().split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(java.util.Locale.ROOT))
                .collect(Collectors.joining());
    }
}
