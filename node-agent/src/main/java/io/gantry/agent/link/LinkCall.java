package io.gantry.agent.link;

import io.gantry.node.v1.AgentMessage;
import io.gantry.node.v1.ControlMessage;
import io.gantry.node.v1.Hello;
import io.gantry.node.v1.NodeLinkGrpc.NodeLinkStub;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** One connection to the control plane, from the greeting to its end: one thread reads, another one writes. */
final class LinkCall {

    /** Takes what the control plane says. */
    @FunctionalInterface
    interface Receiver {

        /** @throws IOException when the connection is to end */
        void take(ControlMessage message) throws IOException;

        /** How long the next message may keep us waiting; empty when it may never come. */
        default Optional<Duration> patience() {
            return Optional.empty();
        }
    }

    private LinkCall() {}

    /**
     * Talks until the other side ends the call.
     *
     * @param greeted done when the connection stands, before anything is read or written
     * @param writer writes on a thread of its own until it is interrupted or nothing more can be written
     * @throws IOException when the connection broke, was refused, or the receiver lost its patience
     */
    static void run(
            NodeLinkStub stub,
            Hello.Builder hello,
            Runnable greeted,
            Consumer<DuplexCall<AgentMessage, ControlMessage>> writer,
            Receiver receiver)
            throws InterruptedException, IOException {
        DuplexCall<AgentMessage, ControlMessage> call = new DuplexCall<>();
        stub.connect(call);
        Thread writing = null;
        try {
            call.write(AgentMessage.newBuilder().setHello(hello).build());
            greeted.run();
            writing = Thread.ofVirtual().name("node-link-writer").start(() -> writer.accept(call));
            Optional<ControlMessage> message = next(call, receiver);
            while (message.isPresent()) {
                receiver.take(message.get());
                message = next(call, receiver);
            }
        } finally {
            call.cancel("the connection is over");
            if (writing != null) {
                writing.interrupt();
                writing.join();
            }
        }
    }

    private static Optional<ControlMessage> next(DuplexCall<AgentMessage, ControlMessage> call, Receiver receiver)
            throws IOException, InterruptedException {
        Optional<Duration> patience = receiver.patience();
        return patience.isPresent() ? call.read(patience.get()) : call.read();
    }
}
